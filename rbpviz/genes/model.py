"""The containers: an exon, a transcript, a gene with its sequence, and where the sequence lies in a genome.

They check what can be checked without looking at letters; `build` looks at letters and sets flags.
"""

import re
from dataclasses import dataclass, replace

from rbpviz.errors import GeneError, InvalidSequenceError
from rbpviz.genes.flags import GeneFlag, GeneFlagKind
from rbpviz.sequences.streams import clip
from rbpviz.types import ALPHABET, Interval

MIN_SPLICE_LENGTH = 401
"""Shortest sequence that a splicing model with 200 nt of context on each side can score, nt."""
_FOREIGN_LETTER = re.compile(f"[^{ALPHABET}]")
_STRANDS = ("+", "-")


@dataclass(frozen=True, slots=True)
class GenomicSpan:
    """Where a sequence lies in a reference, and which strand it reads.

    Parameters
    ----------
    assembly : str
        Build of the genome (`GRCh38`), empty where unknown.
    chromosome : str
        Name of the reference sequence (`chr16`).
    strand : str
        `+` or `-`; on `-` the first base of the sequence is the last of the span.
    start, end : int
        Ends on the reference's plus strand, 0-based half-open.
    gapless : bool, default True
        Whether base follows base without insertions or deletions, so that positions can be turned into each other.
    """

    assembly: str
    chromosome: str
    strand: str
    start: int
    end: int
    gapless: bool = True

    def __post_init__(self) -> None:
        if self.strand not in _STRANDS:
            raise GeneError(f"Got the strand {self.strand!r}; expected '+' or '-'.")
        if not 0 <= self.start < self.end:
            raise GeneError(f"Got the genomic span {self.start}-{self.end}; expected 0 <= start < end (0-based, half-open).")

    def __len__(self) -> int:
        return self.end - self.start

    def base1(self, position: int) -> int:
        """Return the 1-based coordinate on the reference's plus strand of a 0-based position in the sequence."""
        self._check_gapless()
        if not 0 <= position < len(self):
            raise GeneError(f"Got position {position}; expected 0 to {len(self) - 1} (0-based, within the stored sequence).")
        return self.start + position + 1 if self.strand == "+" else self.end - position

    def position(self, base1: int) -> int:
        """Return the 0-based position in the sequence of a 1-based coordinate on the reference's plus strand."""
        self._check_gapless()
        if not self.start < base1 <= self.end:
            raise GeneError(f"Got {self.chromosome}:{base1}; expected a base of {self} (1-based, inclusive).")
        return base1 - 1 - self.start if self.strand == "+" else self.end - base1

    def part(self, start: int, end: int) -> "GenomicSpan":
        """Return the span of a 0-based half-open piece of the sequence."""
        if not 0 <= start < end <= len(self):
            raise GeneError(f"Got the piece {start}-{end}; expected 0 <= start < end <= {len(self)} (0-based, half-open).")
        self._check_gapless()
        low, high = (self.start + start, self.start + end) if self.strand == "+" else (self.end - end, self.end - start)
        return replace(self, start=low, end=high)

    def flipped(self) -> "GenomicSpan":
        """Return the span of the reverse complement."""
        return replace(self, strand="-" if self.strand == "+" else "+")

    def _check_gapless(self) -> None:
        if not self.gapless:
            raise GeneError(f"Got a position to convert in {self}, which differs in length from its sequence; expected no gaps.")

    def __str__(self) -> str:
        build = f"{self.assembly} " if self.assembly else ""
        return f"{build}{self.chromosome}:{self.start + 1}-{self.end}({self.strand})"


class Exon(Interval):
    """An exon as a 0-based half-open interval of the stored sequence, in transcript orientation.

    Parameters
    ----------
    start, end : int
        First base and the base after the last; at least one base.
    """

    __slots__ = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise GeneError(
                f"Got an exon from {self.start} to {self.end}; expected 0 <= start < end (0-based, half-open), which is at least one base."
            )


@dataclass(frozen=True, slots=True)
class Transcript:
    """One way to splice a gene.

    Parameters
    ----------
    id : str
        Name in its source (untrusted text).
    exons : tuple of Exon
        At least one, in transcript order, with at least one base of intron between neighbours.
    labels : tuple of str, default ()
        What the literature calls each exon, where that is not its number; one an exon, or none at all.
    """

    id: str
    exons: tuple[Exon, ...]
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.exons:
            raise GeneError(f"Transcript {clip(self.id)!r} has no exons; expected at least one.")
        if self.labels and len(self.labels) != len(self.exons):
            raise GeneError(f"Transcript {clip(self.id)!r} has {len(self.labels)} labels for {len(self.exons)} exons; expected one each.")
        for number, (left, right) in enumerate(zip(self.exons, self.exons[1:], strict=False), start=1):
            if left.end < right.start:
                continue
            first, second = f"exon {number} at {left.start + 1}-{left.end}", f"exon {number + 1} at {right.start + 1}-{right.end}"
            pair = f"Transcript {clip(self.id)!r} has {first} and {second}"
            if right.end <= left.start:
                raise GeneError(
                    f"{pair} (1-based), which is out of order; expected exons by ascending position in transcript orientation: "
                    "sort them, or count from the gene's own start where it lies on the minus strand."
                )
            what = "touch without an intron" if left.end == right.start else "overlap"
            raise GeneError(f"{pair} (1-based), which {what}; expected at least one base of intron: merge or correct them.")

    @property
    def acceptors(self) -> tuple[int, ...]:
        """First base of each exon but the first, 0-based."""
        return tuple(exon.start for exon in self.exons[1:])

    @property
    def donors(self) -> tuple[int, ...]:
        """Last base of each exon but the last, 0-based."""
        return tuple(exon.end - 1 for exon in self.exons[:-1])

    @property
    def introns(self) -> tuple[Interval, ...]:
        """The gaps between exons, 0-based half-open."""
        return tuple(Interval(left.end, right.start) for left, right in zip(self.exons, self.exons[1:], strict=False))

    @property
    def pre_mrna(self) -> Interval:
        """From the first base of the first exon to the last base of the last one, 0-based half-open."""
        return Interval(self.exons[0].start, self.exons[-1].end)

    @property
    def exonic_length(self) -> int:
        """Bases in exons, nt."""
        return sum(map(len, self.exons))

    def label(self, exon: int) -> str:
        """Return what an exon, counted from 1, is called: its label, or its number where there is none."""
        return self.labels[exon - 1] if self.labels else str(exon)


@dataclass(frozen=True, slots=True)
class GeneElement:
    """A named piece of a gene, such as a silencer known from the literature.

    Parameters
    ----------
    name : str
        Its name.
    start, end : int
        Ends in the stored sequence, 0-based half-open.
    note : str, default ""
        What is known of it, with the source.
    """

    name: str
    start: int
    end: int
    note: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise GeneError(
                f"Got the element {clip(self.name)!r} from {self.start} to {self.end}; expected 0 <= start < end (0-based, half-open)."
            )


@dataclass(frozen=True, slots=True)
class GeneModel:
    """A gene: its sequence in transcript orientation and its transcripts.

    Parameters
    ----------
    id : str
        Id in its source (untrusted text, as all text here).
    sequence : str
        Upper-case `ACGUN` in transcript orientation, possibly with flanks outside the transcripts.
    transcripts : tuple of Transcript
        The principal one first; it has an intron. Ids are unique.
    symbol : str, default ""
        Name of the gene.
    span : GenomicSpan, optional
        Where the stored sequence lies in a genome.
    has_paralog : bool, optional
        None where unknown.
    split : str, default ""
        `train`, `valid` or `test` where the source states one.
    flags : tuple of GeneFlag, default ()
        What was odd.
    elements : tuple of GeneElement, default ()
        Named pieces, such as silencers known from the literature.
    source : str, default ""
        Where the gene comes from, for people.
    """

    id: str
    sequence: str
    transcripts: tuple[Transcript, ...]
    symbol: str = ""
    span: GenomicSpan | None = None
    has_paralog: bool | None = None
    split: str = ""
    flags: tuple[GeneFlag, ...] = ()
    elements: tuple[GeneElement, ...] = ()
    source: str = ""

    def __post_init__(self) -> None:
        foreign = _FOREIGN_LETTER.search(self.sequence)
        if foreign is not None:
            found = f"{foreign.group()!r} at position {foreign.start() + 1}"
            raise InvalidSequenceError(f"Gene {clip(self.id)!r} has {found}; expected A, C, G, U or N in upper case.", record_id=self.id)
        if not self.transcripts or len(self.principal.exons) < 2:
            raise GeneError(f"Gene {clip(self.id)!r} has no introns; expected a transcript with at least two exons.")
        if len({transcript.id for transcript in self.transcripts}) < len(self.transcripts):
            raise GeneError(f"Gene {clip(self.id)!r} has two transcripts of one name; expected each id once.")
        for transcript in self.transcripts:
            self._check_inside(transcript)
        for element in self.elements:
            if element.end > len(self.sequence):
                raise GeneError(f"Gene {clip(self.id)!r} has the element {clip(element.name)!r} outside its sequence; expected it inside.")
        if self.span is not None and self.span.gapless and len(self.span) != len(self.sequence):
            raise GeneError(
                f"Gene {clip(self.id)!r} has {len(self.sequence):,} bases but a genomic span of {len(self.span):,}; expected equal lengths."
            )

    def _check_inside(self, transcript: Transcript) -> None:
        for number, exon in enumerate(transcript.exons, start=1):
            if exon.end > len(self.sequence):
                place = f"exon {number} at {exon.start + 1}-{exon.end} (1-based)"
                raise GeneError(
                    f"Transcript {clip(transcript.id)!r} of gene {clip(self.id)!r} has {place} but the "
                    f"sequence has {len(self.sequence):,} bases; expected exons inside it: check that both belong together."
                )

    def __len__(self) -> int:
        return len(self.sequence)

    @property
    def principal(self) -> Transcript:
        """The transcript that is meant where none is named."""
        return self.transcripts[0]

    @property
    def name(self) -> str:
        """The symbol, or the id where there is none."""
        return self.symbol or self.id

    @property
    def assembly(self) -> str:
        """Build of the genome, empty where unknown."""
        return self.span.assembly if self.span else ""

    @property
    def chromosome(self) -> str:
        """Name of the reference sequence, empty where unknown."""
        return self.span.chromosome if self.span else ""

    @property
    def strand(self) -> str:
        """`+` or `-`, the strand of the genome that the sequence reads; empty where unknown."""
        return self.span.strand if self.span else ""

    def transcript(self, transcript_id: str | None = None) -> Transcript:
        """Return the transcript of that id, the principal one where none is given; raises `GeneError` for an unknown id."""
        if transcript_id is None:
            return self.principal
        for transcript in self.transcripts:
            if transcript.id == transcript_id:
                return transcript
        known = ", ".join(clip(transcript.id) for transcript in self.transcripts[:10])
        raise GeneError(f"Gene {clip(self.name)!r} has no transcript {clip(transcript_id)!r}; expected one of {known}.")

    def genome_base1(self, position: int) -> int:
        """Return the 1-based genome coordinate (plus strand) of a 0-based position in the stored sequence."""
        return self._located().base1(position)

    def position_of_base1(self, base1: int) -> int:
        """Return the 0-based position in the stored sequence of a 1-based genome coordinate (plus strand)."""
        return self._located().position(base1)

    def flag(self, kind: GeneFlagKind) -> GeneFlag | None:
        """Return the flag of that kind, or None."""
        return next((flag for flag in self.flags if flag.kind == kind), None)

    def _located(self) -> GenomicSpan:
        if self.span is None:
            raise GeneError(
                f"Gene {clip(self.name)!r} has no genome coordinates; expected a source that states chromosome, ends and strand."
            )
        return self.span
