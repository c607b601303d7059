"""Genes in the layout of the benchmark data: FASTA, a table of genes with their splice sites, and a table of exons.

The table of genes has `symbol` or `lrg`, `acceptors` and `donors` (1-based positions in the stored sequence, separated by commas), and may
have `split`, `assembly`, `chrom`, `start`, `end` (1-based inclusive), `strand`, `length`, `transcript`, `has_paralog`,
`canonical_acceptors` and `canonical_donors`. Outer ends of transcripts stand in the table of exons only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from rbpviz.errors import GeneError
from rbpviz.genes.build import build_gene, make_transcript
from rbpviz.genes.collect import Collector, GeneOptions
from rbpviz.genes.exon_table import ExonTable
from rbpviz.genes.flags import GeneFlag, GeneFlagKind
from rbpviz.genes.inputs import GENE_LIMITS, GeneFormat, GeneInput, GeneSource, as_input, split_columns
from rbpviz.genes.model import GeneModel, GenomicSpan, Transcript
from rbpviz.genes.splice_sites import splice_fit
from rbpviz.sequences.fasta import IdRegister, read_source
from rbpviz.sequences.streams import ReadLimits, clip
from rbpviz.types import RejectedRecord, RnaRecord

CANONICAL = "canonical"
"""Id of the transcript made from the `canonical_*` columns."""
UPSTREAM, DOWNSTREAM = 5_000, 2_000
"""Bases stored before and after a gene in this layout, nt; used where no table of exons states the ends."""
MIN_CANONICAL_FIT = 0.9
"""Genes that differ in length from the genome: fraction of usual dinucleotides below which canonical sites are not used."""
EXONS_BESIDE = "exons.tsv"
_NAME_COLUMNS = ("symbol", "lrg", "refseqgene", "gene", "id")


@dataclass(frozen=True, slots=True)
class _Tables:
    """Both tables of the layout; rows are known by every name of their gene."""

    genes: Mapping[str, Mapping[str, str]]
    exons: ExonTable | None


def read_benchmark(
    fasta: GeneSource,
    table: GeneSource,
    *,
    exons: GeneSource | None = None,
    options: GeneOptions = GeneOptions(),
    limits: ReadLimits = GENE_LIMITS,
    rejected: list[RejectedRecord] | None = None,
) -> Iterator[GeneModel]:
    """Read genes in the layout of the benchmark data.

    Parameters
    ----------
    fasta : GeneSource
        One record a gene, in transcript orientation; genes of the table that are not in it are passed over.
    table : GeneSource
        One row a gene.
    exons : GeneSource, optional
        One row an exon; where none is given, `exons.tsv` in the folder of the table of genes.
    options : GeneOptions
        Which genes, and whether `transcript` or `canonical` is the principal transcript.
    limits : ReadLimits
        Limits on sizes.
    rejected : list of RejectedRecord, optional
        Where genes that cannot be read are put; else the first one raises.

    Yields
    ------
    GeneModel
        The principal transcript first; the table's other transcripts, and `canonical`, follow.
    """
    source, table_source = as_input(fasta), as_input(table)
    collector = Collector(source, rejected)
    tables = _Tables(_rows(table_source, limits), _exon_table(exons, table_source, limits))
    for record in read_source(source.rewound(), IdRegister(), name=source.name, limits=limits, rejected=rejected):
        names = (record.id, *record.description.split()[:1])
        if not options.wants(*names):
            continue
        gene = collector.build(record.id, partial(_gene, record, names, tables, options))
        if gene is not None:
            yield gene
    collector.finish("records named as in the table")


def _rows(source: GeneInput, limits: ReadLimits) -> dict[str, dict[str, str]]:
    """Return the rows of the table of genes by every name that they have."""
    found: dict[str, dict[str, str]] = {}
    header: list[str] = []
    for line in source.lines(limits):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not header:
            header = [cell.lower() for cell in split_columns(line)]
            if not {"acceptors", "donors"} <= set(header) or not set(header) & set(_NAME_COLUMNS):
                found_columns = clip(", ".join(header))
                raise GeneError(f"{source.subject} has the columns {found_columns}; expected symbol (or lrg), acceptors and donors.")
            continue
        row = dict(zip(header, cells, strict=False))
        for column in _NAME_COLUMNS:
            if row.get(column):
                found.setdefault(row[column], row)
    return found


def _exon_table(exons: GeneSource | None, table: GeneInput, limits: ReadLimits) -> ExonTable | None:
    """Return the table of exons that was given, or the one that lies beside the table of genes."""
    if exons is not None:
        return ExonTable(as_input(exons), limits)
    beside = table.path.with_name(EXONS_BESIDE) if table.path else None
    if beside is None or not beside.is_file() or as_input(beside).format() != GeneFormat.EXON_TABLE:
        return None
    return ExonTable(as_input(beside), limits)


def _gene(record: RnaRecord, names: tuple[str, ...], tables: _Tables, options: GeneOptions) -> GeneModel:
    row = next((tables.genes[name] for name in names if name in tables.genes), None)
    if row is None:
        raise GeneError(f"Record {clip(record.id)!r} is not in the table of genes; expected a row with this symbol or id.")
    length = row.get("length", "")
    if length and length != str(len(record)):
        raise GeneError(f"Record {clip(record.id)!r} has {len(record):,} bases but the table says {length}; expected files of one set.")
    named, flags, others = _transcripts(row, len(record), tables.exons)
    ordered = [named, *others]
    try:
        canonical, canonical_flags = _canonical(row, named, record)
    except GeneError as error:
        if options.labels == CANONICAL:
            raise
        canonical, flags = None, (*flags, GeneFlag(GeneFlagKind.DROPPED_TRANSCRIPTS, note=str(error)))
    if options.labels == CANONICAL:
        if canonical is None:
            raise GeneError(f"Gene {clip(record.id)!r} has no canonical splice sites in the table; expected some, or labels 'transcript'.")
        ordered, flags = [canonical, *ordered], canonical_flags
    elif canonical is not None:
        ordered.append(canonical)
    if len(ordered[0].exons) < 2:
        raise GeneError(f"Gene {clip(record.id)!r} has no introns in transcript {ordered[0].id!r}; expected at least two exons.")
    return build_gene(
        row.get("lrg") or record.id,
        record.sequence,
        ordered,
        symbol=row.get("symbol") or record.id,
        span=_span(row),
        has_paralog={"0": False, "1": True}.get(row.get("has_paralog", "")),
        split=row.get("split", ""),
        flags=flags,
    )


def _transcripts(row: Mapping[str, str], length: int, exons: ExonTable | None) -> tuple[Transcript, tuple[GeneFlag, ...], list[Transcript]]:
    """Return the transcript that the row names with its flags, and the other ones of the table of exons."""
    name = row.get("transcript") or "t1"
    if name == CANONICAL:
        name = "transcript"
    known = exons.find(*(row[column] for column in _NAME_COLUMNS if row.get(column))) if exons is not None else None
    if known is not None and known.problem:
        raise GeneError(known.problem)
    pairs = known.transcripts if known is not None else {}
    ends = (pairs[name][0][0], pairs[name][-1][1]) if name in pairs else None
    sites = _sites(row, "")
    named, flags = _from_sites(name, sites, ends or _assumed_ends(length))
    if ends is None:
        flags = (*flags, GeneFlag(GeneFlagKind.ENDS_ASSUMED))
    others = [make_transcript(other, exon_pairs) for other, exon_pairs in pairs.items() if other not in (name, CANONICAL)]
    return named, flags, others


def _assumed_ends(length: int) -> tuple[int, int]:
    """Return the ends of a gene with the flanks of this layout, or the whole of a sequence too short to have them."""
    return (UPSTREAM, length - DOWNSTREAM) if length > UPSTREAM + DOWNSTREAM else (0, length)


def _canonical(row: Mapping[str, str], named: Transcript, record: RnaRecord) -> tuple[Transcript | None, tuple[GeneFlag, ...]]:
    """Return the transcript of the `canonical_*` columns, with the outer ends of the named one where they fit; None where there is none.

    These columns were carried over from the genome by counting, so they are off where the stored sequence has more or fewer bases.
    """
    acceptors, donors = _sites(row, "canonical_")
    if not acceptors or not donors:
        return None, ()
    canonical, flags = _from_sites(CANONICAL, (acceptors, donors), (named.pre_mrna.start, named.pre_mrna.end))
    span = _span(row)
    fit = splice_fit(record.sequence, canonical.donors, canonical.acceptors)
    if span is not None and len(span) != len(record) and fit.fraction < MIN_CANONICAL_FIT:
        raise GeneError(
            f"Gene {clip(record.id)!r} has AG and GU (GC) at {fit.usual} of {fit.sites} canonical sites only, for its sequence differs by "
            f"{abs(len(record) - len(span))} bases from the genome; expected labels 'transcript' for this gene."
        )
    return canonical, (*flags, GeneFlag(GeneFlagKind.ENDS_ASSUMED))


def _sites(row: Mapping[str, str], prefix: str) -> tuple[list[int], list[int]]:
    """Return acceptors and donors of a row, 0-based."""
    found = []
    for column in (f"{prefix}acceptors", f"{prefix}donors"):
        cells = [cell.strip() for cell in row.get(column, "").split(",") if cell.strip()]
        wrong = next((cell for cell in cells if not (cell.isascii() and cell.isdigit() and len(cell) < 12)), None)
        if wrong is not None:
            raise GeneError(f"Gene {clip(row.get('symbol', ''))!r} has {clip(wrong)!r} in {column}; expected whole numbers and commas.")
        found.append([int(cell) - 1 for cell in cells])
    return found[0], found[1]


def _from_sites(name: str, sites: tuple[list[int], list[int]], ends: tuple[int, int]) -> tuple[Transcript, tuple[GeneFlag, ...]]:
    """Make exons from splice sites and outer ends; an end that lies inside the sites gives way to them."""
    acceptors, donors = list(sites[0]), list(sites[1])
    start, end = ends
    cut = 0
    if acceptors and (not donors or acceptors[0] <= donors[0] and len(acceptors) > len(donors)):
        start, cut = acceptors.pop(0), 1
    elif donors:
        start = min(start, donors[0])
    if donors and len(donors) > len(acceptors):
        end, cut = donors.pop() + 1, cut + 1
    elif acceptors:
        end = max(end, acceptors[-1] + 1)
    if len(acceptors) != len(donors):
        raise GeneError(f"Transcript {name!r} has {len(sites[0])} acceptors and {len(sites[1])} donors; expected one of each per intron.")
    pairs = zip([start, *acceptors], [*(donor + 1 for donor in donors), end], strict=True)
    flags = (GeneFlag(GeneFlagKind.PARTIAL, cut, note="splice sites without their partner"),) if cut else ()
    return make_transcript(name, pairs), flags


def _span(row: Mapping[str, str]) -> GenomicSpan | None:
    """Return the genomic span of a row, None where a part of it is missing."""
    start, end, strand = row.get("start", ""), row.get("end", ""), row.get("strand", "")
    if not (start.isdigit() and end.isdigit() and strand in ("+", "-") and row.get("chrom") and 0 < int(start) <= int(end)):
        return None
    return GenomicSpan(row.get("assembly", ""), row["chrom"], strand, int(start) - 1, int(end))
