"""The measured region and its borders, where the cleavage preference of nucleases sits."""

import hashlib
from dataclasses import replace

import numpy as np

from rbpviz.errors import InvalidOptionError
from rbpviz.types import RNA_LETTERS, Interval, RnaRecord


def border_positions(viewpoint: Interval) -> tuple[int, ...]:
    """Return the six positions at a viewpoint's borders: with s its first and e its last index s-2, s-1, s, e-1, e, e+1.

    They may lie outside the sequence.
    """
    first, last = viewpoint.start, viewpoint.end - 1
    return (first - 2, first - 1, first, last - 1, last, last + 1)


def infer_viewpoint(sequence: str, flank: int = 150) -> Interval | None:
    """Return the viewpoint of a sequence with complete flanks, whose case was lost.

    Parameters
    ----------
    sequence : str
        Any letters.
    flank : int, default 150
        Length of each flank, nt.

    Returns
    -------
    Interval or None
        `[flank, length - flank)`, 0-based half-open; None where the flanks leave nothing between them.
    """
    if flank < 0:
        raise InvalidOptionError(f"Got a flank of {flank} nt; expected 0 or more.")
    return Interval(flank, len(sequence) - flank) if len(sequence) > 2 * flank else None


def debias_borders(record: RnaRecord, *, seed: int = 0) -> RnaRecord:
    """Replace the six bases at the viewpoint's borders by random ones.

    See `border_positions`; those outside the sequence are skipped.
    The letters depend on the seed and the sequence alone, not on the record's place in a file.

    Parameters
    ----------
    record : RnaRecord
        A record; returned unchanged where it has no viewpoint.
    seed : int, default 0
        Not negative.

    Returns
    -------
    RnaRecord
        The same record with its borders replaced.
    """
    if record.viewpoint is None:
        return record
    if seed < 0:
        raise InvalidOptionError(f"Got seed {seed}; expected 0 or more.")
    digest = int.from_bytes(hashlib.sha256(record.sequence.encode()).digest()[:8], "big")
    draws = np.random.default_rng([seed, digest]).integers(0, 4, size=6)
    letters = list(record.sequence)
    for position, draw in zip(border_positions(record.viewpoint), draws, strict=True):
        if 0 <= position < len(letters):
            letters[position] = RNA_LETTERS[draw]
    return replace(record, sequence="".join(letters))
