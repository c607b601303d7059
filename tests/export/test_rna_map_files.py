"""Stored RNA maps come back; damaged ones are told."""

from pathlib import Path

import numpy as np
import pytest

from rbpviz.errors import CheckpointError
from rbpviz.export.array_files import write_arrays
from rbpviz.export.rna_map_files import MapSource, read_stored_map, write_stored_map
from tests.results.comparisons import small_map

SOURCE = MapSource(("a" * 64, "b" * 64), 12, "twelve <genes>", "0.1.0")


def test_a_map_comes_back_with_its_source(tmp_path: Path) -> None:
    one = small_map()
    write_stored_map(one, SOURCE, tmp_path / "rna_map.safetensors")
    back, source = read_stored_map(tmp_path / "rna_map.safetensors")
    assert source == SOURCE
    assert (back.models, back.rbps) == (one.models, one.rbps)
    np.testing.assert_allclose(back.values(), one.values(), rtol=1e-6)
    assert np.array_equal(back.count, one.count)
    assert np.array_equal(back.features, one.features)


def test_equal_maps_give_equal_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_stored_map(small_map(), SOURCE, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_missing_damaged_and_foreign_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="cannot be read"):
        read_stored_map(tmp_path / "none.safetensors")
    (tmp_path / "bad").write_bytes(b"\x80\x04pickle")
    with pytest.raises(CheckpointError, match="cannot be read"):
        read_stored_map(tmp_path / "bad")
    write_arrays({"x": np.zeros(2)}, {"format": "other"}, tmp_path / "other")
    with pytest.raises(CheckpointError, match="format 'other'"):
        read_stored_map(tmp_path / "other")
    write_arrays({"x": np.zeros(2)}, {"format": "rbpviz-rna-map-1"}, tmp_path / "part")
    with pytest.raises(CheckpointError, match="lacks parts"):
        read_stored_map(tmp_path / "part")


def test_a_map_of_the_wrong_shape_is_told(tmp_path: Path) -> None:
    write_stored_map(small_map(), MapSource(("a" * 64,), 1, ""), tmp_path / "few")
    with pytest.raises(CheckpointError, match="do not fit 2 models"):
        read_stored_map(tmp_path / "few")
