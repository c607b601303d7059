"""How long RNAs are cut for a model, and which flags a record's length earns it."""

from dataclasses import dataclass

from rbpviz.results.cards import ModelCard
from rbpviz.sequences.windows import cut_windows
from rbpviz.types import Flag, Interval

SCAN_WINDOW = 375
SCAN_STEP = 50


@dataclass(frozen=True, slots=True)
class WindowPlan:
    """The windows of one record (0-based half-open) and the flags of its length."""

    intervals: tuple[Interval, ...]
    flags: tuple[Flag, ...]


def plan_windows(card: ModelCard, length: int, *, window: int | None = None, step: int | None = None) -> WindowPlan:
    """Return what to score of a record.

    A record up to the window length (the longest RNA the model was trained on or takes at once, unless `window` says otherwise) is scored
    whole.

    Parameters
    ----------
    card : ModelCard
        The model's card; its length quantiles decide the flags.
    length : int
        Length of the record, nt.
    window, step : int, optional
        Length and distance of windows, nt; by default the distance is `SCAN_STEP`, or the window where that is shorter.

    Returns
    -------
    WindowPlan
    """
    trained = card.data.length
    size = window or _longest(card)
    flags: list[Flag] = []
    if length < trained["p01"]:
        flags.append(Flag.SHORT_CONTEXT)
    if length <= size:
        if length > trained["max"]:
            flags.append(Flag.OUT_OF_RANGE)
        return WindowPlan((Interval(0, length),), tuple(flags))
    return WindowPlan(tuple(cut_windows(length, window=size, step=step or min(SCAN_STEP, size))), (*flags, Flag.WINDOWED))


def _longest(card: ModelCard) -> int:
    """Return the longest RNA in nt that is scored whole: no longer than those of the training, nor than the network's fixed width."""
    width = int(card.options.get("width", 0)) if card.options.get("readout") in ("flatten", "last") else 0
    return min(card.data.length["max"], width or card.data.length["max"])
