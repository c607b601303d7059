"""What the guards around ViennaRNA do when it misbehaves, and how local structures are joined."""

import itertools

import pytest
import RNA
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.errors import FoldingError
from rbpviz.structure import vienna


class Broken:
    """A fold compound that answers as ViennaRNA does when it fails silently."""

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def mfe(self) -> object:
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer

    def pf(self) -> tuple[str, float]:
        return "", 100000.0

    def exp_params_rescale(self, energy: float) -> None:
        """Do nothing."""

    def probs_window(self, *_: object) -> int:
        return 1

    def mfe_window_cb(self, *_: object) -> float:
        return float("nan")


@pytest.mark.parametrize("answer", [("....", 100000.0), ("...", -1.0), ("....", float("nan")), TypeError("no"), MemoryError()])
def test_silent_failures_of_the_minimum_free_energy(answer: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RNA, "fold_compound", lambda *_: Broken(answer))
    with pytest.raises(FoldingError, match="ViennaRNA"):
        vienna.mfe_structure("GGGAAACC")


def test_silent_failures_of_the_other_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RNA, "fold_compound", lambda *_: Broken(None))
    with pytest.raises(FoldingError, match="overflowed"):
        vienna.global_pairs("GGGAAACC", -1.0, cutoff=1e-4, no_lonely_pairs=True)
    with pytest.raises(FoldingError, match="overflowed"):
        vienna.local_pairs("GGGAAACC", window=5, span=5, cutoff=1e-4, no_lonely_pairs=True)
    with pytest.raises(FoldingError, match="no local structure"):
        vienna.local_structure("GGGAAACC", 5)


@pytest.mark.parametrize("value", [float("nan"), 1.5, float("inf"), -0.5])
def test_probabilities_out_of_range_are_refused(value: float, monkeypatch: pytest.MonkeyPatch) -> None:
    class Odd(Broken):
        def probs_window(self, _size: int, _what: int, callback: object, data: object) -> int:
            for left in range(1, 9):
                row = (*[None] * (left + 1), *[value] * (8 - left))
                callback(row, 8, left, 8, 4096, data)  # type: ignore[operator]
            return 1

    monkeypatch.setattr(RNA, "fold_compound", lambda *_: Odd(None))
    if value < 0:
        pairs = vienna.local_pairs("GGGAAACC", window=8, span=8, cutoff=1e-4, no_lonely_pairs=True)
        assert len(pairs.left) == 0
        return
    with pytest.raises(FoldingError, match="outside 0 to 1"):
        vienna.local_pairs("GGGAAACC", window=8, span=8, cutoff=1e-4, no_lonely_pairs=True)


@pytest.mark.parametrize("rna", ["A", "GC", "GAC", "GAAC"])
def test_the_shortest_sequences_do_not_pair(rna: str) -> None:
    assert vienna.mfe_structure(rna) == vienna.local_structure(rna, 5) == ("." * len(rna), 0.0)
    assert len(vienna.local_pairs(rna, window=5, span=5, cutoff=1e-4, no_lonely_pairs=True).left) == 0
    assert len(vienna.global_pairs(rna, 0.0, cutoff=1e-4, no_lonely_pairs=True).left) == 0


hits = st.lists(st.tuples(st.integers(0, 12), st.integers(2, 8), st.floats(-9, 1), st.integers(0, 2)), max_size=7)


@given(hits)
def test_joined_hits_are_disjoint_and_lowest(drawn: list[tuple[int, int, float, int]]) -> None:
    found = [(start, "." * pad + "(" + "." * (size - 2) + ")" + "." * pad, energy) for start, size, energy, pad in drawn]
    structure, energy = vienna._best_disjoint(found, 30)
    assert len(structure) == 30
    assert structure.count("(") == structure.count(")")
    spans = [(start + pad, start + pad + size, value) for start, size, value, pad in drawn]
    best = 0.0
    for number in range(1, len(spans) + 1):
        for chosen in itertools.combinations(sorted(spans), number):
            if all(a[1] <= b[0] for a, b in itertools.pairwise(chosen)):
                best = min(best, sum(span[2] for span in chosen))
    assert energy == pytest.approx(best)
