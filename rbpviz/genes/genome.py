"""An indexed genome FASTA with an annotation: genes by symbol or by place, and letters by place (`chr5:70247724-70247818(+)` or BED).

Places that people write are 1-based and inclusive, BED is 0-based and half-open; a `Locus` is 0-based and half-open.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rbpviz import config
from rbpviz.errors import GeneError, InputLimitError, RbpvizError
from rbpviz.genes.collect import Collector, GeneOptions
from rbpviz.genes.drafts import GeneDraft, genes_from_drafts
from rbpviz.genes.gff import annotation_genes, annotation_near
from rbpviz.genes.inputs import GeneInput, GeneSource, as_input
from rbpviz.genes.model import GeneModel, GenomicSpan
from rbpviz.genes.records import INDEX_ERRORS, IndexedRecords, resolve_name
from rbpviz.genes.splice_sites import reverse_complement
from rbpviz.sequences.streams import clip
from rbpviz.types import RnaRecord

ALIASES = {"hg19": "GRCh37", "hg38": "GRCh38", "grch37": "GRCh37", "grch38": "GRCh38"}
"""Other names of builds, in lower case."""
MAX_LOCUS = config.MAX_GENE_LENGTH
MAX_BED_LINES = 100_000
_LENGTHS = {
    "chr1": {249_250_621: "GRCh37", 248_956_422: "GRCh38"},
    "chr2": {243_199_373: "GRCh37", 242_193_529: "GRCh38"},
    "chr3": {198_022_430: "GRCh37", 198_295_559: "GRCh38"},
    "chr5": {180_915_260: "GRCh37", 181_538_259: "GRCh38"},
    "chr7": {159_138_663: "GRCh37", 159_345_973: "GRCh38"},
    "chrX": {155_270_560: "GRCh37", 156_040_895: "GRCh38"},
}
"""Lengths of human chromosomes by which a build is told."""
_LOCUS = re.compile(r"(?P<chrom>[\w.]{1,60}):(?P<start>[\d,]{1,15})(?:-|\.\.|\u2013)(?P<end>[\d,]{1,15})(?:[:(](?P<strand>[+-])\)?)?")
_NEAR = config.MAX_GENE_LENGTH


@dataclass(frozen=True, slots=True)
class Locus:
    """A piece of a chromosome.

    Parameters
    ----------
    chromosome : str
        As it was written.
    start, end : int
        On the plus strand, 0-based half-open.
    strand : str, default ""
        `+`, `-`, or empty where none was given.
    name : str, default ""
        What a BED file calls it (untrusted text).
    """

    chromosome: str
    start: int
    end: int
    strand: str = ""
    name: str = ""

    def __str__(self) -> str:
        return f"{self.chromosome}:{self.start + 1}-{self.end}" + (f"({self.strand})" if self.strand else "")


@dataclass(frozen=True, slots=True)
class LocatedGene:
    """A gene that lies at a locus.

    Parameters
    ----------
    gene : GeneModel
        The gene.
    transcript : str
        The principal transcript where it holds the locus, else the first that does.
    region : tuple of int
        The locus in that transcript's pre-mRNA, 0-based half-open, cut to it.
    """

    gene: GeneModel
    transcript: str
    region: tuple[int, int]


def parse_locus(text: str) -> Locus:
    """Return the locus that a text such as `chr5:70,247,724-70,247,818(+)` names (1-based, inclusive); raises `GeneError` for others."""
    match = _LOCUS.fullmatch("".join(text.split()))
    digits = [match[key].replace(",", "") for key in ("start", "end")] if match else []
    if match is None or not all(digits):
        raise GeneError(f"Got the place {clip(text)!r}; expected one such as chr5:70247724-70247818(+), 1-based and inclusive.")
    start, end = map(int, digits)
    return _checked(Locus(match["chrom"], start - 1, end, match["strand"] or ""), clip(text))


def read_bed(source: GeneSource) -> Iterator[Locus]:
    """Yield the loci of a BED file (0-based, half-open); raises `GeneError` with the line's number for a line that is none."""
    opened = as_input(source)
    for number, line in enumerate(opened.lines(), start=1):
        if not line.strip() or line.startswith(("#", "track", "browser")):
            continue
        if number > MAX_BED_LINES:
            raise InputLimitError(f"{opened.subject} has more than {MAX_BED_LINES:,} lines; expected fewer: split it.")
        cells = line.split("\t") if "\t" in line else line.split()
        place = f"line {number} of {opened.subject[0].lower()}{opened.subject[1:]}"
        if len(cells) < 3 or not all(cell.isascii() and cell.isdigit() and len(cell) < 12 for cell in cells[1:3]):
            raise GeneError(f"Got {clip(line)!r} in {place}; expected BED: chromosome, start and end (0-based, half-open).")
        strand = cells[5] if len(cells) > 5 and cells[5] in ("+", "-") else ""
        yield _checked(Locus(cells[0], int(cells[1]), int(cells[2]), strand, cells[3] if len(cells) > 3 else ""), place)


def normal_build(text: str) -> str:
    """Return the usual name of a build: `hg19` gives `GRCh37`; other names stay as they are."""
    return ALIASES.get(text.strip().lower(), text.strip())


class Genome:
    """A genome FASTA, plain or bgzip, read through an index.

    Parameters
    ----------
    path : Path
        The file. An index beside it is used; else one is made in the user's cache.
    assembly : str, default ""
        Its build (`GRCh38`, `hg19`, ...); where empty it is told by the lengths of human chromosomes.

    Raises
    ------
    GeneError
        If the file cannot be indexed, or its build is unknown or another one than was stated.
    """

    def __init__(self, path: Path, assembly: str = "") -> None:
        self._subject = as_input(path).subject
        try:
            self._records = IndexedRecords(path)
        except FileNotFoundError:
            raise GeneError(f"Got the genome {clip(path.name)!r}, which is not there; expected a FASTA file.") from None
        except RbpvizError:
            raise
        except INDEX_ERRORS as error:
            raise GeneError(
                f"{self._subject} cannot be indexed ({clip(str(error), 100)}); expected FASTA with lines of equal length, plain or "
                "compressed by bgzip (not gzip)."
            ) from error
        self._path = path
        stated, told = normal_build(assembly), self._told_build()
        if stated and told and stated != told:
            raise GeneError(
                f"{self._subject} was said to be {clip(stated)} but its chromosomes have the lengths of {told}; expected one build."
            )
        if not stated and not told:
            raise GeneError(f"{self._subject} is of an unknown build; expected it to be stated, such as GRCh38 or GRCh37.")
        self.assembly = stated or told

    def _told_build(self) -> str:
        for name, builds in _LENGTHS.items():
            found = resolve_name(self._records, name)
            if found is not None and self._records.length(found) in builds:
                return builds[self._records.length(found)]
        return ""

    def names(self) -> list[str]:
        """Return the names of its chromosomes."""
        return list(self._records.names())

    def sequence(self, locus: Locus) -> RnaRecord:
        """Return the letters of a locus, reading its strand (plus where none was given), with the place as id."""
        name = self._resolve(locus)
        letters = self._records.fetch(name, locus.start, locus.end)
        strand = locus.strand or "+"
        place = str(GenomicSpan(self.assembly, name, strand, locus.start, locus.end))
        record_id = f"{name}:{locus.start + 1}-{locus.end}({strand})"
        return RnaRecord(record_id, reverse_complement(letters) if strand == "-" else letters, description=place)

    def gene(self, name: str, annotation: GeneSource) -> GeneModel:
        """Return the gene of a symbol or id; raises `GeneError` where the annotation has none, or several, of that name."""
        found = annotation_genes(annotation, GeneOptions(genes=frozenset({name})))
        drafts = [draft for draft in found if draft.spliced]
        if len(drafts) == 1:
            return self._build(drafts, annotation)
        if drafts:
            listed = ", ".join(f"{clip(draft.id)} on {clip(draft.record)}" for draft in drafts[:4])
            raise GeneError(f"Got {len(drafts)} genes named {clip(name)!r} ({listed}); expected one: give its id.")
        why = "which has no introns" if found else "which the annotation does not have"
        raise GeneError(f"Got the gene {clip(name)!r}, {why}; expected a symbol or id of a gene with introns.")

    def gene_at(self, locus: Locus, annotation: GeneSource, *, name: str = "") -> LocatedGene:
        """Return the gene that lies at a locus, and the locus in its pre-mRNA.

        Parameters
        ----------
        locus : Locus
            Where to look; a gene of the other strand is no match where the locus has one.
        annotation : GeneSource
            GTF or GFF3 of the same build.
        name : str, default ""
            Symbol or id, where several genes lie there.

        Raises
        ------
        GeneError
            If none, or several, genes with introns lie there.
        """
        chromosome = self._resolve(locus)
        names = {chromosome, locus.chromosome, chromosome.removeprefix("chr"), f"chr{chromosome.removeprefix('chr')}"}
        drafts = annotation_near(
            annotation, lambda record, start, end: record in names and start - _NEAR < locus.end and locus.start < end + _NEAR
        )
        wanted = GeneOptions(genes=frozenset({name} if name else ()), assembly=self.assembly)
        there = [draft for draft in drafts if draft.spliced and _holds(draft, locus) and wanted.wants(draft.id, draft.symbol)]
        if not there:
            raise GeneError(
                f"No gene with introns{f' named {clip(name)}' if name else ''} lies at {locus} in the annotation; expected one."
            )
        if len(there) > 1:
            listed = ", ".join(clip(draft.symbol or draft.id) for draft in there[:6])
            raise GeneError(f"{len(there)} genes lie at {locus} ({listed}); expected one: add the strand, or name the gene.")
        return _locate(self._build(there, annotation), locus)

    def _resolve(self, locus: Locus) -> str:
        """Return the chromosome as the file names it; raises for a locus that is not on it."""
        name = resolve_name(self._records, locus.chromosome)
        if name is None:
            known = ", ".join(clip(one, 20) for one in self.names()[:4])
            raise GeneError(f"The genome has no chromosome {clip(locus.chromosome)!r}; expected one of {known}, ... (with or without chr).")
        length = self._records.length(name)
        if locus.end > length:
            raise GeneError(
                f"Got {locus}, but {clip(name)} has {length:,} bases in {self.assembly}; expected a place on it: check the build."
            )
        return name

    def _build(self, drafts: list[GeneDraft], annotation: GeneSource) -> GeneModel:
        """Cut the letters of one gene out of the genome."""
        draft = drafts[0]
        self._resolve(Locus(draft.record, 0, 1))
        collector = Collector(GeneInput(self._path.name, self._path), None)
        (gene,) = genes_from_drafts(drafts, self._records, collector, options=GeneOptions(assembly=self.assembly))
        return replace(gene, source=f"{self._path.name} ({self.assembly}) with {as_input(annotation).name or 'an annotation'}")


def _checked(locus: Locus, what: str) -> Locus:
    if not 0 <= locus.start < locus.end or len(locus.chromosome) > 60 or not locus.chromosome:
        raise GeneError(f"Got the place {locus} ({what}); expected a chromosome, and a start before the end.")
    if locus.end - locus.start > MAX_LOCUS:
        raise InputLimitError(f"Got the place {locus}, {locus.end - locus.start:,} nt long; expected at most {MAX_LOCUS:,}.")
    return locus


def _holds(draft: GeneDraft, locus: Locus) -> bool:
    if locus.strand and draft.strand != locus.strand:
        return False
    parts = [part for transcript in draft.transcripts for part in transcript.parts]
    return bool(parts) and min(start for start, _ in parts) < locus.end and locus.start < max(end for _, end in parts)


def _locate(gene: GeneModel, locus: Locus) -> LocatedGene:
    """Turn a locus into an interval of a pre-mRNA of the gene."""
    span = gene.span
    if span is None:
        raise GeneError(f"Gene {clip(gene.name)!r} has no genome coordinates; expected a source that states them.")
    low, high = max(locus.start, span.start), min(locus.end, span.end)
    start, end = (low - span.start, high - span.start) if span.strand == "+" else (span.end - high, span.end - low)
    for transcript in gene.transcripts:
        whole = transcript.pre_mrna
        if start < whole.end and whole.start < end:
            return LocatedGene(gene, transcript.id, (max(start, whole.start) - whole.start, min(end, whole.end) - whole.start))
    raise GeneError(f"No transcript of {clip(gene.name)!r} lies at {locus}; expected one.")
