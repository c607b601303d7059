"""The structure of likely pairs: nested, one partner a base, most likely pairs first."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.results.structures import PairProbabilities
from rbpviz.structure.centroid import likely_structure
from rbpviz.structure.elements import pair_table


def pairs(found: list[tuple[int, int, float]], length: int) -> PairProbabilities:
    left, right, p = (np.array([one[k] for one in found]) for k in range(3))
    return PairProbabilities(left.astype(np.int32), right.astype(np.int32), p.astype(np.float32), length, 1e-4)


def test_likely_pairs_stay_and_crossing_ones_give_way() -> None:
    found = [(0, 9, 0.9), (1, 8, 0.8), (2, 7, 0.4), (5, 12, 0.7), (10, 14, 0.6)]
    assert likely_structure(pairs(found, 15)) == "((......))(...)"
    assert likely_structure(pairs(found, 15), cutoff=0.3) == "(((....)))(...)"
    assert likely_structure(pairs(found, 15), cutoff=0.95) == "." * 15


@given(st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29), st.floats(0.01, 1)), max_size=60))
def test_the_structure_is_balanced_and_made_of_given_pairs(found: list[tuple[int, int, float]]) -> None:
    ordered = [(a, b, p) for a, b, p in found if a < b]
    partners = pair_table(likely_structure(pairs(ordered, 30), cutoff=0.2))
    given_pairs = {(a, b) for a, b, p in ordered if np.float32(p) > 0.2}
    assert {(a, b) for a, b in enumerate(partners) if b > a} <= given_pairs
