"""The one way from parts to a `GeneModel`: letters normalised, orientation checked, oddities flagged."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rbpviz import config
from rbpviz.errors import GeneError, InputLimitError
from rbpviz.genes.flags import GeneFlag, GeneFlagKind
from rbpviz.genes.model import MIN_SPLICE_LENGTH, Exon, GeneModel, GenomicSpan, Transcript
from rbpviz.genes.splice_sites import SpliceFit, check_orientation
from rbpviz.sequences.alphabet import normalise
from rbpviz.sequences.streams import clip

SHORT_EXON = 3
"""Exons below this length are flagged, nt."""
SHORT_INTRON = 30
"""Introns below this length are flagged, nt."""
_UNKNOWN = re.compile("N+")


def build_gene(
    gene_id: str,
    sequence: str,
    transcripts: Sequence[Transcript],
    *,
    symbol: str = "",
    span: GenomicSpan | None = None,
    has_paralog: bool | None = None,
    split: str = "",
    flags: Iterable[GeneFlag] = (),
) -> GeneModel:
    """Make a gene from its parts.

    Parameters
    ----------
    gene_id : str
        Id in its source.
    sequence : str
        Letters in transcript orientation: any case, T or U, IUPAC codes become N.
    transcripts : sequence of Transcript
        In order of preference; the first one with an intron becomes the principal one.
    symbol : str, default ""
        Name of the gene.
    span : GenomicSpan, optional
        Where the sequence lies; where its length differs from the sequence's it is kept but no longer turned into positions.
    has_paralog : bool, optional
        None where unknown.
    split : str, default ""
        `train`, `valid` or `test` where the source states one.
    flags : iterable of GeneFlag, default ()
        What its reader found odd.

    Returns
    -------
    GeneModel

    Raises
    ------
    GeneError
        No introns, exons outside the sequence, or sites that fit another orientation.
    InputLimitError
        A sequence longer than `config.MAX_GENE_LENGTH`.
    InvalidSequenceError
        Letters that are no bases.
    """
    subject = f"Gene {clip(symbol or gene_id)!r}" + (f" ({clip(gene_id)})" if symbol and symbol != gene_id else "")
    if len(sequence) > config.MAX_GENE_LENGTH:
        raise InputLimitError(f"{subject} has {len(sequence):,} nt; expected at most {config.MAX_GENE_LENGTH:,}: give the gene alone.")
    letters = normalise(sequence, subject=subject, record_id=gene_id).sequence
    ordered = sorted(transcripts, key=lambda transcript: len(transcript.exons) < 2)
    if span is not None and len(span) != len(letters):
        span = replace(span, gapless=False)
    gene = GeneModel(gene_id, letters, tuple(ordered), symbol, span, has_paralog, split)
    fit = check_orientation(letters, ordered, subject=subject)
    return replace(gene, flags=(*flags, *_found_flags(gene, fit)))


def _found_flags(gene: GeneModel, fit: SpliceFit) -> Iterable[GeneFlag]:
    """Yield what the letters and exons themselves show."""
    runs = [match.end() - match.start() for match in _UNKNOWN.finditer(gene.sequence)]
    if runs:
        yield GeneFlag(GeneFlagKind.UNKNOWN_BASES, sum(runs), len(gene), f"longest stretch {max(runs):,} nt")
    length = len(gene.principal.pre_mrna)
    if length < MIN_SPLICE_LENGTH:
        yield GeneFlag(GeneFlagKind.SHORT, length)
    if fit.usual < fit.sites:
        donors, acceptors = fit.donors - fit.usual_donors, fit.acceptors - fit.usual_acceptors
        note = f"donors {donors} of {fit.donors}, acceptors {acceptors} of {fit.acceptors}"
        yield GeneFlag(GeneFlagKind.NONCANONICAL_SITES, fit.sites - fit.usual, fit.sites, note)
    exons = {exon for transcript in gene.transcripts for exon in transcript.exons}
    introns = {intron for transcript in gene.transcripts for intron in transcript.introns}
    yield from _short(GeneFlagKind.SHORT_EXONS, [len(exon) for exon in exons], SHORT_EXON)
    yield from _short(GeneFlagKind.SHORT_INTRONS, [len(intron) for intron in introns], SHORT_INTRON)
    if gene.span is not None and not gene.span.gapless:
        yield GeneFlag(GeneFlagKind.NO_GENOME_POSITIONS, abs(len(gene.span) - len(gene)))


def _short(kind: GeneFlagKind, lengths: list[int], limit: int) -> Iterable[GeneFlag]:
    short = sum(length < limit for length in lengths)
    if short:
        yield GeneFlag(kind, short, len(lengths), f"shortest {min(lengths)} nt")


def make_transcript(transcript_id: str, exons: Iterable[tuple[int, int]]) -> Transcript:
    """Return a transcript from 0-based half-open pairs in transcript order; raises `GeneError` as `Exon` and `Transcript` do."""
    try:
        return Transcript(transcript_id, tuple(Exon(start, end) for start, end in exons))
    except GeneError as error:
        if transcript_id and clip(transcript_id) not in str(error):
            raise GeneError(f"Transcript {clip(transcript_id)!r}: {error}") from error
        raise
