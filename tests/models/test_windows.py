"""Which windows and flags a record gets."""

from dataclasses import replace

import pytest

from rbpviz.errors import InvalidOptionError
from rbpviz.models.windows import SCAN_STEP, plan_windows
from rbpviz.types import Flag, Interval
from tests.models.samples import FLAT, POOLED, small_card

CARD = small_card(POOLED)
"""Trained on 8 to 96 nt, one in a hundred shorter than 20."""


@pytest.mark.parametrize(("length", "flags"), [(19, (Flag.SHORT_CONTEXT,)), (20, ()), (96, ())])
def test_a_record_up_to_the_longest_training_rna_is_scored_whole(length: int, flags: tuple[Flag, ...]) -> None:
    plan = plan_windows(CARD, length)
    assert plan.intervals == (Interval(0, length),)
    assert plan.flags == flags


def test_a_longer_record_is_cut() -> None:
    plan = plan_windows(CARD, 200)
    assert plan.intervals == (Interval(0, 96), Interval(SCAN_STEP, 146), Interval(100, 196), Interval(104, 200))
    assert plan.flags == (Flag.WINDOWED,)


def test_a_window_of_the_users_own() -> None:
    plan = plan_windows(CARD, 50, window=30, step=15)
    assert plan.intervals == (Interval(0, 30), Interval(15, 45), Interval(20, 50))
    assert plan_windows(CARD, 150, window=150).flags == (Flag.OUT_OF_RANGE,)


def test_a_short_window_needs_no_step() -> None:
    assert [w.start for w in plan_windows(CARD, 70, window=30).intervals] == [0, 30, 40]
    with pytest.raises(InvalidOptionError, match="Got step 31"):
        plan_windows(CARD, 70, window=30, step=31)


def test_no_window_is_longer_than_a_fixed_width() -> None:
    """A flat network trained on longer RNAs cut them, so it must cut them when it scores too."""
    card = small_card(replace(FLAT, width=60))
    assert [len(w) for w in plan_windows(card, 96).intervals] == [60, 60]
    assert len(plan_windows(card, 60).intervals) == 1
