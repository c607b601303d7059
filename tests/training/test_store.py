"""Training features on disk."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from rbpviz.errors import DataSetError
from rbpviz.training.store import read_features, write_features
from tests.training.samples import simulated_data, simulated_sequences


def test_features_come_back_as_they_were(tmp_path: Path) -> None:
    data = simulated_data(10)
    path = tmp_path / "new" / "features.safetensors"
    write_features(data, path)
    found = read_features(path)
    assert len(found) == 20
    assert found.sequences() == simulated_sequences(10)[0]
    for name in ("bases", "base_offsets", "left", "right", "probability", "pair_offsets"):
        np.testing.assert_array_equal(getattr(found.rnas, name), getattr(data.rnas, name))
        assert getattr(found.rnas, name).dtype == getattr(data.rnas, name).dtype
    np.testing.assert_array_equal(found.labels, data.labels)
    np.testing.assert_array_equal(found.viewpoints, data.viewpoints)
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_missing_damaged_or_foreign_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "torn.safetensors").write_bytes(b"\x10\0\0\0\0\0\0\0{}")
    save_file({"bases": np.zeros(3, np.uint8)}, tmp_path / "foreign.safetensors")
    for name in ("none.safetensors", "torn.safetensors", "foreign.safetensors"):
        with pytest.raises(DataSetError, match=f"Got '{name}' that is not a feature file"):
            read_features(tmp_path / name)
