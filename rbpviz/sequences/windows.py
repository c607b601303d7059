"""Windows over a sequence that is longer than a model reads at once."""

from rbpviz.errors import InvalidOptionError
from rbpviz.types import Interval


def cut_windows(length: int, *, window: int, step: int) -> list[Interval]:
    """Cover a sequence with windows.

    Parameters
    ----------
    length : int
        Length of the sequence, nt, at least 1.
    window : int
        Length of a window, nt, at least 1.
    step : int
        Distance between starts, nt, from 1 to `window` so that no base is left out.

    Returns
    -------
    list of Interval
        0-based half-open, by start; the last one ends at the end. One interval where the sequence fits into a window.

    Raises
    ------
    InvalidOptionError
        For numbers outside these ranges.
    """
    if length < 1 or window < 1:
        raise InvalidOptionError(f"Got length {length} and window {window}; expected at least 1 nt each.")
    if not 1 <= step <= window:
        raise InvalidOptionError(f"Got step {step} with window {window}; expected 1 to the window, so that no base is left out.")
    if length <= window:
        return [Interval(0, length)]
    last = length - window
    starts = [*range(0, last, step), last]
    return [Interval(start, start + window) for start in starts]
