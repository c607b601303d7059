"""Genes from GenBank flat files, parsed by Biopython: mRNA features, or CDS features where a gene has none."""

import io
import re
import warnings
from collections.abc import Iterator

from Bio import BiopythonWarning, SeqIO
from Bio.Seq import UndefinedSequenceError
from Bio.SeqFeature import CompoundLocation, ExactPosition, SeqFeature, SimpleLocation
from Bio.SeqRecord import SeqRecord

from rbpviz.errors import GeneError, InputLimitError
from rbpviz.genes.collect import GENE_ERRORS, Collector, GeneOptions
from rbpviz.genes.drafts import GeneDraft, TranscriptDraft, genes_from_drafts
from rbpviz.genes.inputs import GENE_LIMITS, GeneSource, as_input
from rbpviz.genes.model import GeneModel, GenomicSpan
from rbpviz.genes.records import RecordsInMemory
from rbpviz.sequences.alphabet import normalise
from rbpviz.sequences.streams import ReadLimits, clip
from rbpviz.types import RejectedRecord, RnaRecord

MAX_RECORD_CHARACTERS = 500_000_000
"""Longest GenBank record that is held in memory, characters."""
_PARSER_ERRORS = (ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, StopIteration, RecursionError)
_TRANSCRIPT_TYPES = ("mRNA", "ncRNA", "misc_RNA", "precursor_RNA", "CDS")
_NOTED_TRANSCRIPT = re.compile(r"transcript_id=(\S+)")
_REGION = re.compile(r"REGION: ?(complement\()?(\d+)\.\.(\d+)\)?")


def read_genbank(
    source: GeneSource,
    *,
    options: GeneOptions = GeneOptions(),
    limits: ReadLimits = GENE_LIMITS,
    rejected: list[RejectedRecord] | None = None,
) -> Iterator[GeneModel]:
    """Read the genes of GenBank records.

    Parameters
    ----------
    source : GeneSource
        One or several records with sequence and features.
    options : GeneOptions
        Which genes, the flank kept around each, and the build that the records belong to.
    limits : ReadLimits
        Limits on sizes.
    rejected : list of RejectedRecord, optional
        Where what cannot be read is put; else the first such thing raises.

    Yields
    ------
    GeneModel
        A record with one gene alone is kept whole; other genes are cut out with the flank asked for.
    """
    opened = as_input(source)
    collector = Collector(opened, rejected)
    for text in _record_texts(opened.lines(limits)):
        name = clip(text[:80].split("\n")[0])
        try:
            record = _parse(text, opened.subject)
            drafts = _drafts(record)
            sequences = _LocatedRecord(record, opened.subject)
        except GENE_ERRORS as error:
            collector.ordinal += 1
            collector.refuse(name, error)
            continue
        yield from genes_from_drafts(drafts, sequences, collector, options=options)
    collector.finish("records with sequence and genes with introns that are wanted")


class _LocatedRecord(RecordsInMemory):
    """One GenBank record that may say where in a chromosome it lies."""

    def __init__(self, record: SeqRecord, subject: str) -> None:
        name = record.id or "record"
        try:
            letters = str(record.seq)
        except UndefinedSequenceError as error:
            raise GeneError(f"{subject} has no sequence in record {clip(name)!r}; expected one: save it with its sequence.") from error
        sequence = normalise(letters, subject=f"Record {clip(name)!r}", record_id=name).sequence
        if not sequence:
            raise GeneError(f"{subject} has an empty sequence in record {clip(name)!r}; expected one: save it with its sequence.")
        stated: object = record.annotations.get("accessions", [])
        accessions = " ".join(stated) if isinstance(stated, list) else ""
        super().__init__({name: RnaRecord(name, sequence, description=accessions)})
        self._region = _REGION.search(accessions)
        self._chromosome = next((f.qualifiers["chromosome"][0] for f in record.features if f.qualifiers.get("chromosome")), "")

    def span(self, name: str, assembly: str) -> GenomicSpan:
        """Return the chromosome's span where the record is a region of one, else that of the record itself."""
        if self._region is None:
            return super().span(name, assembly)
        start, end = int(self._region[2]) - 1, int(self._region[3])
        if not 0 <= start < end or end - start != self.length(name):
            return super().span(name, assembly)
        strand = "-" if self._region[1] else "+"
        return GenomicSpan(assembly, f"chr{self._chromosome}" if self._chromosome else name, strand, start, end)


def _record_texts(lines: Iterator[str]) -> Iterator[str]:
    """Cut a file into records, so that one damaged record leaves the others alone."""
    held: list[str] = []
    size = 0
    for line in lines:
        size += len(line)
        if size > MAX_RECORD_CHARACTERS:
            raise InputLimitError(f"Got a GenBank record of more than {MAX_RECORD_CHARACTERS:,} characters; expected smaller ones.")
        held.append(line)
        if line.startswith("//"):
            yield "\n".join(held) + "\n"
            held, size = [], 0
    if any(line.strip() for line in held):
        yield "\n".join(held) + "\n"


def _parse(text: str, subject: str) -> SeqRecord:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", BiopythonWarning)
            return SeqIO.read(io.StringIO(text), "genbank")
    except _PARSER_ERRORS as error:
        first = clip(text.lstrip().split("\n")[0])
        raise GeneError(f"{subject} has a damaged GenBank record that begins with {first!r} ({clip(str(error), 80)}).") from error


def _drafts(record: SeqRecord) -> list[GeneDraft]:
    """Return the genes of a record, in the order of their first transcript."""
    genes: dict[tuple[str, str], GeneDraft] = {}
    coding: dict[tuple[str, str], list[TranscriptDraft]] = {}
    record_name = record.id or "record"
    for feature in record.features:
        if feature.type not in _TRANSCRIPT_TYPES or feature.location is None:
            continue
        name = _qualifier(feature, "gene") or _qualifier(feature, "locus_tag") or f"{record_name}_gene"
        strand = {1: "+", -1: "-"}.get(feature.location.strand or 0, "both")
        gene = genes.setdefault((name, strand), GeneDraft(name, _qualifier(feature, "gene"), record_name, strand))
        drafts = coding.setdefault((name, strand), []) if feature.type == "CDS" else gene.transcripts
        drafts.append(_transcript(feature, feature.location, f"{feature.type}{len(drafts) + 1}"))
    for key, drafts in coding.items():
        if not genes[key].transcripts:
            genes[key].transcripts = drafts
    return list(genes.values())


def _transcript(feature: SeqFeature, location: SimpleLocation | CompoundLocation, fallback: str) -> TranscriptDraft:
    """Return a transcript with its parts on the record's plus strand."""
    noted = _NOTED_TRANSCRIPT.search(" ".join(feature.qualifiers.get("note", [])))
    name = _qualifier(feature, "transcript_id") or (noted[1] if noted else "") or _qualifier(feature, "protein_id") or fallback
    draft = TranscriptDraft(name)
    for part in location.parts:
        if part.ref is not None:
            draft.problem = f"Transcript {clip(name)!r} lies partly on another record ({clip(part.ref)}); expected all exons in one record."
            return draft
        if not (isinstance(part.start, int) and isinstance(part.end, int)):
            draft.problem = f"Transcript {clip(name)!r} has an exon with an unknown end; expected positions."
            return draft
        draft.partial = draft.partial or not (isinstance(part.start, ExactPosition) and isinstance(part.end, ExactPosition))
        (draft.coding if feature.type == "CDS" else draft.exons).append((int(part.start), int(part.end)))
    if location.strand is None:
        draft.problem = f"Transcript {clip(name)!r} has exons on both strands; expected one strand, since trans-splicing is not modelled."
    return draft


def _qualifier(feature: SeqFeature, key: str) -> str:
    values = feature.qualifiers.get(key, [])
    return str(values[0]).strip() if values else ""
