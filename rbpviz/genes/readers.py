"""The front door for genes: whatever a user gives is told apart by its content and read by the module for it."""

from collections.abc import Iterator

from rbpviz.errors import GeneError
from rbpviz.genes.collect import GENE_ERRORS, GeneOptions
from rbpviz.genes.inputs import GENE_LIMITS, GeneFormat, GeneInput, GeneSource, as_input
from rbpviz.genes.model import GeneModel
from rbpviz.sequences.streams import ReadLimits
from rbpviz.types import RejectedRecord

_ALONE = (GeneFormat.GENBANK, GeneFormat.LRG)
_ANNOTATIONS = (GeneFormat.GFF, GeneFormat.BENCHMARK, GeneFormat.EXON_TABLE)


def read_genes(
    source: GeneSource,
    annotation: GeneSource | None = None,
    *,
    options: GeneOptions = GeneOptions(),
    limits: ReadLimits = GENE_LIMITS,
    rejected: list[RejectedRecord] | None = None,
) -> Iterator[GeneModel]:
    """Read genes from any source, one at a time.

    Parameters
    ----------
    source : GeneSource
        FASTA, GenBank or LRG XML, plain or gzip; told by content, never by name.
    annotation : GeneSource, optional
        For FASTA: GTF, GFF3, a table of exons, or a table of genes as in the benchmark data.
    options : GeneOptions
        Which genes, labels, flanks and build.
    limits : ReadLimits
        Limits on sizes.
    rejected : list of RejectedRecord, optional
        Where given, what cannot be read is put on this list and reading goes on; else the first such thing raises.

    Yields
    ------
    GeneModel
        In transcript orientation, with flags that say what was odd; ids are unique.

    Raises
    ------
    GeneError
        With one sentence, for exons that cannot be used and files that hold no genes.
    InvalidSequenceError
        For letters that are no bases, and missing files.
    InputLimitError
        When a limit is passed.
    """
    opened = as_input(source)
    try:
        beside = as_input(annotation) if annotation is not None else None
        yield from _read(opened, beside, options, limits, rejected)
    except GENE_ERRORS as error:
        if rejected is None:
            raise
        rejected.append(RejectedRecord(opened.name, 1, str(error)))


def _read(
    source: GeneInput, beside: GeneInput | None, options: GeneOptions, limits: ReadLimits, rejected: list[RejectedRecord] | None
) -> Iterator[GeneModel]:
    """Choose a reader; parsers are imported when they are needed."""
    kind = source.format()
    other = beside.format() if beside is not None else None
    if kind in _ANNOTATIONS and other == GeneFormat.FASTA and beside is not None:
        source, beside, kind, other = beside, source, other, kind
    if kind in _ALONE:
        if other is not None:
            raise GeneError(f"{source.subject} is {kind} and holds its own exons; expected no second file.")
        return _read_alone(source, kind, options, limits, rejected)
    if kind != GeneFormat.FASTA:
        raise GeneError(f"{source.subject} is {kind}; expected the FASTA file that it belongs to beside it.")
    if beside is None:
        raise GeneError(f"{source.subject} is FASTA, which has no exons; expected an exon table, GTF or GFF3 beside it.")
    if other == GeneFormat.BENCHMARK:
        from rbpviz.genes.benchmark import read_benchmark

        return read_benchmark(_named(source), _named(beside), options=options, limits=limits, rejected=rejected)
    if other == GeneFormat.EXON_TABLE:
        from rbpviz.genes.exon_table import read_exon_table

        return read_exon_table(_named(source), _named(beside), options=options, limits=limits, rejected=rejected)
    if other == GeneFormat.GFF:
        from rbpviz.genes.gff import read_gff

        return read_gff(_named(source), _named(beside), options=options, limits=limits, rejected=rejected)
    raise GeneError(f"{beside.subject} is {other}; expected an exon table, GTF or GFF3 beside the FASTA.")


def _read_alone(
    source: GeneInput, kind: GeneFormat, options: GeneOptions, limits: ReadLimits, rejected: list[RejectedRecord] | None
) -> Iterator[GeneModel]:
    if kind == GeneFormat.GENBANK:
        from rbpviz.genes.genbank import read_genbank

        return read_genbank(_named(source), options=options, limits=limits, rejected=rejected)
    from rbpviz.genes.lrg import read_lrg

    return read_lrg(_named(source), options=options, limits=limits, rejected=rejected)


def _named(source: GeneInput) -> GeneSource:
    """Return a source that the readers take, rewound, with the name that messages use."""
    rewound = source.rewound()
    return rewound if source.path is not None else (source.name, rewound)  # type: ignore[return-value]
