"""Sparse pairing probabilities."""

import numpy as np
import pytest

from rbpviz.results.structures import PairProbabilities, Structure

PAIRS = PairProbabilities(np.array([0, 1, 2], np.int32), np.array([9, 8, 7], np.int32), np.array([0.5, 0.75, 1.0], np.float32), 10, 1e-4)


def test_the_dense_matrix_is_symmetric() -> None:
    dense = PAIRS.dense()
    assert dense.shape == (10, 10)
    assert (dense == dense.T).all()
    assert dense[1, 8] == 0.75
    assert dense.sum() == 2 * 2.25


def test_a_crop_keeps_the_pairs_inside() -> None:
    part = PAIRS.crop(1, 9)
    assert (part.left.tolist(), part.right.tolist(), part.probability.tolist(), part.length) == ([0, 1], [7, 6], [0.75, 1], 8)


@pytest.mark.parametrize(("start", "end"), [(0, 60), (0, 20), (13, 41), (59, 60), (20, 21)])
def test_a_crop_is_what_looking_at_every_pair_gives(start: int, end: int) -> None:
    rng = np.random.default_rng(3)
    ends = np.unique(np.sort(rng.integers(0, 60, (200, 2)), axis=1), axis=0).astype(np.int32)
    whole = PairProbabilities(ends[:, 0], ends[:, 1], rng.uniform(size=len(ends)).astype(np.float32), 60, 1e-4)
    keep = (whole.left >= start) & (whole.right < end)
    part = whole.crop(start, end)
    assert part.left.tolist() == (whole.left[keep] - start).tolist()
    assert part.right.tolist() == (whole.right[keep] - start).tolist()
    assert part.probability.tolist() == whole.probability[keep].tolist()
    assert (part.left.dtype, part.length) == (np.int32, end - start)


def test_unpaired_probabilities_stay_in_bounds() -> None:
    assert PAIRS.unpaired().tolist() == [0.5, 0.25, 0, 1, 1, 1, 1, 0, 0.25, 0.5]
    crowded = PairProbabilities(np.array([0, 0]), np.array([5, 6]), np.array([0.9, 0.9], np.float32), 8, 1e-4)
    assert crowded.unpaired()[0] == 0


def test_a_cropped_structure_keeps_sequence_and_probabilities_only() -> None:
    whole = Structure("GGGAAAACCC", "(((....)))", -1.0, "SSSHHHHSSS", PAIRS, "MFE")
    part = whole.crop_probabilities(1, 9)
    assert (part.sequence, part.dot_bracket, part.energy, part.elements) == ("GGAAAACC", None, None, None)
    assert part.pairs is not None
    assert part.pairs.length == 8
    assert Structure("ACGU", None, None, None, None, "none").crop_probabilities(0, 2).pairs is None
