"""The regulatory landscape of an exon or interval of a gene under several models."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from rbpviz.errors import GeneError, InvalidOptionError
from rbpviz.features.encoding import encode_bases
from rbpviz.genes.collect import GeneOptions
from rbpviz.genes.model import GeneModel, Transcript
from rbpviz.genes.readers import read_genes
from rbpviz.interpret.landscapes import Region, Seen, make_panel, see
from rbpviz.models.checkpoints import load_splicer
from rbpviz.models.sam.loaded import LoadedSplicer
from rbpviz.results.landscapes import Landscape, SiteKind
from rbpviz.types import Progress, RejectedRecord, ignore_progress

DEFAULT_MODELS = ("lssi/human", "sam-fm/human", "sam-am/human")
FLANK = 100
"""Bases shown on either side of an exon."""


@dataclass(frozen=True, slots=True)
class LandscapeRequest:
    """What to look at, and how.

    Parameters
    ----------
    exon : int, optional
        Exon of the transcript, counted from 1; the region is the exon and `FLANK` bases on either side.
    region : tuple of int, optional
        Interval instead, 0-based half-open in the pre-mRNA.
    transcript : str, optional
        Default: the principal one.
    models : tuple of str
        LSSI and SAM models.
    run : {"full", "short"}
        See `Region`.
    knock_outs : bool, default True
        Whether every motif site of the region is knocked out.
    device : str, default "auto"
        Where to compute.
    """

    exon: int | None = None
    region: tuple[int, int] | None = None
    transcript: str | None = None
    models: tuple[str, ...] = field(default=DEFAULT_MODELS)
    run: Literal["full", "short"] = "full"
    knock_outs: bool = True
    device: str = "auto"

    def __post_init__(self) -> None:
        if (self.exon is None) == (self.region is None):
            raise InvalidOptionError("Got an exon and a region, or neither; expected one of them.")
        if self.run not in ("full", "short"):
            raise InvalidOptionError(f"Got run={self.run!r}; expected full or short.")
        if not self.models:
            raise InvalidOptionError("Got no model; expected at least one of LSSI or SAM.")


def landscape(request: LandscapeRequest, gene: GeneModel, *, progress: Progress = ignore_progress) -> Landscape:
    """Return the landscape of a region.

    Parameters
    ----------
    request : LandscapeRequest
        What to look at, and how.
    gene : GeneModel
        The gene.
    progress : Progress, optional
        Called after each panel; it may raise to cancel.

    Returns
    -------
    Landscape

    Raises
    ------
    InvalidOptionError
        If exon or region are not there, or a model is no splicing model.
    """
    models = [load_splicer(name, device=request.device) for name in request.models]
    return draw_up(request, gene, models, progress=progress)


def draw_up(
    request: LandscapeRequest, gene: GeneModel, models: Iterable[LoadedSplicer], *, progress: Progress = ignore_progress
) -> Landscape:
    """Return the landscape under models that are loaded already.

    Parameters
    ----------
    request : LandscapeRequest
        What to look at, and how; its models are not loaded.
    gene : GeneModel
        The gene.
    models : iterable of LoadedSplicer
        Panels in this order.
    progress : Progress, optional
        Called after each panel; it may raise to cancel.
    """
    loaded = list(models)
    transcript = gene.transcript(request.transcript)
    span = transcript.pre_mrna
    sequence = gene.sequence[span.start : span.end]
    exon = _exon(request, transcript)
    region = _region(request, exon, len(sequence))
    codes = encode_bases(sequence)
    progress(0, len(loaded), "models read the region")
    seen = [see(model, codes, region) for model in loaded]
    annotated = annotated_sites(transcript)
    panels = []
    for done, one in enumerate(seen, start=1):
        panels.append(make_panel(one, region, annotated, others=_others(one, seen), knock_outs=request.knock_outs))
        progress(done, len(seen), f"{one.model.card.id} done")
    return Landscape(
        gene.name, transcript.id, region.start, region.end, sequence[region.start : region.end], request.run, tuple(panels), exon
    )


def annotated_sites(transcript: Transcript) -> frozenset[tuple[int, SiteKind]]:
    """Return position in the pre-mRNA and kind of a transcript's splice sites."""
    first = transcript.pre_mrna.start
    acceptors: set[tuple[int, SiteKind]] = {(place - first, "acceptor") for place in transcript.acceptors}
    donors: set[tuple[int, SiteKind]] = {(place - first, "donor") for place in transcript.donors}
    return frozenset(acceptors | donors)


def _exon(request: LandscapeRequest, transcript: Transcript) -> tuple[int, int] | None:
    if request.exon is None:
        return None
    if not 1 <= request.exon <= len(transcript.exons):
        raise InvalidOptionError(f"Got exon {request.exon}; transcript {transcript.id!r} has exons 1 to {len(transcript.exons)}.")
    exon, first = transcript.exons[request.exon - 1], transcript.pre_mrna.start
    return exon.start - first, exon.end - first


def _region(request: LandscapeRequest, exon: tuple[int, int] | None, length: int) -> Region:
    if exon is None:
        start, end = request.region or (0, 0)
        return Region(start, end, request.run)
    return Region(max(0, exon[0] - FLANK), min(length, exon[1] + FLANK), request.run)


def _others(one: Seen, seen: list[Seen]) -> list[Seen]:
    """Return the runs of the other motif model: fixed for an adjusted one and the other way round."""
    return [other for other in seen if other.traced is not None and other.model.card.family != one.model.card.family]


def pick_gene(source: Path, annotation: Path | None, symbol: str | None) -> GeneModel:
    """Return one gene of a file.

    Parameters
    ----------
    source : Path
        FASTA, GenBank or LRG XML.
    annotation : Path, optional
        Exons, for FASTA.
    symbol : str, optional
        Which gene, where the file holds several.

    Raises
    ------
    GeneError
        If the gene is not there, or several are and none is named.
    """
    rejected: list[RejectedRecord] = []
    options = GeneOptions(genes=frozenset({symbol}) if symbol else frozenset())
    found = []
    for gene in read_genes(source, annotation, options=options, rejected=rejected):
        found.append(gene)
        if len(found) == 2:
            break
    if len(found) == 1:
        return found[0]
    if found:
        raise GeneError(f"Got several genes in {source.name!r} ({found[0].name}, {found[1].name}, ...); expected --gene with one of them.")
    reason = f": {rejected[0].reason}" if rejected else ""
    raise GeneError(f"Got no gene {symbol or ''!r} in {source.name!r}{reason}; expected a gene with introns of that name.")
