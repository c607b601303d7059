"""Genes from Locus Reference Genomic XML, parsed by defusedxml: the fixed transcripts, in LRG coordinates."""

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import parse

from rbpviz.errors import GeneError
from rbpviz.genes.build import build_gene, make_transcript
from rbpviz.genes.collect import Collector, GeneOptions
from rbpviz.genes.flags import GeneFlag, GeneFlagKind
from rbpviz.genes.inputs import GENE_LIMITS, BlockReader, GeneInput, GeneSource, as_input
from rbpviz.genes.model import GeneModel, GenomicSpan, Transcript
from rbpviz.sequences.streams import ReadLimits, clip
from rbpviz.types import RejectedRecord

DEFAULT_ASSEMBLY = "GRCh38"
XML_BYTES = 100_000_000
"""Largest LRG file after decompression, bytes (the largest published ones have 8 MB)."""


def read_lrg(
    source: GeneSource,
    *,
    options: GeneOptions = GeneOptions(),
    limits: ReadLimits = GENE_LIMITS,
    rejected: list[RejectedRecord] | None = None,
) -> Iterator[GeneModel]:
    """Read the gene of an LRG file.

    Parameters
    ----------
    source : GeneSource
        One LRG record as XML.
    options : GeneOptions
        `assembly` chooses among the builds that the record is mapped to.
    limits : ReadLimits
        Limits on sizes.
    rejected : list of RejectedRecord, optional
        Where the gene is put if it cannot be read; else that raises.

    Yields
    ------
    GeneModel
        The fixed transcripts; the first one with an intron is the principal one, as LRG numbers them.
    """
    opened = as_input(source)
    collector = Collector(opened, rejected)
    own = ReadLimits(limits.max_record_length, min(limits.max_file_bytes, XML_BYTES), limits.max_compression_ratio)
    gene = collector.build(opened.name, lambda: _gene(_root(opened, own), opened, options))
    if gene is not None and options.wants(gene.id, gene.symbol):
        yield gene


def _root(source: GeneInput, limits: ReadLimits) -> Element:
    """Parse the XML with entities and document types refused."""
    try:
        tree = parse(io.BufferedReader(BlockReader(source.blocks(limits))), forbid_dtd=True)
    except ParseError as error:
        raise GeneError(f"{source.subject} is damaged XML ({error}); download it again.") from error
    except (DefusedXmlException, LookupError, ValueError) as error:
        raise GeneError(f"{source.subject} is XML that LRG files do not use ({type(error).__name__}); expected an LRG record.") from error
    root = tree.getroot()
    if root is None or root.tag != "lrg":
        raise GeneError(f"{source.subject} is XML with the root {clip(getattr(root, 'tag', ''))!r}; expected 'lrg'.")
    return root


def _gene(root: Element, source: GeneInput, options: GeneOptions) -> GeneModel:
    fixed = root.find("fixed_annotation")
    if fixed is None:
        raise GeneError(f"{source.subject} has no fixed_annotation; expected an LRG record.")
    lrg_id = (fixed.findtext("id") or "").strip() or source.name
    sequence = (fixed.findtext("sequence") or "").strip()
    if not sequence:
        raise GeneError(f"{source.subject} has no sequence; expected an LRG record with one.")
    transcripts, problems = [], []
    for element in fixed.findall("transcript"):
        try:
            transcripts.append(_transcript(element, lrg_id))
        except GeneError as error:
            problems.append(str(error))
    if not transcripts:
        raise GeneError(problems[0] if problems else f"{source.subject} has no fixed transcripts; expected at least one.")
    ordered = sorted(transcripts, key=lambda transcript: len(transcript.exons) < 2)
    flags = [GeneFlag(GeneFlagKind.DROPPED_TRANSCRIPTS, len(problems), len(problems) + len(transcripts), problems[0])] if problems else []
    symbol = next((text.strip() for text in (e.text for e in root.iter("lrg_locus")) if text and text.strip()), "")
    return build_gene(lrg_id, sequence, ordered, symbol=symbol, span=_span(root, len("".join(sequence.split())), options), flags=flags)


def _transcript(element: Element, lrg_id: str) -> Transcript:
    """Return a fixed transcript; exons are taken in LRG coordinates, 1-based inclusive in the file."""
    name = element.get("name") or "t?"
    pairs = []
    for exon in element.findall("exon"):
        own = [c for c in exon.findall("coordinates") if c.get("coord_system") == lrg_id]
        if len(own) != 1:
            raise GeneError(f"Transcript {clip(name)!r} has an exon with {len(own)} positions in {lrg_id}; expected one.")
        if own[0].get("strand", "1") != "1":
            raise GeneError(f"Transcript {clip(name)!r} has an exon on the other strand; expected strand 1, as LRG records have.")
        start, end = _number(own[0], "start"), _number(own[0], "end")
        pairs.append((start - 1, end))
    return make_transcript(name, pairs)


def _span(root: Element, length: int, options: GeneOptions) -> GenomicSpan | None:
    """Return where the record lies in the build wanted, else in its main one."""
    wanted = (options.assembly or DEFAULT_ASSEMBLY).lower()
    found = [m for m in root.iter("mapping") if m.get("type") in ("main_assembly", "other_assembly")]
    found.sort(key=lambda m: (not (m.get("coord_system") or "").lower().startswith(wanted), m.get("type") != "main_assembly"))
    for mapping in found:
        spans = mapping.findall("mapping_span")
        strands = {span.get("strand") for span in spans}
        if len(strands) != 1 or not strands <= {"1", "-1"}:
            continue
        start = min(_number(span, "other_start") for span in spans)
        end = max(_number(span, "other_end") for span in spans)
        whole = len(spans) == 1 and _number(spans[0], "lrg_start") == 1 and _number(spans[0], "lrg_end") == length
        gaps = any("ins" in (diff.get("type") or "") for span in spans for diff in span.findall("diff"))
        name = mapping.get("other_name") or mapping.get("other_id") or ""
        chromosome = f"chr{name}" if len(name) <= 2 else name
        return GenomicSpan(
            mapping.get("coord_system") or "", chromosome, "+" if "1" in strands else "-", start - 1, end, whole and not gaps
        )
    return None


def _number(element: Element, attribute: str) -> int:
    value = element.get(attribute, "")
    if not (value.isascii() and value.isdigit() and len(value) <= 12 and int(value) > 0):
        raise GeneError(f"Got {attribute}={clip(value)!r} in an LRG file; expected a whole number of at least 1.")
    return int(value)
