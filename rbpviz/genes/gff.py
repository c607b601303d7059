"""Genes from FASTA and GTF or GFF3. Lines are parsed by gffutils; what they mean for genes is decided here.

Positions in both formats are 1-based inclusive on the record's plus strand; genes on the minus strand are reverse-complemented.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from gffutils.feature import Feature, feature_from_line

from rbpviz.errors import GeneError
from rbpviz.genes.collect import Collector, GeneOptions
from rbpviz.genes.drafts import GeneDraft, TranscriptDraft, genes_from_drafts
from rbpviz.genes.inputs import GENE_LIMITS, GeneInput, GeneSource, as_input
from rbpviz.genes.model import GeneModel
from rbpviz.genes.records import open_sequences
from rbpviz.sequences.streams import ReadLimits, clip
from rbpviz.types import RejectedRecord

_LEAVES = frozenset(
    ("region", "chromosome", "supercontig", "scaffold", "contig", "biological_region", "match", "cdna_match", "sequence_feature")
    + ("start_codon", "stop_codon", "five_prime_utr", "three_prime_utr", "utr", "5utr", "3utr", "intron", "inter", "cns")
    + ("enhancer", "silencer", "promoter", "polya_site", "selenocysteine")
)
"""Features that are neither exons nor have exons; their lines are passed over unread."""
_ID_PREFIXES = ("gene:", "transcript:", "gene-", "rna-")
_GENE_KEYS = ("gene_id", "geneID", "locus_tag")
_SYMBOL_KEYS = ("gene_name", "gene", "gene_symbol")
_PART_TYPES = {"exon": "exons", "cds": "coding"}


@dataclass(slots=True)
class _Node:
    """A feature that other features may name as their parent."""

    id: str
    parents: tuple[str, ...]
    gene_id: str
    symbol: str
    transcript_id: str
    tags: frozenset[str]


@dataclass(slots=True)
class _Parts:
    """Exons and coding parts that belong together."""

    record: str
    parent: str
    strand: str
    gene_id: str
    symbol: str
    transcript: TranscriptDraft
    flat: bool


@dataclass(slots=True)
class _Annotation:
    """An annotation while it is read."""

    subject: str
    parts: dict[tuple[str, str], _Parts] = field(default_factory=dict)
    nodes: dict[tuple[str, str], _Node] = field(default_factory=dict)
    dialects: dict[tuple[object, ...], Mapping[str, object]] = field(default_factory=dict)
    bad_lines: int = 0
    first_bad: str = ""

    def read(self, number: int, line: str) -> None:
        """Take one line; one that cannot be read is remembered."""
        fields = line.split("\t")
        if len(fields) > 2 and fields[2].lower() in _LEAVES:
            return
        try:
            self._take(self._feature(number, line, fields))
        except GeneError as error:
            self.bad_lines += 1
            self.first_bad = self.first_bad or str(error)

    def _feature(self, number: int, line: str, fields: list[str]) -> Feature:
        place = f"{self.subject} has in line {number}"
        if len(fields) < 9:
            raise GeneError(f"{place} {len(fields)} columns; expected the 9 of GTF or GFF3, separated by tabs.")
        if not (fields[3].isascii() and fields[3].isdigit() and fields[4].isascii() and fields[4].isdigit()):
            raise GeneError(f"{place} the positions {clip(fields[3])!r} and {clip(fields[4])!r}; expected whole numbers.")
        if len(fields[3]) > 12 or len(fields[4]) > 12 or not 1 <= int(fields[3]) <= int(fields[4]):
            raise GeneError(
                f"{place} the positions {clip(fields[3])} and {clip(fields[4])}; expected 1 <= start <= end (1-based, inclusive)."
            )
        shape = _shape(fields[8])
        feature = feature_from_line(line, dialect=self.dialects.get(shape))
        self.dialects.setdefault(shape, feature.dialect)
        return feature

    def _take(self, feature: Feature) -> None:
        """Sort a feature into parts of transcripts and nodes above them."""
        kind = feature.featuretype.lower()
        parents = tuple(name for value in feature.attributes.get("Parent", []) for name in value.split(",") if name)
        transcript_id = _value(feature, ("transcript_id",))
        if kind in _PART_TYPES:
            names = parents or ((transcript_id,) if transcript_id else ())
            if not names:
                raise GeneError(f"{self.subject} has an {kind} at {feature.start}-{feature.end} with neither transcript_id nor Parent.")
            for name in names:
                parts = self._parts_of(feature, name, flat=not parents)
                getattr(parts.transcript, _PART_TYPES[kind]).append((feature.start - 1, feature.end))
                parts.transcript.tags.update(feature.attributes.get("tag", []) if not parents else [])
            return
        own_id = _value(feature, ("ID",))
        flat = not own_id and bool(transcript_id)
        name = own_id or transcript_id
        if name:
            symbol = _value(feature, _SYMBOL_KEYS) or ("" if flat else _value(feature, ("Name",)))
            tags = frozenset(feature.attributes.get("tag", []))
            self.nodes[feature.seqid, name] = _Node(name, parents, _value(feature, _GENE_KEYS), symbol, transcript_id, tags)

    def _parts_of(self, feature: Feature, name: str, *, flat: bool) -> _Parts:
        parts = self.parts.get((feature.seqid, name))
        if parts is None:
            gene_id, symbol = _value(feature, _GENE_KEYS), _value(feature, _SYMBOL_KEYS)
            parts = _Parts(feature.seqid, name, feature.strand, gene_id, symbol, TranscriptDraft(name), flat)
            self.parts[feature.seqid, name] = parts
        elif parts.strand != feature.strand:
            parts.transcript.problem = (
                f"Transcript {clip(name)!r} has exons on both strands; expected one strand, since trans-splicing is not modelled."
            )
        return parts

    def genes(self) -> list[GeneDraft]:
        """Return the genes, once all lines were read."""
        found: dict[tuple[str, str, str], GeneDraft] = {}
        for parts in self.parts.values():
            gene_id, symbol = self._gene_of(parts)
            draft = found.setdefault((parts.record, parts.strand, gene_id), GeneDraft(gene_id, symbol, parts.record, parts.strand))
            draft.symbol = draft.symbol or symbol
            draft.transcripts.append(parts.transcript)
        return list(found.values())

    def _gene_of(self, parts: _Parts) -> tuple[str, str]:
        """Return id and symbol of the gene that parts belong to, and give their transcript its name and tags."""
        node = self.nodes.get((parts.record, parts.parent))
        if node is not None:
            parts.transcript.tags.update(node.tags)
        if parts.flat:
            return parts.gene_id or parts.parent, parts.symbol or (node.symbol if node else "")
        gene = self.nodes.get((parts.record, node.parents[0])) if node is not None and node.parents else node
        parts.transcript.id = (node.transcript_id if node else "") or _bare(parts.parent)
        if gene is None or node is None:
            orphan = node.parents[0] if node is not None and node.parents else parts.parent
            return parts.gene_id or _bare(orphan), parts.symbol
        return gene.gene_id or _bare(gene.id), gene.symbol or node.symbol or parts.symbol


def read_gff(
    fasta: GeneSource,
    annotation: GeneSource,
    *,
    options: GeneOptions = GeneOptions(),
    limits: ReadLimits = GENE_LIMITS,
    rejected: list[RejectedRecord] | None = None,
) -> Iterator[GeneModel]:
    """Read genes from FASTA and GTF or GFF3.

    Parameters
    ----------
    fasta : GeneSource
        A genome, chromosomes or genes; large files are read through an index.
    annotation : GeneSource
        GTF or GFF3 with positions on the FASTA records. Names of records may differ by `chr`.
    options : GeneOptions
        Which genes, the flank kept around each, and the build that the FASTA holds.
    limits : ReadLimits
        Limits on sizes.
    rejected : list of RejectedRecord, optional
        Where what cannot be read is put; else the first such thing raises.

    Yields
    ------
    GeneModel
        A small record with one gene alone is kept whole; other genes are cut out with the flank asked for.
    """
    source, table = as_input(fasta), as_input(annotation)
    collector = Collector(source, rejected)
    sequences = open_sequences(source, limits=limits, rejected=rejected)
    found = _read_annotation(table, limits, options if not sequences.whole else GeneOptions())
    if found.bad_lines:
        rest = f" ({found.bad_lines - 1:,} more lines cannot be read)" if found.bad_lines > 1 else ""
        collector.refuse("", GeneError(found.first_bad + rest))
    yield from genes_from_drafts(found.genes(), sequences, collector, options=options)
    collector.finish(f"wanted genes with introns on records named {', '.join(clip(name, 20) for name in list(sequences.names())[:5])}")


def annotation_near(source: GeneSource, wanted: Callable[[str, int, int], bool], *, limits: ReadLimits = GENE_LIMITS) -> list[GeneDraft]:
    """Return the genes of those lines of an annotation that are wanted.

    Parameters
    ----------
    source : GeneSource
        GTF or GFF3.
    wanted : callable
        Says from record, first and last base (1-based, inclusive) whether a line is read.
    limits : ReadLimits
        Limits on sizes.

    Returns
    -------
    list of GeneDraft
        Positions on the record's plus strand.

    Raises
    ------
    GeneError
        For a line that is wanted and cannot be read.
    """
    opened = as_input(source)
    found = _Annotation(opened.subject)
    for number, line in enumerate(opened.lines(limits), start=1):
        if line.startswith("##FASTA"):
            break
        fields = line.split("\t", 5)
        if line.startswith("#") or len(fields) < 6 or not (fields[3].isdecimal() and fields[4].isdecimal()):
            continue
        if wanted(fields[0], int(fields[3][:12]), int(fields[4][:12])):
            found.read(number, line)
    if found.bad_lines:
        raise GeneError(found.first_bad)
    return found.genes()


def annotation_genes(source: GeneSource, options: GeneOptions, *, limits: ReadLimits = GENE_LIMITS) -> list[GeneDraft]:
    """Return the genes of an annotation that the options want, without letters; lines that cannot be read are passed over."""
    opened = as_input(source)
    return [draft for draft in _read_annotation(opened, limits, options).genes() if options.wants(draft.id, draft.symbol)]


def _read_annotation(source: GeneInput, limits: ReadLimits, options: GeneOptions) -> _Annotation:
    """Read an annotation; lines of GTF that name none of the genes wanted are passed over unread."""
    found = _Annotation(source.subject)
    for number, line in enumerate(source.lines(limits), start=1):
        if line.startswith("##FASTA"):
            break
        if not line.strip() or line.startswith("#"):
            continue
        if options.genes and 'gene_id "' in line and not any(name in line for name in options.genes):
            continue
        found.read(number, line)
    return found


def _shape(attributes: str) -> tuple[object, ...]:
    """Return what decides how attributes are written, so that lines of one shape share one inference."""
    quoted = any(";" in part for part in attributes.split('"')[1::2]) if '"' in attributes else False
    separator = next((mark for mark in (" ; ", "; ", ";") if mark in attributes), "")
    first = attributes.split(separator, 1)[0] if separator else attributes
    return quoted, separator, attributes[-1:] == ";", attributes[:1] == ";", "=" in first, '"' in attributes, attributes.count("tag ") > 1


def _value(feature: Feature, keys: tuple[str, ...]) -> str:
    """Return the first value of the first of these attributes that there is, or an empty string."""
    for key in keys:
        values = feature.attributes.get(key, [])
        if values and values[0]:
            return str(values[0])
    return ""


def _bare(name: str) -> str:
    """Return an id without the prefix that Ensembl or RefSeq puts before it."""
    return next((name[len(prefix) :] for prefix in _ID_PREFIXES if name.startswith(prefix)), name)
