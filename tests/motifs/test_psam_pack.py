"""PSAMs as arrays: aligned, stored and rebuilt to the bit, refused when they do not fit together."""

from pathlib import Path

import numpy as np
import pytest

from rbpviz.errors import CheckpointError, InputLimitError
from rbpviz.motifs.psam import read_psam_folder
from rbpviz.motifs.psam_pack import PackedPsams, pack
from rbpviz.motifs.psam_scan import score_motifs
from tests.motifs.samples import random_codes, random_set


@pytest.mark.data
def test_the_pack_is_aligned_on_the_attributed_base(benchmark_data: Path) -> None:
    rbns_packed = pack(read_psam_folder(benchmark_data / "rbns_psams"))
    assert rbns_packed.matrices.shape == (318, 11, 4)
    assert (rbns_packed.n_rbps, rbns_packed.window, rbns_packed.centre) == (79, 11, 5)
    ten_wide = rbns_packed.widths == 10
    assert ten_wide.sum() == 25
    assert (rbns_packed.matrices[ten_wide, 0] == 1).all()
    assert (rbns_packed.matrices[ten_wide, 1:].min(axis=(1, 2)) < 1).all()
    np.testing.assert_array_equal(np.maximum.reduceat(rbns_packed.weights, np.flatnonzero(rbns_packed.slots == 0)), 5)


def test_wide_windows_are_refused() -> None:
    with pytest.raises(InputLimitError, match="span 19 positions .* at most 18"):
        pack(random_set([[19]], seed=1))


def test_a_pack_survives_its_arrays() -> None:
    packed = pack(random_set([[5, 4], [6], [3, 3, 2]], seed=3))
    arrays = {key: array.copy() for key, array in packed.as_arrays().items()}
    assert {key: str(array.dtype) for key, array in arrays.items()} == {
        "matrices": "float32", "weights": "float32", "owners": "int16", "widths": "int16", "names": "uint8"
    }  # fmt: skip
    back = PackedPsams.from_arrays(arrays | {"other": np.zeros(1)})
    assert back.names == packed.names
    codes = random_codes(80, seed=4)
    assert score_motifs(codes, back).tobytes() == score_motifs(codes, packed).tobytes()
    with pytest.raises(ValueError, match="read-only"):
        back.matrices[0] = 0


@pytest.mark.parametrize(
    ("key", "damaged", "message"),
    [
        ("matrices", np.ones((2, 4)), "the matrices have the shape"),
        ("matrices", np.ones((1, 3, 4)), "there are 1 matrices but other numbers"),
        ("matrices", np.full((2, 3, 4), 7), "an affinity lies outside"),
        ("matrices", np.ones((2, 4, 4)), "do not span the window of 4"),
        ("weights", np.array([5, 0]), "a weight is not above 0"),
        ("owners", np.array([1, 0]), "out of order"),
        ("owners", np.array([0, 2]), "not the 2 proteins"),
        ("widths", np.array([3, 0]), "do not span"),
        ("names", np.frombuffer(b"p0\np0", np.uint8), "names come twice"),
        ("names", np.frombuffer(b"\xff", np.uint8), "not UTF-8"),
        ("names", None, "without names"),
    ],
)
def test_damaged_arrays_are_refused(key: str, damaged: np.ndarray | None, message: str) -> None:
    arrays = pack(random_set([[3], [2]], seed=1)).as_arrays()
    arrays = {name: array for name, array in (arrays | {key: damaged}).items() if array is not None}
    with pytest.raises(CheckpointError, match=message):
        PackedPsams.from_arrays(arrays)
