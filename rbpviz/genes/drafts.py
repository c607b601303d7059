"""From an annotation's exons on a record to genes in transcript orientation: cutting, turning, choosing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from rbpviz import config
from rbpviz.errors import GeneError
from rbpviz.genes.build import build_gene, make_transcript
from rbpviz.genes.collect import Collector, GeneOptions
from rbpviz.genes.flags import GeneFlag, GeneFlagKind
from rbpviz.genes.model import GeneModel, Transcript
from rbpviz.genes.principal import order_transcripts
from rbpviz.genes.records import Sequences, resolve_name
from rbpviz.genes.splice_sites import reverse_complement
from rbpviz.sequences.streams import clip


@dataclass(slots=True)
class TranscriptDraft:
    """A transcript as an annotation states it.

    Parameters
    ----------
    id : str
        Name.
    exons : list of (int, int)
        On the record's own strand, 0-based half-open, in any order.
    coding : list of (int, int)
        Coding parts, used where there are no exons.
    tags : set of str
        Marks such as `MANE_Select`.
    partial : bool, default False
        Whether the annotation says that it is incomplete.
    problem : str, default ""
        Why it cannot be used.
    """

    id: str
    exons: list[tuple[int, int]] = field(default_factory=list)
    coding: list[tuple[int, int]] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    partial: bool = False
    problem: str = ""

    @property
    def parts(self) -> list[tuple[int, int]]:
        """The exons, or the coding parts where there are none, by position."""
        return sorted(set(self.exons or self.coding))


@dataclass(slots=True)
class GeneDraft:
    """A gene as an annotation states it.

    Parameters
    ----------
    id, symbol : str
        Names.
    record : str
        Name of the sequence that it lies on.
    strand : str
        `+`, `-`, or anything else where the annotation does not say.
    transcripts : list of TranscriptDraft
        In the annotation's order.
    """

    id: str
    symbol: str
    record: str
    strand: str
    transcripts: list[TranscriptDraft] = field(default_factory=list)

    @property
    def spliced(self) -> bool:
        """Whether any transcript has more than one part, or could not be read."""
        return any(len(transcript.parts) > 1 or transcript.problem for transcript in self.transcripts)


def genes_from_drafts(
    drafts: Sequence[GeneDraft], sequences: Sequences, collector: Collector, *, options: GeneOptions
) -> Iterator[GeneModel]:
    """Yield the genes of an annotation.

    Parameters
    ----------
    drafts : sequence of GeneDraft
        All genes of the annotation, also those that are not wanted: a record with one gene alone is kept whole.
    sequences : Sequences
        What they lie on.
    collector : Collector
        Where those go that cannot be read. Genes without introns or without a sequence are noted there and never raise, since any
        annotation has some.
    options : GeneOptions
        Which genes, flanks and build.

    Yields
    ------
    GeneModel
        In the annotation's order.
    """
    on_record: dict[str, int] = {}
    for draft in drafts:
        on_record[draft.record] = on_record.get(draft.record, 0) + 1
    without_introns, without_sequence = [], []
    for draft in drafts:
        if not options.wants(draft.id, draft.symbol):
            continue
        name = resolve_name(sequences, draft.record)
        if name is None:
            without_sequence.append(draft.symbol or draft.id)
        elif not draft.spliced:
            without_introns.append(draft.symbol or draft.id)
        else:
            gene = collector.build(draft.id, partial(_gene, draft, sequences, name, on_record[draft.record] == 1, options))
            if gene is not None:
                yield gene
    collector.note(without_sequence, "Genes of the annotation on records that are not among the sequences")
    collector.note(without_introns, "Genes of the annotation without introns")


def _gene(draft: GeneDraft, sequences: Sequences, name: str, alone: bool, options: GeneOptions) -> GeneModel:
    """Cut a gene out of its record and turn it into transcript orientation."""
    length = sequences.length(name)
    inside, outside = _usable(draft, length)
    if draft.strand not in ("+", "-"):
        raise GeneError(f"Gene {clip(draft.id)!r} has the strand {clip(draft.strand)!r}; expected '+' or '-'.")
    low = min(transcript.parts[0][0] for transcript in inside)
    high = max(transcript.parts[-1][1] for transcript in inside)
    if sequences.whole and alone and length <= config.MAX_GENE_LENGTH:
        low, high = 0, length
    else:
        low, high = max(0, low - options.flank), min(length, high + options.flank)
    transcripts, problems = _transcripts(inside, low, high, draft.strand == "-")
    problems = [*outside, *problems]
    if not transcripts:
        raise GeneError(problems[0])
    ordered, flags = order_transcripts(transcripts, {transcript.id: frozenset(transcript.tags) for transcript in inside})
    span = sequences.span(name, options.assembly).part(low, high)
    letters = sequences.fetch(name, low, high)
    return build_gene(
        draft.id,
        reverse_complement(letters) if draft.strand == "-" else letters,
        ordered,
        symbol=draft.symbol,
        span=span.flipped() if draft.strand == "-" else span,
        flags=(*flags, *_flags(inside, problems, len(draft.transcripts))),
    )


def _usable(draft: GeneDraft, length: int) -> tuple[list[TranscriptDraft], list[str]]:
    """Return the transcripts that lie inside the record, and why the others cannot be used; raises where none is left."""
    inside, problems = [], []
    for transcript in draft.transcripts:
        if transcript.problem:
            problems.append(transcript.problem)
        elif not transcript.parts:
            problems.append(f"Transcript {clip(transcript.id)!r} has no exons; expected at least one.")
        elif transcript.parts[-1][1] > length:
            problems.append(
                f"Transcript {clip(transcript.id)!r} of gene {clip(draft.id)!r} has an exon that ends at {transcript.parts[-1][1]:,} but "
                f"record {clip(draft.record)!r} has {length:,} bases; expected exons inside it: check that both are of one build."
            )
        else:
            inside.append(transcript)
    if not inside:
        raise GeneError(problems[0])
    return inside, problems


def _transcripts(drafts: Iterable[TranscriptDraft], low: int, high: int, minus: bool) -> tuple[list[Transcript], list[str]]:
    """Return transcripts in the orientation of the gene, and why others could not be made."""
    made: list[Transcript] = []
    problems = []
    for draft in drafts:
        pairs = [(start - low, end - low) for start, end in draft.parts]
        if minus:
            pairs = [(high - low - end, high - low - start) for start, end in reversed(pairs)]
        name, number = draft.id, 2
        while any(transcript.id == name for transcript in made):
            name, number = f"{draft.id}_{number}", number + 1
        try:
            made.append(make_transcript(name, pairs))
        except GeneError as error:
            problems.append(str(error))
    return made, problems


def _flags(drafts: Sequence[TranscriptDraft], problems: Sequence[str], total: int) -> Iterator[GeneFlag]:
    """Yield what the annotation itself shows to be odd."""
    from_coding = sum(not draft.exons for draft in drafts)
    if from_coding:
        yield GeneFlag(GeneFlagKind.EXONS_FROM_CDS, from_coding, total)
    partial = sum(draft.partial for draft in drafts)
    if partial:
        yield GeneFlag(GeneFlagKind.PARTIAL, partial, total)
    if problems:
        yield GeneFlag(GeneFlagKind.DROPPED_TRANSCRIPTS, len(problems), total, problems[0])
