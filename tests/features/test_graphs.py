"""Adjacency and its normalisation, packed RNAs: the sanity checks of the method that concern graphs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rbpviz.errors import InputLimitError
from rbpviz.features.encoding import encode_bases
from rbpviz.features.graphs import GraphRules, build_operator, pack_structures
from rbpviz.results.structures import PairProbabilities, Structure
from rbpviz.structure.folding import FoldOptions, fold

NO_PAIRS = (np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.float32))
ONE_PAIR = (np.array([0]), np.array([3]), np.array([0.5], np.float32))
REF = GraphRules(weighted=False, self_loops=False, skip_edges=True)


def test_weighted_normalisation_by_hand() -> None:
    """Four bases in a row and one pair (1, 4) with p = 0.5: degrees 2.5, 3, 3, 2.5."""
    s = build_operator([4], [ONE_PAIR]).dense()
    expected = np.array(
        [
            [1 / 2.5, 1 / np.sqrt(7.5), 0, 0.5 / 2.5],
            [1 / np.sqrt(7.5), 1 / 3, 1 / 3, 0],
            [0, 1 / 3, 1 / 3, 1 / np.sqrt(7.5)],
            [0.5 / 2.5, 0, 1 / np.sqrt(7.5), 1 / 2.5],
        ]
    )
    np.testing.assert_allclose(s, expected, atol=1e-6)
    assert s[0, 1] == pytest.approx(0.3651, abs=1e-4)


def test_unweighted_without_loops_every_edge_is_one_half() -> None:
    s = build_operator([4], [ONE_PAIR], GraphRules(weighted=False, self_loops=False)).dense()
    assert sorted(set(s.ravel().tolist())) == [0, pytest.approx(0.5)]
    assert (s > 0).sum() == 8


def test_edges_of_the_hairpin_in_the_authors_mode() -> None:
    """GGGGAAAACCCC: 22 backbone edges, 20 between bases two apart, 24 of its 12 pairs."""
    pairs = fold("GGGGAAAACCCC", FoldOptions(mfe=False)).pairs
    assert pairs is not None
    assert len(pairs.left) == 12
    operator = build_operator([12], [(pairs.left, pairs.right, pairs.probability)], REF)
    assert len(operator.col) == 22 + 20 + 24


def test_pairs_below_the_cutoff_are_no_edges() -> None:
    pairs = (np.array([0, 1]), np.array([6, 7]), np.array([0.009, 0.01], np.float32))
    operator = build_operator([8], [pairs], GraphRules(pair_cutoff=0.01))
    assert operator.dense()[0, 6] == 0
    assert operator.dense()[1, 7] > 0


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[int], list[tuple[np.ndarray, np.ndarray, np.ndarray]]]:
    lengths = draw(st.lists(st.integers(1, 12), min_size=1, max_size=4))
    pairs = []
    for n in lengths:
        chosen = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda p: p[1] - p[0] > 3), unique=True))
        p = draw(st.lists(st.floats(0.001953125, 1.0, width=32), min_size=len(chosen), max_size=len(chosen)))
        pairs.append((np.array([a for a, _ in chosen], int), np.array([b for _, b in chosen], int), np.array(p, np.float32)))
    return lengths, pairs


@settings(max_examples=60, deadline=None)
@given(graphs(), st.sampled_from([GraphRules(), REF, GraphRules(weighted=False), GraphRules(skip_edges=True)]))
def test_the_operator_is_symmetric_with_eigenvalues_within_one(graph: tuple, rules: GraphRules) -> None:  # type: ignore[type-arg]
    lengths, pairs = graph
    operator = build_operator(lengths, pairs, rules)
    s = operator.dense()
    np.testing.assert_array_equal(s, s.T)
    values = np.linalg.eigvalsh(s.astype(np.float64))
    assert values.min() >= -1 - 1e-5
    assert values.max() <= 1 + 1e-5
    for row in range(sum(lengths)):
        columns = operator.col[operator.crow[row] : operator.crow[row + 1]]
        assert (np.diff(columns) > 0).all()


@settings(max_examples=40, deadline=None)
@given(graphs(), st.sampled_from([GraphRules(), REF]))
def test_a_batch_is_block_diagonal_with_the_same_numbers(graph: tuple, rules: GraphRules) -> None:  # type: ignore[type-arg]
    lengths, pairs = graph
    whole = build_operator(lengths, pairs, rules).dense()
    start = 0
    for n, pair in zip(lengths, pairs, strict=True):
        np.testing.assert_array_equal(whole[start : start + n, start : start + n], build_operator([n], [pair], rules).dense())
        whole[start : start + n, start : start + n] = 0
        start += n
    assert not whole.any()


def test_an_isolated_base_keeps_itself_alone() -> None:
    s = build_operator([3, 1], [NO_PAIRS, NO_PAIRS]).dense()
    assert s[3].tolist() == [0, 0, 0, 1]
    without = build_operator([1], [NO_PAIRS], REF).dense()
    assert without.tolist() == [[0]]


def structure(sequence: str, left: list[int], right: list[int], p: list[float]) -> Structure:
    pairs = PairProbabilities(np.array(left, np.int32), np.array(right, np.int32), np.array(p, np.float32), len(sequence), 1e-4)
    return Structure(sequence, None, None, None, pairs, "test")


def test_packed_rnas_give_back_what_went_in() -> None:
    folded = [structure("GGGAAACCC", [0, 1], [8, 7], [0.5, 0.25]), Structure("ACGUN", None, None, None, None, "test")]
    packed = pack_structures(folded)
    assert len(packed) == 2
    assert packed.lengths().tolist() == [9, 5]
    assert packed.codes(1).tolist() == encode_bases("ACGUN").tolist()
    left, right, p = packed.pairs(0)
    assert (left.tolist(), right.tolist(), p.tolist()) == ([0, 1], [8, 7], [0.5, 0.25])
    assert [len(part) for part in packed.pairs(1)] == [0, 0, 0]
    assert len(pack_structures([])) == 0


def test_a_crop_keeps_the_pairs_that_lie_inside() -> None:
    packed = pack_structures([structure("A" * 4, [], [], []), structure("GGGAAACCC", [0, 1, 2], [8, 7, 6], [0.5, 0.25, 0.125])])
    codes, (left, right, p) = packed.crop(1, 1, 8)
    assert codes.tolist() == encode_bases("GGAAACC").tolist()
    assert (left.tolist(), right.tolist(), p.tolist()) == ([0, 1], [6, 5], [0.25, 0.125])


def test_positions_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputLimitError, match="65,536 nt"):
        pack_structures([Structure("A" * 65_536, None, None, None, None, "test")])
