"""What a landscape is drawn of: the pre-mRNA of a gene's transcript, or a sequence with or without an exon marked in it."""

from dataclasses import dataclass

from rbpviz.errors import InvalidOptionError
from rbpviz.genes.model import MIN_SPLICE_LENGTH, GeneModel, Transcript
from rbpviz.results.landscapes import GenomePlace, SiteKind
from rbpviz.types import Flag, RnaRecord


@dataclass(frozen=True, slots=True)
class Subject:
    """A pre-mRNA with what is known of its splicing.

    Parameters
    ----------
    gene, transcript : str
        Names (untrusted text); a plain sequence has no transcript.
    sequence : str
        Upper-case `ACGUN`, 5' to 3'.
    exons : tuple of (int, int)
        0-based half-open in the sequence.
    annotated : frozenset of (int, str)
        Position and kind of the known splice sites.
    genome : GenomePlace, optional
        Where the sequence lies, base for base.
    flags : tuple of str, default ()
        What a reader must know.
    elements : tuple of (str, int, int), default ()
        Named pieces known from the literature, 0-based half-open (names are untrusted text).
    """

    gene: str
    transcript: str
    sequence: str
    exons: tuple[tuple[int, int], ...]
    annotated: frozenset[tuple[int, SiteKind]]
    genome: GenomePlace | None = None
    flags: tuple[str, ...] = ()
    elements: tuple[tuple[str, int, int], ...] = ()

    def exon(self, number: int) -> tuple[int, int]:
        """Return an exon, counted from 1, 0-based half-open."""
        if not 1 <= number <= len(self.exons):
            raise InvalidOptionError(
                f"Got exon {number}; {'transcript ' + repr(self.transcript) if self.transcript else repr(self.gene)} has "
                + (f"exons 1 to {len(self.exons)}." if self.exons else "no exon: mark one in upper case inside lower-case flanks.")
            )
        return self.exons[number - 1]


def gene_subject(gene: GeneModel, transcript_id: str | None = None) -> Subject:
    """Return the pre-mRNA of a gene's transcript, the principal one where none is named."""
    transcript = gene.transcript(transcript_id)
    span = transcript.pre_mrna
    exons = tuple((exon.start - span.start, exon.end - span.start) for exon in transcript.exons)
    flags = tuple(dict.fromkeys([*(flag.kind.value for flag in gene.flags), *_short(len(span))]))
    return Subject(
        gene.name,
        transcript.id,
        gene.sequence[span.start : span.end],
        exons,
        annotated_sites(transcript),
        _place(gene, transcript),
        flags,
        tuple((e.name, e.start - span.start, e.end - span.start) for e in gene.elements if span.start <= e.start and e.end <= span.end),
    )


def record_subject(record: RnaRecord) -> Subject:
    """Return a sequence as a pre-mRNA; its viewpoint, if any, is its exon, whose ends count as known sites."""
    exons: tuple[tuple[int, int], ...] = ()
    annotated = frozenset[tuple[int, SiteKind]]()
    if record.viewpoint is not None:
        start, end = record.viewpoint.start, record.viewpoint.end
        exons = ((start, end),)
        sites: list[tuple[int, SiteKind]] = [(start, "acceptor")] if start > 0 else []
        sites += [(end - 1, "donor")] if end < len(record.sequence) else []
        annotated = frozenset(sites)
    flags = tuple(dict.fromkeys([*(flag.value for flag in record.flags), *_short(len(record))]))
    return Subject(record.id, "", record.sequence, exons, annotated, None, flags)


def annotated_sites(transcript: Transcript) -> frozenset[tuple[int, SiteKind]]:
    """Return position in the pre-mRNA and kind of a transcript's splice sites."""
    first = transcript.pre_mrna.start
    acceptors: set[tuple[int, SiteKind]] = {(place - first, "acceptor") for place in transcript.acceptors}
    donors: set[tuple[int, SiteKind]] = {(place - first, "donor") for place in transcript.donors}
    return frozenset(acceptors | donors)


def _short(length: int) -> tuple[str, ...]:
    return (Flag.SHORT_CONTEXT.value,) if length < MIN_SPLICE_LENGTH else ()


def _place(gene: GeneModel, transcript: Transcript) -> GenomePlace | None:
    if gene.span is None or not gene.span.gapless:
        return None
    span = transcript.pre_mrna
    part = gene.span.part(span.start, span.end)
    return GenomePlace(part.assembly, part.chromosome, "+" if part.strand == "+" else "-", part.start, part.end)
