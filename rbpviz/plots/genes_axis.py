"""Where bases of a gene are drawn: to scale, or with stretches without exons shortened. Shared by screen and paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rbpviz.errors import InvalidOptionError
from rbpviz.results.genes import GenePicture, TranscriptLane

Introns = Literal["scale", "short"]
MAX_LANES = 20
"""Most transcripts of one picture."""
_SHORT = 150
"""Room that a shortened stretch takes, in bases drawn to scale."""
_MAX_TICKS = 9


@dataclass(frozen=True, slots=True)
class GeneAxis:
    """A broken line from positions in the sequence to places in the picture.

    Parameters
    ----------
    positions, places : ndarray of float, shape (n,)
        Its corners, both rising.
    """

    positions: NDArray[np.float64]
    places: NDArray[np.float64]

    @property
    def end(self) -> float:
        """Place of the end of the sequence; its start is at 0."""
        return float(self.places[-1])

    def at(self, position: float) -> float:
        """Return the place of a 0-based boundary between bases."""
        return float(np.interp(position, self.positions, self.places))

    def ticks(self, starts: Sequence[int]) -> tuple[list[float], list[str]]:
        """Return places and labels (1-based) of ticks: round numbers on an axis to scale, the starts of exons on a shortened one."""
        length = int(self.positions[-1])
        if len(self.positions) == 2:
            step = _round_step(length)
            shown = [1, *range(step, length + 1, step)]
        else:
            wanted = sorted(set(starts))
            shown = [start + 1 for start in wanted[:: max(1, -(-len(wanted) // _MAX_TICKS))]]
        return [self.at(one - 0.5) for one in shown], [f"{one:,}" for one in shown]


def lanes_shown(picture: GenePicture, chosen: str = "") -> tuple[TranscriptLane, ...]:
    """Return at most `MAX_LANES` transcripts; the chosen one takes the last place where it would be left out."""
    shown = list(picture.lanes[:MAX_LANES])
    if chosen and all(lane.id != chosen for lane in shown):
        shown[-1:] = [lane for lane in picture.lanes if lane.id == chosen][:1]
    return tuple(shown)


def make_axis(length: int, lanes: Sequence[TranscriptLane], introns: Introns = "scale") -> GeneAxis:
    """Return the axis of a gene.

    Parameters
    ----------
    length : int
        Bases of the stored sequence, nt.
    lanes : sequence of TranscriptLane
        What is drawn; stretches without an exon of any of them are shortened.
    introns : {"scale", "short"}
        Whether all is to scale.
    """
    if introns not in ("scale", "short"):
        raise InvalidOptionError(f"Got introns={introns!r}; expected 'scale' or 'short'.")
    if introns == "scale":
        return GeneAxis(np.array([0.0, length]), np.array([0.0, length]))
    positions, places = [0.0], [0.0]
    for start, end in [*_merged(lanes), (length, length)]:
        gap = start - positions[-1]
        if gap > 0:
            places.append(places[-1] + min(gap, _SHORT))
            positions.append(float(start))
        if end > start:
            places.append(places[-1] + end - start)
            positions.append(float(end))
    return GeneAxis(np.array(positions), np.array(places))


def _merged(lanes: Sequence[TranscriptLane]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted({exon for lane in lanes for exon in lane.exons}):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _round_step(length: int) -> int:
    rough = max(length / 6, 1)
    power = 10 ** int(np.floor(np.log10(rough)))
    return int(next(step * power for step in (1, 2, 5, 10) if step * power >= rough))
