"""What can be changed in a landscape, and the landscape before and after: which splice sites and motif sites differ.

Positions are 0-based in the pre-mRNA. A short text stands for each edit in links and on the command line: `124:QKI` (one site knocked
out), `QKI` (knocked down everywhere), `10-30` (masked), `12C>U` (a base changed), each after its kind.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from rbpviz.errors import InvalidOptionError
from rbpviz.results.landscapes import Landscape, SiteKind

MAX_EDITS = 60
"""Most edits of one landscape."""
MAX_MASK = 200
"""Longest masked span, nt; antisense oligonucleotides have 15 to 30."""
KINDS = ("ko", "kd", "mask", "sub")
_RBP = re.compile(r"[A-Za-z0-9_.-]{1,40}")
_SPAN = re.compile(r"(\d{1,8})-(\d{1,8})")
_CHANGE = re.compile(r"(\d{1,8})([ACGTU])>([ACGTU])", re.I)


@dataclass(frozen=True, slots=True, order=True)
class KnockOut:
    """One motif site removed, in every model that has it.

    Parameters
    ----------
    position : int
        Base that the motif is attributed to.
    rbp : str
        Protein.
    """

    position: int
    rbp: str


@dataclass(frozen=True, slots=True, order=True)
class KnockDown:
    """All sites of a protein removed, wherever the models read."""

    rbp: str


@dataclass(frozen=True, slots=True, order=True)
class Mask:
    """A span hidden as by an antisense oligonucleotide, 0-based half-open.

    Parameters
    ----------
    start, end : int
        Ends in the pre-mRNA.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= self.start + MAX_MASK:
            raise InvalidOptionError(f"Got the masked span {self.start}-{self.end}; expected 1 to {MAX_MASK} nt, start first.")


@dataclass(frozen=True, slots=True, order=True)
class Substitution:
    """A base exchanged for another.

    Parameters
    ----------
    position : int
        Which base.
    old, new : str
        `A`, `C`, `G` or `U`; the old one is checked.
    """

    position: int
    old: str
    new: str

    def __post_init__(self) -> None:
        if self.old == self.new or not {self.old, self.new} <= set("ACGU"):
            raise InvalidOptionError(f"Got the change {self.old}>{self.new}; expected two different bases of A, C, G and U.")


Edit = KnockOut | KnockDown | Mask | Substitution


def parse_edit(kind: str, text: str, *, first: int = 0) -> Edit:
    """Return the edit of a kind that a short text stands for.

    Parameters
    ----------
    kind : {"ko", "kd", "mask", "sub"}
        Knock-out, knock-down, masked span, changed base.
    text : str
        See the top of this module.
    first : {0, 1}
        Number of the first base in the text; spans are half-open when it is 0 and inclusive when it is 1.

    Returns
    -------
    Edit

    Raises
    ------
    InvalidOptionError
        If the text cannot be read.
    """
    text = text.strip()
    if kind == "ko":
        place, _, rbp = text.partition(":")
        if place.isascii() and place.isdecimal() and len(place) < 9 and int(place) >= first and _RBP.fullmatch(rbp):
            return KnockOut(int(place) - first, rbp)
    elif kind == "kd" and _RBP.fullmatch(text):
        return KnockDown(text)
    elif kind == "mask" and (span := _SPAN.fullmatch(text)) and int(span[1]) >= first:
        return Mask(int(span[1]) - first, int(span[2]))
    elif kind == "sub" and (change := _CHANGE.fullmatch(text)) and int(change[1]) >= first:
        return Substitution(int(change[1]) - first, *(base.upper().replace("T", "U") for base in (change[2], change[3])))
    expected = {"ko": "POSITION:RBP, such as 124:QKI", "kd": "an RBP, such as QKI", "mask": "A-B, such as 10-30", "sub": "such as 12C>U"}
    raise InvalidOptionError(f"Got the edit {text[:60]!r}; expected {expected.get(kind, 'one of ' + ', '.join(KINDS))}.")


def edit_text(edit: Edit, *, first: int = 0) -> tuple[str, str]:
    """Return kind and short text of an edit, which `parse_edit` reads."""
    if isinstance(edit, KnockOut):
        return "ko", f"{edit.position + first}:{edit.rbp}"
    if isinstance(edit, KnockDown):
        return "kd", edit.rbp
    if isinstance(edit, Mask):
        return "mask", f"{edit.start + first}-{edit.end}"
    return "sub", f"{edit.position + first}{edit.old}>{edit.new}"


def edit_words(edit: Edit) -> str:
    """Return an edit in words for people; positions are 1-based and inclusive."""
    if isinstance(edit, KnockOut):
        return f"{edit.rbp} at {edit.position + 1} knocked out"
    if isinstance(edit, KnockDown):
        return f"{edit.rbp} knocked down everywhere"
    if isinstance(edit, Mask):
        return f"{edit.start + 1}-{edit.end} masked"
    return f"{edit.old} at {edit.position + 1} changed to {edit.new}"


def pack_edits(edits: Iterable[Edit]) -> str:
    """Return edits as one text for an address, positions 1-based and inclusive: `ko:124:QKI,mask:10-30`."""
    return ",".join(":".join(edit_text(edit, first=1)) for edit in edits)


def unpack_edits(text: str) -> tuple[Edit, ...]:
    """Return the edits of an address; parts that cannot be read raise `InvalidOptionError`."""
    parts = [part for part in text.split(",") if part][: MAX_EDITS + 1]
    if len(parts) > MAX_EDITS:
        raise InvalidOptionError(f"Got more than {MAX_EDITS} edits; expected at most {MAX_EDITS}.")
    return tuple(parse_edit(*part.partition(":")[::2], first=1) for part in parts)


@dataclass(frozen=True, slots=True)
class SiteChange:
    """One splice site before and after.

    Parameters
    ----------
    model : str
        Model id.
    position : int
        See `SpliceSite`.
    kind : {"acceptor", "donor"}
        Which end of an exon.
    before, after : float
        ln p.
    called_before, called_after : bool
        Whether the model calls it.
    annotated : bool
        Whether the transcript has this site.
    """

    model: str
    position: int
    kind: SiteKind
    before: float
    after: float
    called_before: bool
    called_after: bool
    annotated: bool

    @property
    def change(self) -> float:
        """Log-probability after less that before: above 0 the edits help the site."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class MotifChange:
    """One motif site that was lost, gained, or changed its strength.

    Parameters
    ----------
    model : str
        Model id.
    position : int
        Base that the motif is attributed to.
    rbp : str
        Protein.
    before, after : float
        Activation; 0 where there is no site.
    """

    model: str
    position: int
    rbp: str
    before: float
    after: float

    @property
    def status(self) -> str:
        """`lost`, `gained` or `changed`."""
        return "gained" if self.before == 0 else "lost" if self.after == 0 else "changed"


@dataclass(frozen=True, slots=True)
class LandscapeChange:
    """A landscape before and after some edits.

    Parameters
    ----------
    before, after : Landscape
        Both, of the same region and models.
    edits : tuple of Edit
        What was changed.
    sites : tuple of SiteChange
        Every splice site that is listed in one of the two landscapes, by model and position.
    motifs : tuple of MotifChange
        Motif sites that differ.
    """

    before: Landscape
    after: Landscape
    edits: tuple[Edit, ...]
    sites: tuple[SiteChange, ...]
    motifs: tuple[MotifChange, ...]

    def sites_frame(self) -> pd.DataFrame:
        """Return a row a model and splice site, the largest change first; positions are 0-based, changes natural logarithms."""
        columns = ["model", "position", "kind", "ln_p_before", "ln_p_after", "change", "called_before", "called_after", "annotated"]
        ordered = sorted(self.sites, key=lambda s: -abs(s.change))
        rows = [(s.model, s.position, s.kind, s.before, s.after, s.change, s.called_before, s.called_after, s.annotated) for s in ordered]
        return pd.DataFrame(rows, columns=columns)

    def motifs_frame(self) -> pd.DataFrame:
        """Return a row a model and motif site that differs; positions are 0-based in the pre-mRNA."""
        rows = [(m.model, m.position, m.rbp, m.status, m.before, m.after) for m in self.motifs]
        return pd.DataFrame(rows, columns=["model", "position", "rbp", "status", "activation_before", "activation_after"])

    def as_dict(self) -> dict[str, object]:
        """Return everything as plain data, ready for JSON."""
        return {
            "edits": [{"kind": kind, "what": text} for kind, text in map(edit_text, self.edits)],
            "before": self.before.as_dict(),
            "after": self.after.as_dict(),
            "site_changes": self.sites_frame().to_dict(orient="records"),
            "motif_changes": self.motifs_frame().to_dict(orient="records"),
        }
