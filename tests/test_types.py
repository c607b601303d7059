"""Records, intervals, flags, and the family of errors."""

import inspect

import pytest

from rbpviz import errors
from rbpviz.errors import InvalidSequenceError, RbpvizError
from rbpviz.types import FLAG_MEANINGS, Flag, Interval, RnaRecord


def test_an_interval_is_half_open() -> None:
    interval = Interval(2, 5)
    assert len(interval) == 3
    assert [p for p in range(8) if p in interval] == [2, 3, 4]
    assert "2" not in interval
    assert sorted([Interval(3, 4), Interval(1, 9), Interval(1, 2)]) == [Interval(1, 2), Interval(1, 9), Interval(3, 4)]


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 3)])
def test_an_interval_holds_something(start: int, end: int) -> None:
    with pytest.raises(InvalidSequenceError, match=f"{start}-{end}; expected 0 <= start < end"):
        Interval(start, end)


@pytest.mark.parametrize(
    ("sequence", "said"), [("", "is empty"), ("ACGT", "'T' at position 4"), ("acgu", "'a' at position 1"), ("A CG", "' '")]
)
def test_a_record_holds_normalised_letters_only(sequence: str, said: str) -> None:
    with pytest.raises(InvalidSequenceError, match=said) as caught:
        RnaRecord("r1", sequence)
    assert caught.value.record_id == "r1"


def test_a_viewpoint_lies_inside_its_record() -> None:
    assert RnaRecord("r", "ACGU", Interval(0, 4)).viewpoint == Interval(0, 4)
    with pytest.raises(InvalidSequenceError, match="ends at 5 but only 4 bases"):
        RnaRecord("r", "ACGU", Interval(0, 5))


def test_flags_are_kept_once_and_in_order() -> None:
    record = RnaRecord("r", "ACGU").with_flags(Flag.AMBIGUOUS).with_flags(Flag.RENAMED, Flag.AMBIGUOUS)
    assert record.flags == (Flag.AMBIGUOUS, Flag.RENAMED)
    assert ",".join(record.flags) == "ambiguous,renamed"


def test_every_flag_has_a_meaning() -> None:
    assert set(FLAG_MEANINGS) == set(Flag)
    assert all(meaning.strip() for meaning in FLAG_MEANINGS.values())


def test_every_error_belongs_to_the_family() -> None:
    found = [e for _, e in inspect.getmembers(errors, inspect.isclass) if issubclass(e, Exception) and not issubclass(e, Warning)]
    assert len(found) > 8
    assert all(issubclass(e, RbpvizError) for e in found)
