"""Excerpts of genes: some exons with the introns between them, bases changed by hand, pieces named. The shipped examples are made here."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from rbpviz.errors import GeneError
from rbpviz.examples.gene_examples import Edit, GeneExample, Mark
from rbpviz.genes.build import build_gene, make_transcript
from rbpviz.genes.flags import GeneFlag, GeneFlagKind
from rbpviz.genes.model import GeneElement, GeneModel, Transcript
from rbpviz.genes.stored import describe_gene, write_gene
from rbpviz.sequences.streams import clip

EXAMPLE_PREFIX = "example-"


def cut_exons(gene: GeneModel, transcript_id: str, exons: tuple[int, int], *, labels: tuple[str, ...] = ()) -> GeneModel:
    """Return some exons of a transcript with the introns between them, and nothing outside.

    Parameters
    ----------
    gene : GeneModel
        The whole gene.
    transcript_id : str
        Whose exons.
    exons : tuple of int
        First and last exon, counted from 1; at least two.
    labels : tuple of str, default ()
        What these exons are called; their numbers in the transcript where empty.

    Returns
    -------
    GeneModel
        With one transcript, flagged as an excerpt.
    """
    transcript = gene.transcript(transcript_id)
    first, last = exons
    if not 1 <= first < last <= len(transcript.exons):
        raise GeneError(f"Got the exons {first} to {last} of {clip(gene.name)!r}; expected two or more of 1 to {len(transcript.exons)}.")
    chosen = transcript.exons[first - 1 : last]
    start, end = chosen[0].start, chosen[-1].end
    pairs = [(exon.start - start, exon.end - start) for exon in chosen]
    names = labels or tuple(str(number) for number in range(first, last + 1))
    cut = replace(make_transcript(transcript.id, pairs), labels=names)
    flag = GeneFlag(GeneFlagKind.EXCERPT, 1, note=f"exons {first} to {last} of {len(transcript.exons)}")
    span = gene.span.part(start, end) if gene.span is not None and gene.span.gapless else None
    made = build_gene(gene.id, gene.sequence[start:end], [cut], symbol=gene.symbol, span=span, flags=(flag,))
    return replace(made, source=gene.source)


def edit_base(gene: GeneModel, position: int, ref: str, *, alt: str, name: str) -> GeneModel:
    """Return a gene with one base changed and flagged so.

    Parameters
    ----------
    gene : GeneModel
        The gene.
    position : int
        0-based, in the stored sequence.
    ref, alt : str
        What must stand there, and what is put there.
    name : str
        What the change is called.
    """
    if not 0 <= position < len(gene) or gene.sequence[position] != ref or len(ref) != 1 or len(alt) != 1:
        found = gene.sequence[position] if 0 <= position < len(gene) else "nothing"
        raise GeneError(f"Got {ref}>{alt} at base {position + 1:,} of {clip(gene.name)!r}, where {found} stands; expected {ref}.")
    earlier = gene.flag(GeneFlagKind.EDITED)
    others = tuple(flag for flag in gene.flags if flag is not earlier)
    note = f"{earlier.note}, {name}" if earlier else name
    flag = GeneFlag(GeneFlagKind.EDITED, (earlier.count if earlier else 0) + 1, note=note)
    return replace(gene, sequence=gene.sequence[:position] + alt + gene.sequence[position + 1 :], flags=(*others, flag))


def make_example(example: GeneExample, gene: GeneModel) -> GeneModel:
    """Return a shipped gene, made from the whole one by its recipe; raises `GeneError` where other letters stand than the recipe says."""
    cut = cut_exons(gene, example.transcript, example.exons, labels=example.labels)
    elements = tuple(_element(mark, cut.principal, cut.sequence) for mark in example.marks)
    for edit in example.edits:
        cut = edit_base(cut, _edit_position(edit, cut.principal), edit.ref, alt=edit.alt, name=edit.name)
    gene_id = f"{example.record}_{example.name}"
    return replace(cut, id=gene_id, symbol=example.symbol, elements=elements, source=example.source, split=example.split)


def write_examples(examples: Iterable[GeneExample], whole: Mapping[str, GeneModel], folder: Path) -> None:
    """Write shipped genes; `whole` holds the genes that they are cut from, by LRG record."""
    for example in examples:
        made = make_example(example, whole[example.record])
        write_gene(folder, describe_gene(EXAMPLE_PREFIX + example.name, made), made)


def _exon_start(label: str, transcript: Transcript) -> tuple[int, int]:
    exon = transcript.exons[transcript.labels.index(label)]
    return exon.start, exon.end


def _element(mark: Mark, transcript: Transcript, sequence: str) -> GeneElement:
    start, end = _exon_start(mark.exon, transcript)
    zero = {"exon": start - 1, "donor": end - 1, "acceptor": start}[mark.side]
    found = sequence[zero + mark.first : zero + mark.last + 1]
    if found != mark.letters:
        raise GeneError(f"Got {found} for {mark.name}; expected {mark.letters}.")
    return GeneElement(mark.name, zero + mark.first, zero + mark.last + 1, mark.note)


def _edit_position(edit: Edit, transcript: Transcript) -> int:
    return _exon_start(edit.exon, transcript)[0] + edit.place - 1
