"""Genes by key, wherever they come from: the user's library, the shipped examples, the generator of simulated genes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from rbpviz import config
from rbpviz.errors import GeneError, InputLimitError, InvalidOptionError
from rbpviz.examples.gene_examples import FOLDER, GENE_EXAMPLES, GeneExample
from rbpviz.genes.collect import GeneOptions
from rbpviz.genes.excerpts import EXAMPLE_PREFIX
from rbpviz.genes.genome import ALIASES, Genome, normal_build, parse_locus
from rbpviz.genes.inputs import GENE_LIMITS, GeneSource, as_input
from rbpviz.genes.library import GeneLibrary, is_key, search_entries
from rbpviz.genes.model import GeneModel
from rbpviz.genes.readers import read_genes
from rbpviz.genes.simulate import simulate_gene
from rbpviz.genes.stored import GeneEntry, read_entry, read_gene
from rbpviz.results.genes import EXON_COLUMNS, GenePicture, TranscriptLane
from rbpviz.sequences.streams import ReadLimits, clip
from rbpviz.types import Progress, RejectedRecord, ignore_progress

SIMULATED_PREFIX = "simulated-"
MAX_ADDED = 200
"""Most genes that one file puts into the library."""
UNKNOWN_PLACE = "build, chromosome and strand unknown"
ENTRY_COLUMNS = ("key", "symbol", "id", "build", "place_1based", "length", "exons", "transcripts", "flags", "source")
_GENOME = re.compile(r"(.+)\.(?:fa|fasta|fna)(?:\.gz|\.bgz)?")
_ANNOTATION_ENDS = tuple(f".{kind}{packed}" for kind in ("gtf", "gff3", "gff") for packed in ("", ".gz"))
_SIMULATED = re.compile(r"simulated-(0|[1-9]\d{0,8})")


@dataclass(frozen=True, slots=True)
class GeneListing:
    """Genes that can be opened.

    Parameters
    ----------
    entries : tuple of GeneEntry
        The library by name, then the shipped examples.
    problems : tuple of str
        One sentence for each stored gene that cannot be read.
    """

    entries: tuple[GeneEntry, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AddGenesRequest:
    """Genes to put into the library: from Ensembl by name, from a genome by name or place, or from files.

    Parameters
    ----------
    name : str, default ""
        Symbol or id; with a genome also a place such as `chr5:70247724-70247818(+)`. With files: only this gene of theirs.
    source : GeneSource, optional
        FASTA, GenBank or LRG XML.
    annotation : GeneSource, optional
        Exons for FASTA or genome.
    genome : Path, optional
        A genome FASTA, read through an index.
    assembly : str, default ""
        Build. From Ensembl: GRCh38 where none is named.
    limits : ReadLimits
        Limits on sizes of files.
    """

    name: str = ""
    source: GeneSource | None = None
    annotation: GeneSource | None = None
    genome: Path | None = None
    assembly: str = ""
    limits: ReadLimits = GENE_LIMITS


@dataclass(frozen=True, slots=True)
class AddGenesReport:
    """What came of a request.

    Parameters
    ----------
    entries : tuple of GeneEntry
        What is in the library now, in the source's order; at least one.
    rejected : tuple of RejectedRecord
        What could not be read, or was left out, and why.
    transcript : str
        With a place: the transcript that it lies on.
    region : tuple of int, optional
        With a place: where it lies in the pre-mRNA of that transcript, 0-based half-open.
    """

    entries: tuple[GeneEntry, ...]
    rejected: tuple[RejectedRecord, ...] = ()
    transcript: str = ""
    region: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class GenomeFiles:
    """A genome that the app may read.

    Parameters
    ----------
    name : str
        Name of its files, without ending.
    fasta, annotation : Path
        The letters and the genes.
    assembly : str
        Build where the name is one, else empty.
    """

    name: str
    fasta: Path
    annotation: Path
    assembly: str


def list_genomes() -> list[GenomeFiles]:
    """Return the genomes in `config.genomes_dir()`: pairs such as `GRCh38.fa` and `GRCh38.gtf.gz`."""
    folder = config.genomes_dir()
    if not folder.is_dir():
        return []
    files = {path.name: path for path in sorted(folder.iterdir()) if path.is_file()}
    found = []
    for name, path in files.items():
        stem = _GENOME.fullmatch(name)
        partner = next((files[stem[1] + end] for end in _ANNOTATION_ENDS if stem and stem[1] + end in files), None)
        if stem is not None and partner is not None:
            build = normal_build(stem[1])
            found.append(GenomeFiles(stem[1], path, partner, build if build in ALIASES.values() else ""))
    return found


def list_genes(text: str = "", *, library: GeneLibrary | None = None) -> GeneListing:
    """Return the genes that a text finds by symbol, id or alias; all where it is empty."""
    own, problems = (library or GeneLibrary()).entries()
    return GeneListing(tuple(search_entries([*own, *example_entries()], text)), tuple(problems))


def example_entries() -> list[GeneEntry]:
    """Return the entries of the shipped genes, in their order."""
    return [read_entry(FOLDER, EXAMPLE_PREFIX + name) for name in GENE_EXAMPLES]


def find_example(key: str) -> GeneExample | None:
    """Return the shipped example that a key names, or None."""
    return GENE_EXAMPLES.get(key.removeprefix(EXAMPLE_PREFIX)) if key.startswith(EXAMPLE_PREFIX) else None


def open_gene(key: str, *, library: GeneLibrary | None = None) -> GeneModel:
    """Return the gene of a key: 32 hexadecimal digits, `example-NAME` or `simulated-SEED`; raises `GeneError` for any other text."""
    if find_example(key) is not None:
        return read_gene(FOLDER, key)
    if is_key(key):
        return (library or GeneLibrary()).get(key)
    if _SIMULATED.fullmatch(key):
        return simulate_gene(int(key.removeprefix(SIMULATED_PREFIX)))
    raise GeneError(f"Got the gene key {clip(key)!r}; expected one of the library, example-NAME or simulated-NUMBER.")


def find_gene(text: str, *, assembly: str = "", library: GeneLibrary | None = None) -> tuple[str, GeneModel]:
    """Return key and gene of a key, symbol, id or alias.

    Parameters
    ----------
    text : str
        What to look for; a symbol must be the whole one.
    assembly : str, default ""
        Build, where the library has a gene in several.
    library : GeneLibrary, optional
        Default: the user's.

    Returns
    -------
    tuple of (str, GeneModel)

    Raises
    ------
    GeneError
        If there is no such gene, or there are several.
    """
    if is_key(text) or find_example(text) is not None or _SIMULATED.fullmatch(text):
        return text, open_gene(text, library=library)
    exact = [entry for entry in list_genes(text, library=library).entries if _named(entry, text)]
    wanted = [entry for entry in exact if not assembly or entry.assembly.startswith(normal_build(assembly))]
    own = [entry for entry in wanted if is_key(entry.key)] or wanted
    if len(own) == 1:
        return own[0].key, open_gene(own[0].key, library=library)
    if own:
        listed = ", ".join(f"{entry.key} ({entry.place or UNKNOWN_PLACE})" for entry in own[:5])
        raise GeneError(
            f"Got {len(own)} genes named {clip(text)!r} in the library; expected one: name its build, or give a key of {listed}."
        )
    raise GeneError(f"Got {clip(text)!r}, which is not in the gene library; expected a gene of it: add it first (rbpviz genes add).")


def add_genes(request: AddGenesRequest, *, library: GeneLibrary | None = None, progress: Progress = ignore_progress) -> AddGenesReport:
    """Put genes into the user's library.

    Parameters
    ----------
    request : AddGenesRequest
        Which, and from where.
    library : GeneLibrary, optional
        Default: the user's.
    progress : Progress, optional
        Called between steps; it may raise to cancel.

    Returns
    -------
    AddGenesReport

    Raises
    ------
    GeneError, InvalidSequenceError, InputLimitError, NetworkError
        If nothing can be added.
    InvalidOptionError
        If the request names no source.
    """
    kept = library or GeneLibrary()
    if request.source is not None:
        return _add_files(request, kept, progress)
    if not request.name.strip():
        raise InvalidOptionError("Got no gene to add; expected a symbol, an Ensembl id, or a file.")
    if request.genome is not None:
        return _add_from_genome(request, kept)
    from rbpviz.genes.ensembl import fetch_gene

    gene = fetch_gene(request.name, assembly=normal_build(request.assembly) or "GRCh38", progress=progress)
    asked = request.name.strip()
    return AddGenesReport((kept.add(gene, aliases=() if asked in (gene.id, gene.symbol) else (asked,)),))


def picture_gene(gene: GeneModel) -> GenePicture:
    """Return what a picture of a gene shows."""
    lanes = tuple(
        TranscriptLane(
            one.id,
            tuple((exon.start, exon.end) for exon in one.exons),
            tuple(one.label(number) for number in range(1, len(one.exons) + 1)),
        )
        for one in gene.transcripts
    )
    elements = tuple((one.name, one.start, one.end, one.note) for one in gene.elements)
    simulated = any(flag.kind.value == "simulated" for flag in gene.flags)
    return GenePicture(gene.name, gene_place(gene), len(gene), lanes, elements, simulated)


def gene_place(gene: GeneModel) -> str:
    """Return build, chromosome, ends (1-based, inclusive) and strand of a gene, or words where they are unknown."""
    if gene.span is None:
        return UNKNOWN_PLACE
    return str(gene.span) if gene.assembly else f"build unknown, {gene.span}"


def exon_frame(gene: GeneModel, transcript_id: str | None = None) -> pd.DataFrame:
    """Return a row per exon with the columns `EXON_COLUMNS`; all positions 0-based half-open.

    Parameters
    ----------
    gene : GeneModel
        The gene.
    transcript_id : str, optional
        One transcript; all where none is named. `start` and `end` count from the first base of the transcript's pre-mRNA.

    Returns
    -------
    DataFrame
        Strand is 1 or -1; genome columns are missing values where the place is unknown.
    """
    rows = []
    for one in [gene.transcript(transcript_id)] if transcript_id else gene.transcripts:
        introns = [*map(len, one.introns), None]
        first = one.pre_mrna.start
        for number, (exon, intron) in enumerate(zip(one.exons, introns, strict=True), start=1):
            place = gene.span.part(exon.start, exon.end) if gene.span is not None and gene.span.gapless else None
            where = (place.chromosome, place.start, place.end, 1 if place.strand == "+" else -1) if place else ("", None, None, None)
            rows.append((one.id, number, one.label(number), exon.start - first, exon.end - first, len(exon), intron, *where))
    return pd.DataFrame(rows, columns=list(EXON_COLUMNS), dtype=object)


def entries_frame(entries: Iterable[GeneEntry]) -> pd.DataFrame:
    """Return a row per gene with the columns `ENTRY_COLUMNS`."""
    rows = [
        (one.key, one.symbol, one.id, one.assembly, one.place.partition(" ")[2] if one.assembly else one.place, one.length, one.exons)
        + (one.transcripts, ",".join(one.flags), one.source)
        for one in entries
    ]
    return pd.DataFrame(rows, columns=list(ENTRY_COLUMNS))


def gene_lines(gene: GeneModel) -> list[str]:
    """Return what must be known of a gene as lines: name, place, source, oddities, and the base of coordinates in its tables."""
    lines = [f"{gene.name} ({gene.id}), {len(gene):,} nt, {gene_place(gene)} (1-based, inclusive)", f"source: {gene.source or 'unknown'}"]
    lines += [f"note: {flag}" for flag in gene.flags]
    return [*lines, "positions below: 0-based, half-open; start and end count from the first base of the transcript's pre-mRNA"]


def _named(entry: GeneEntry, text: str) -> bool:
    wanted = text.strip().casefold()
    return any(wanted in (name.casefold(), name.casefold().rpartition(".")[0]) for name in entry.names)


def _add_files(request: AddGenesRequest, library: GeneLibrary, progress: Progress) -> AddGenesReport:
    source = as_input(request.source)  # type: ignore[arg-type]
    options = GeneOptions(genes=frozenset({request.name} if request.name else ()), assembly=normal_build(request.assembly))
    rejected: list[RejectedRecord] = []
    entries: list[GeneEntry] = []
    given = (source.name, source.rewound()) if source.path is None else source.path
    for gene in read_genes(given, request.annotation, options=options, limits=request.limits, rejected=rejected):  # type: ignore[arg-type]
        if len(entries) == MAX_ADDED:
            rejected.append(
                RejectedRecord("", len(entries) + 1, f"Only the first {MAX_ADDED} genes were added; name the gene that you want.")
            )
            break
        try:
            entries.append(library.add(gene if gene.source else replace(gene, source=f"File {clip(source.name or 'of yours')}")))
        except (GeneError, InputLimitError) as error:
            rejected.append(RejectedRecord(gene.id, len(entries) + 1, str(error)))
        progress(len(entries), None, f"{len(entries)} genes added")
    if not entries:
        wanted = f" {clip(request.name)!r}" if request.name else ""
        raise GeneError(rejected[0].reason if rejected else f"{source.subject} holds no gene{wanted}; expected one with introns.")
    told = [one for one in rejected if one.id] if request.name else rejected  # lines on other genes of the file do not matter then
    return AddGenesReport(tuple(entries), tuple(told))


def _add_from_genome(request: AddGenesRequest, library: GeneLibrary) -> AddGenesReport:
    if request.genome is None or request.annotation is None:
        raise InvalidOptionError("Got a genome without an annotation; expected GTF or GFF3 of the same build beside it.")
    genome = Genome(request.genome, request.assembly)
    if ":" not in request.name:
        return AddGenesReport((library.add(genome.gene(request.name.strip(), request.annotation)),))
    found = genome.gene_at(parse_locus(request.name), request.annotation)
    return AddGenesReport((library.add(found.gene),), transcript=found.transcript, region=found.region)
