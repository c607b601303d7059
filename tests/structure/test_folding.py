"""Folds of one sequence: the specification's vectors, what every fold keeps, and the input that ViennaRNA cannot take."""

import numpy as np
import pytest
import RNA
from hypothesis import given, settings
from hypothesis import strategies as st

from rbpviz import config
from rbpviz.errors import FoldingError, InvalidOptionError
from rbpviz.structure.elements import pair_table
from rbpviz.structure.folding import FoldOptions, estimate_seconds, fold, method_text
from rbpviz.types import Flag
from tests.structure.samples import check_sequence, random_sequences, same

VECTORS = (
    ("GGGGAAAACCCC", "((((....))))", -5.4, "SSSSHHHHSSSS"),
    ("AAGGGCAGGCGAAAGCCACCCAA", "..(((..(((....))).)))..", -9.2, "EESSSIISSSHHHHSSSISSSEE"),
    ("GGCUAGUUUUCUAGCCAAAGGCUAGUUUUCUAGCC", "((((((....))))))...((((((....))))))", -18.3, "SSSSSSHHHHSSSSSSEEESSSSSSHHHHSSSSSS"),
    (
        "GCGGAUUUAGCUCAGUUGGGAGAGCGCCAGACUGAAGAUCUGGAGGUCCUGUGUUCGAUCCACAGAAUUCGCACCA",
        "(((((((..((((........)))).(((((.......))))).....(((((.......))))))))))))....",
        -22.4,
        "SSSSSSSMMSSSSHHHHHHHHSSSSMSSSSSHHHHHHHSSSSSMMMMMSSSSSHHHHHHHSSSSSSSSSSSSEEEE",
    ),
)
GLOBAL = FoldOptions(probabilities="global")
STRUCTURE = FoldOptions(probabilities="none")


@pytest.mark.parametrize(("sequence", "dot_bracket", "energy", "elements"), VECTORS)
def test_minimum_free_energy_vectors(sequence: str, dot_bracket: str, energy: float, elements: str) -> None:
    found = fold(sequence, STRUCTURE)
    assert (found.dot_bracket, found.energy, found.elements) == (dot_bracket, energy, elements)
    assert (found.pairs, found.flags, found.method) == (None, (), "MFE")


def test_pair_probabilities_of_the_small_hairpin() -> None:
    pairs = fold("GGGGAAAACCCC").pairs
    assert pairs is not None
    assert len(pairs.left) == 12
    dense = pairs.dense()
    for (left, right), p in {(3, 10): 0.871, (2, 11): 0.871, (4, 9): 0.860, (1, 12): 0.851, (2, 10): 0.121, (3, 9): 0.121}.items():
        assert dense[left - 1, right - 1] == pytest.approx(p, abs=6e-4)


@pytest.mark.parametrize(("lonely", "number", "total"), [(False, 1355, 65.80), (True, 1736, 63.50)])
def test_windowed_probabilities_of_the_check_sequence(lonely: bool, number: int, total: float) -> None:
    sequence = check_sequence()
    assert sequence.startswith("GGCUUUGUAGCU")
    pairs = fold(sequence, FoldOptions(mfe=False, no_lonely_pairs=not lonely)).pairs
    assert pairs is not None
    assert len(pairs.left) == number
    assert float(pairs.probability.sum()) == pytest.approx(total, abs=0.01)
    best = int(pairs.probability.argmax())
    assert (pairs.left[best], pairs.right[best]) == (153, 167)
    assert pairs.probability[best] == pytest.approx(0.9995, abs=1e-4)


def test_case_and_t_change_nothing() -> None:
    sequence = check_sequence()
    assert same(fold(sequence), fold(sequence.lower().replace("u", "t")))


def test_local_equals_global_where_the_window_holds_everything() -> None:
    (sequence,) = random_sequences(1, 140, seed=3)
    local, whole = fold(sequence).pairs, fold(sequence, GLOBAL).pairs
    assert local is not None
    assert whole is not None
    assert np.abs(local.dense() - whole.dense()).max() < 1e-3


def test_windowed_probabilities_are_those_of_plfold() -> None:
    (sequence,) = random_sequences(1, 300, seed=4)
    pairs = fold(sequence, FoldOptions(no_lonely_pairs=False)).pairs
    assert pairs is not None
    expected = {(p.i - 1, p.j - 1): p.p for p in RNA.pfl_fold(sequence, 150, 150, 1e-4)}
    assert list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)) == sorted(expected)
    for left, right, p in zip(pairs.left.tolist(), pairs.right.tolist(), pairs.probability.tolist(), strict=True):
        assert p == pytest.approx(expected[left, right], rel=1e-3, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="ACGUN", min_size=1, max_size=80), st.sampled_from([FoldOptions(), GLOBAL, FoldOptions(window=20, max_span=15)]))
def test_what_every_fold_keeps(sequence: str, options: FoldOptions) -> None:
    found = fold(sequence, options)
    assert found.dot_bracket is not None
    assert found.energy is not None
    assert found.pairs is not None
    assert len(found.dot_bracket) == len(found.elements or "") == found.pairs.length == len(sequence)
    assert -100 < found.energy <= 0
    pairs = found.pairs
    assert (pairs.left < pairs.right).all()
    assert (np.lexsort((pairs.right, pairs.left)) == np.arange(len(pairs.left))).all()
    assert (pairs.left.dtype, pairs.right.dtype, pairs.probability.dtype) == (np.int32, np.int32, np.float32)
    assert ((pairs.probability > 0.99e-4) & (pairs.probability <= 1)).all()
    assert (pairs.probability == pairs.probability.astype(np.float16)).all()
    allowed = {"AU", "UA", "GC", "CG", "GU", "UG"}
    assert {sequence[i] + sequence[j] for i, j in zip(pairs.left, pairs.right, strict=True)} <= allowed
    assert {sequence[i] + sequence[j] for i, j in enumerate(pair_table(found.dot_bracket)) if j >= 0} <= allowed
    if options.max_span == 15:
        assert (pairs.right - pairs.left < 15).all()


def test_n_pairs_with_nothing() -> None:
    assert fold("GGGGNAAAANCCCC").dot_bracket == "((((......))))"
    found = fold("N" * 400)
    assert found.dot_bracket == "." * 400
    assert found.elements == "E" * 400
    assert found.pairs is not None
    assert len(found.pairs.left) == 0


def test_beyond_the_global_length_the_fold_is_local_and_says_so() -> None:
    (sequence,) = random_sequences(1, 500, seed=5)
    for probabilities in ("local", "global"):
        found = fold(sequence, FoldOptions(max_global_length=499, probabilities=probabilities))
        assert found.flags == (Flag.FOLDED_LOCALLY,)
        assert "no global fold" in found.method
        assert "windows of 150 nt" in found.method
        assert found.dot_bracket is not None
        assert found.energy == pytest.approx(RNA.fold_compound(sequence).eval_structure(found.dot_bracket), abs=0.011)
        assert all(abs(i - j) < 150 for i, j in enumerate(pair_table(found.dot_bracket)) if j >= 0)
    best = fold(sequence, STRUCTURE)
    assert best.energy is not None
    assert best.energy <= found.energy < 0.8 * best.energy
    assert fold(sequence, FoldOptions(max_global_length=499, mfe=False)).flags == ()


def test_a_sequence_too_long_for_viennarna_as_a_whole() -> None:
    with pytest.raises(TypeError):  # what a bare call does
        RNA.fold_compound("A" * 36_000).mfe()
    found = fold("A" * 17_990 + "GGGGGCCAAAAAAGGCCCCC" + "A" * 17_990, STRUCTURE)
    assert found.dot_bracket is not None
    assert found.dot_bracket.strip(".") == "(((((((......)))))))"
    assert Flag.FOLDED_LOCALLY in found.flags


@pytest.mark.parametrize(
    ("sequence", "words"),
    [
        ("", "empty"),
        (None, "NoneType"),
        (b"ACGU", "bytes"),
        ("ACX", "'X' at position 3"),
        ("AC*", "'\\*' at position 3"),
        ("AC1", "'1' at position 3"),
        ("(((...)))", "'\\(' at position 1"),
        ("AC\0G", "position 3"),
        ("A" * (config.MAX_RECORD_LENGTH + 1), "100,001 nt"),
    ],
)
def test_what_viennarna_must_never_see(sequence: object, words: str) -> None:
    with pytest.raises(FoldingError, match=words):
        fold(sequence)  # type: ignore[arg-type]


def test_an_overflow_is_an_error_and_not_an_answer() -> None:
    hairpin = "G" * 240 + "AAAA" + "C" * 240
    with pytest.raises(FoldingError, match="overflowed"):
        fold(hairpin, FoldOptions(mfe=False, window=484, max_span=484))
    whole = fold(hairpin, GLOBAL).pairs
    assert whole is not None
    assert whole.dense()[0, 483] > 0.5
    assert len(fold(hairpin).pairs.left) > 0  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "options",
    [
        {"probabilities": "both"},
        {"mfe": False, "probabilities": "none"},
        {"window": 100},
        {"max_span": 4},
        {"window": 5000, "max_span": 150},
        {"cutoff": 0.0},
        {"cutoff": 1.0},
        {"cutoff": float("nan")},
        {"max_global_length": 0},
        {"max_global_length": 40_000},
    ],
)
def test_options_out_of_range(options: dict[str, object]) -> None:
    with pytest.raises(InvalidOptionError, match="expected"):
        FoldOptions(**options)  # type: ignore[arg-type]


def test_methods_are_told_apart() -> None:
    assert method_text(400, FoldOptions()) == "MFE; pair probabilities in windows of 150 nt"
    assert method_text(100, FoldOptions()) == "MFE; pair probabilities in windows of 100 nt"
    assert method_text(400, FoldOptions(max_span=60)) == "MFE; pair probabilities in windows of 150 nt, pairs within 60 nt"
    assert method_text(400, FoldOptions(mfe=False, probabilities="global", no_lonely_pairs=False)) == (
        "pair probabilities of the whole sequence, lonely pairs allowed"
    )


def test_estimates_grow_with_length_and_work() -> None:
    for options in (FoldOptions(), GLOBAL, STRUCTURE):
        times = [estimate_seconds(length, options) for length in (1, 50, 101, 375, 1000, 3000)]
        assert times == sorted(times)
        assert times[0] > 0
    assert 0.05 < estimate_seconds(336) < 0.5
    assert estimate_seconds(1000, GLOBAL) > estimate_seconds(1000) > estimate_seconds(1000, STRUCTURE)
    assert estimate_seconds(100_000) < 120
    with pytest.raises(InvalidOptionError):
        estimate_seconds(0)
