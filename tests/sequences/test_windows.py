"""Windows cover every base."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.errors import InvalidOptionError
from rbpviz.sequences.windows import cut_windows
from rbpviz.types import Interval


def test_the_last_window_ends_at_the_end() -> None:
    assert cut_windows(10, window=4, step=3) == [Interval(0, 4), Interval(3, 7), Interval(6, 10)]
    assert cut_windows(11, window=4, step=4) == [Interval(0, 4), Interval(4, 8), Interval(7, 11)]
    assert cut_windows(4, window=4, step=1) == cut_windows(4, window=400, step=20) == [Interval(0, 4)]


@given(st.integers(1, 500), st.integers(1, 120), st.data())
def test_every_base_is_covered_by_windows_of_one_length(length: int, window: int, data: st.DataObject) -> None:
    step = data.draw(st.integers(1, window))
    found = cut_windows(length, window=window, step=step)
    assert found == sorted(set(found))
    assert {len(interval) for interval in found} == {min(window, length)}
    assert set().union(*(range(interval.start, interval.end) for interval in found)) == set(range(length))
    assert all(b.start - a.start <= step for a, b in zip(found, found[1:], strict=False))


@pytest.mark.parametrize(("length", "window", "step"), [(0, 5, 1), (5, 0, 1), (5, 5, 0), (50, 5, 6)])
def test_numbers_that_would_leave_bases_out(length: int, window: int, step: int) -> None:
    with pytest.raises(InvalidOptionError):
        cut_windows(length, window=window, step=step)
