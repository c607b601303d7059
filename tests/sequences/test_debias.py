"""The borders of the viewpoint."""

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.errors import InvalidOptionError
from rbpviz.sequences.debias import debias_borders, infer_viewpoint
from rbpviz.types import Interval, RnaRecord


def test_the_viewpoint_between_complete_flanks() -> None:
    assert infer_viewpoint("A" * 336) == Interval(150, 186)
    assert infer_viewpoint("A" * 300) is None
    assert infer_viewpoint("ACGUA", flank=2) == Interval(2, 3)
    with pytest.raises(InvalidOptionError):
        infer_viewpoint("A", flank=-1)


def test_the_rule_to_the_letter() -> None:
    sequence = "A" * 20
    record = RnaRecord("x", sequence, Interval(8, 12))
    digest = int.from_bytes(hashlib.sha256(sequence.encode()).digest()[:8], "big")
    drawn = ["ACGU"[i] for i in np.random.default_rng([7, digest]).integers(0, 4, size=6)]
    expected = list(sequence)
    for position, letter in zip((6, 7, 8, 10, 11, 12), drawn, strict=True):
        expected[position] = letter
    assert debias_borders(record, seed=7).sequence == "".join(expected)


def test_letters_do_not_change_between_versions() -> None:
    record = RnaRecord("x", "ACGU" * 5, Interval(8, 12))
    assert debias_borders(record).sequence == "ACGUACCUACCAUCGUACGU"
    assert debias_borders(record, seed=3).sequence == "ACGUACCCCCUGUCGUACGU"
    assert debias_borders(RnaRecord("other id", "ACGU" * 5, Interval(8, 12))).sequence == "ACGUACCUACCAUCGUACGU"


def test_without_viewpoint_nothing_changes() -> None:
    assert debias_borders(RnaRecord("x", "ACGU")) == RnaRecord("x", "ACGU")
    with pytest.raises(InvalidOptionError):
        debias_borders(RnaRecord("x", "ACGU", Interval(1, 2)), seed=-1)


@given(st.text(alphabet="ACGU", min_size=1, max_size=40), st.data(), st.integers(0, 5))
def test_only_borders_change(sequence: str, data: st.DataObject, seed: int) -> None:
    start = data.draw(st.integers(0, len(sequence) - 1))
    end = data.draw(st.integers(start + 1, len(sequence)))
    record = RnaRecord("x", sequence, Interval(start, end))
    changed = debias_borders(record, seed=seed)
    borders = {start - 2, start - 1, start, end - 2, end - 1, end}
    assert len(changed) == len(record)
    assert changed.viewpoint == record.viewpoint
    assert {i for i, (a, b) in enumerate(zip(sequence, changed.sequence, strict=True)) if a != b} <= borders


def test_letters_at_the_borders_are_uniform() -> None:
    rng = np.random.default_rng(0)
    counts = np.zeros(4)
    for _ in range(400):
        record = RnaRecord("x", "".join("ACGU"[i] for i in rng.integers(0, 4, 60)), Interval(20, 40))
        changed = debias_borders(record).sequence
        for position in (18, 19, 20, 38, 39, 40):
            counts["ACGU".index(changed[position])] += 1
    assert (np.abs(counts / counts.sum() - 0.25) < 0.04).all()
