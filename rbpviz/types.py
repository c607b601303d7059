"""Foundation types: records, intervals, flags and the progress callback.

Positions are 0-based half-open everywhere. What a model computes lives in `results`, not here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from rbpviz.errors import InvalidSequenceError

RNA_LETTERS = "ACGU"
ALPHABET = "ACGUN"
N_CODE = 4
"""Code of N, and of what lies outside a transcript; A, C, G, U are 0 to 3."""
NO_SITE, ACCEPTOR, DONOR = 0, 1, 2
"""Class of a base: acceptor is the first base of an exon, donor the last."""
_FOREIGN_LETTER = re.compile(f"[^{ALPHABET}]")

Progress = Callable[[int, int | None, str], None]
"""`progress(done, total, message)`; total is None while unknown. It may raise `CancelledError`."""


def ignore_progress(done: int, total: int | None, message: str) -> None:
    """Take a progress report and do nothing with it."""


class Flag(StrEnum):
    """Something a reader of a result must know about its record."""

    AMBIGUOUS = "ambiguous"
    RENAMED = "renamed"
    CASE_IGNORED = "case_ignored"
    SHORT_CONTEXT = "short_context"
    OUT_OF_RANGE = "out_of_range"
    WINDOWED = "windowed"
    FOLDED_LOCALLY = "folded_locally"


FLAG_MEANINGS: dict[Flag, str] = {
    Flag.AMBIGUOUS: "has letters other than A, C, G, U (T); they are read as N",
    Flag.RENAMED: "had the id of an earlier record; a number was added to it",
    Flag.CASE_IGNORED: "mixes upper and lower case in more than one stretch; case is ignored, no viewpoint is taken",
    Flag.SHORT_CONTEXT: "is shorter than nearly all sequences the model was trained on; read its score with care",
    Flag.OUT_OF_RANGE: "is longer than the sequences the model was trained on",
    Flag.WINDOWED: "is longer than the model's window and was scored in windows",
    Flag.FOLDED_LOCALLY: "is too long for a global fold; its structure comes from the local algorithm",
}


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A half-open interval of 0-based positions.

    Parameters
    ----------
    start, end : int
        First position and the position after the last; `0 <= start < end`.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise InvalidSequenceError(f"Got the interval {self.start}-{self.end}; expected 0 <= start < end (0-based, half-open).")

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, position: object) -> bool:
        return isinstance(position, int) and self.start <= position < self.end


@dataclass(frozen=True, slots=True)
class RnaRecord:
    """One RNA sequence, normalised.

    Parameters
    ----------
    id : str
        First word of the FASTA header or a given name. Untrusted text: escape it before it becomes HTML, a path or a formula.
    sequence : str
        Upper-case letters of `ACGUN`, at least one.
    viewpoint : Interval, optional
        The measured region (upper case inside lower-case flanks in GraphProt files), 0-based half-open.
    description : str, default ""
        Rest of the header.
    flags : tuple of Flag, default ()
        What happened to the record on reading.
    """

    id: str
    sequence: str
    viewpoint: Interval | None = None
    description: str = ""
    flags: tuple[Flag, ...] = ()

    def __post_init__(self) -> None:
        if not self.sequence:
            raise InvalidSequenceError(f"Record {self.id!r} is empty; expected at least one base.", record_id=self.id)
        foreign = _FOREIGN_LETTER.search(self.sequence)
        if foreign is not None:
            raise InvalidSequenceError(
                f"Record {self.id!r} has {foreign.group()!r} at position {foreign.start() + 1}; expected A, C, G, U (or T) or N.",
                record_id=self.id,
            )
        if self.viewpoint is not None and self.viewpoint.end > len(self.sequence):
            raise InvalidSequenceError(
                f"Record {self.id!r} has a viewpoint that ends at {self.viewpoint.end} but only {len(self.sequence)} bases.",
                record_id=self.id,
            )

    def __len__(self) -> int:
        return len(self.sequence)

    def with_flags(self, *flags: Flag) -> "RnaRecord":
        """Return the record with further flags, each kept once."""
        return replace(self, flags=tuple(dict.fromkeys((*self.flags, *flags))))


@dataclass(frozen=True, slots=True)
class RejectedRecord:
    """A record that could not be read, with the reason.

    Parameters
    ----------
    id : str
        Id as read (untrusted text); empty where there was none.
    ordinal : int
        Place of the record in its source, counted from 1.
    reason : str
        One sentence.
    """

    id: str
    ordinal: int
    reason: str
