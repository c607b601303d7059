"""CLIP peaks (BED, narrowPeak) around the exons of an experiment, on the axis and with the sign of RNA maps (section 9b.8)."""

import gzip
import io
import zlib
from dataclasses import dataclass

import numpy as np

from rbpviz.errors import DataSetError, InputLimitError, InvalidOptionError
from rbpviz.interpret.splicing_events import plain_chromosome
from rbpviz.results.clip_maps import ClipMap, EventSet
from rbpviz.results.rna_maps import OFFSETS, RADIUS
from rbpviz.sequences.alphabet import decode_text

MAX_BYTES = 500_000_000
"""Largest unpacked file of peaks."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """Which exons count as changed; the defaults are those of the rnamaps pipeline.

    Parameters
    ----------
    change : float, default 0.05
        Smallest change of inclusion.
    fdr : float, default 0.1
        Largest false discovery rate, where the table has one.
    """

    change: float = 0.05
    fdr: float = 0.1

    def __post_init__(self) -> None:
        if not 0 < self.change < 1 or not 0 < self.fdr <= 1:
            raise InvalidOptionError(f"Got a change of {self.change} and an FDR of {self.fdr}; expected 0 < change < 1 and 0 < FDR <= 1.")


@dataclass(frozen=True, slots=True)
class Peaks:
    """Peaks merged by chromosome and strand.

    Parameters
    ----------
    intervals : dict of (str, str) to ndarray of int64, shape (n, 2)
        Disjoint, ascending, 0-based half-open; strand `.` where the file has none.
    count : int
        Peaks in the file.
    """

    intervals: dict[tuple[str, str], np.ndarray]
    count: int


def read_peaks(content: bytes, *, name: str = "") -> Peaks:
    """Return the peaks of a BED or narrowPeak file, plain or gzip; scores are not looked at.

    Raises
    ------
    DataSetError
        If it is no BED file or has no peak; the message names the line.
    """
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for number, line in enumerate(decode_text(_unpacked(content, name)).splitlines(), start=1):
        if not line.strip() or line.startswith(("#", "track", "browser")):
            continue
        cells = line.split("\t") if "\t" in line else line.split()
        try:
            start, end = int(cells[1]), int(cells[2])
        except (IndexError, ValueError) as error:
            raise DataSetError(f"Got {line[:60]!r} in line {number} of {name!r}; expected BED: chromosome, start, end.") from error
        if not 0 <= start < end:
            raise DataSetError(f"Got a peak from {start} to {end} in line {number} of {name!r}; expected 0 <= start < end (0-based).")
        strand = cells[5] if len(cells) > 5 and cells[5] in ("+", "-") else "."
        found.setdefault((plain_chromosome(cells[0]), strand), []).append((start, end))
    if not found:
        raise DataSetError(f"Got no peak in {name!r}; expected a BED or narrowPeak file.")
    return Peaks({key: _merged(np.array(sorted(own), dtype=np.int64)) for key, own in found.items()}, sum(map(len, found.values())))


def _unpacked(content: bytes, name: str) -> bytes:
    if content[:2] != b"\x1f\x8b":
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            text = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DataSetError(f"Got {name!r}, which cannot be unpacked ({error}); expected a BED file, plain or gzip.") from error
    if len(text) > MAX_BYTES:
        raise InputLimitError(f"Got {name!r} of more than {MAX_BYTES:,} bytes when unpacked; expected a file of peaks.")
    return text


def _merged(intervals: np.ndarray) -> np.ndarray:
    reach = np.maximum.accumulate(intervals[:, 1])
    first = np.concatenate([[True], intervals[1:, 0] > reach[:-1]])
    last = np.concatenate([np.flatnonzero(first)[1:] - 1, [len(intervals) - 1]])
    return np.stack([intervals[first, 0], reach[last]], axis=1)


def map_peaks(events: EventSet, peaks: Peaks, cuts: Cuts = Cuts()) -> ClipMap:
    """Return where peaks lie around exons that a knock-down excludes, includes or leaves unchanged.

    Parameters
    ----------
    events : EventSet
        Exons; `change` is knock-down less control.
    peaks : Peaks
        Binding sites of the protein; a peak with a strand counts on that strand only.
    cuts : Cuts
        Which exons count as changed; unchanged are those of a smaller change.

    Returns
    -------
    ClipMap
    """
    covered = np.stack([_covered(events, place, peaks) for place in (events.acceptor, events.donor)])
    sure = np.isnan(events.fdr) | (events.fdr <= cuts.fdr)
    classes = (sure & (events.change <= -cuts.change), sure & (events.change >= cuts.change), np.abs(events.change) < cuts.change)
    shares = [covered[:, own].mean(axis=1) if own.any() else np.zeros((2, len(OFFSETS))) for own in classes]
    excluded, included, unchanged = (int(own.sum()) for own in classes)
    near = int(covered.any(axis=(0, 2)).sum())
    return ClipMap(shares[0], shares[1], shares[2], (excluded, included, unchanged), peaks.count, near)


def _covered(events: EventSet, place: np.ndarray, peaks: Peaks) -> np.ndarray:
    """Return whether each offset from a site lies in a peak, bool, shape (n, 201)."""
    found = np.zeros((len(place), 2 * RADIUS + 1), dtype=bool)
    positions = place[:, None] + np.where(events.forward, 1, -1)[:, None] * OFFSETS
    names = np.array(events.chromosome)
    for (chromosome, strand), intervals in peaks.intervals.items():
        rows = np.flatnonzero((names == chromosome) & ((strand == ".") | (events.forward == (strand == "+"))))
        if len(rows):
            asked = positions[rows]
            at = np.searchsorted(intervals[:, 0], asked, side="right") - 1
            found[rows] |= (at >= 0) & (asked < intervals[np.maximum(at, 0), 1])
    return found
