"""The regulatory landscape of an exon or interval of a gene under several models."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np

from rbpviz.errors import GeneError, InvalidOptionError
from rbpviz.features.encoding import encode_bases
from rbpviz.genes.collect import GeneOptions
from rbpviz.genes.model import GeneModel
from rbpviz.genes.readers import read_genes
from rbpviz.interpret.landscape_edits import change_bases
from rbpviz.interpret.landscapes import Region, Seen, make_panel, see
from rbpviz.models.checkpoints import load_splicer
from rbpviz.models.devices import settle_on_one_thread
from rbpviz.models.sam.loaded import LoadedSplicer
from rbpviz.results.landscape_edits import Edit, edit_words
from rbpviz.results.landscapes import Landscape, LandscapePanel
from rbpviz.types import RNA_LETTERS, Progress, RejectedRecord, ignore_progress
from rbpviz.workflows.landscape_subject import Subject, gene_subject
from rbpviz.workflows.threads import side_by_side

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


@dataclass(frozen=True, slots=True)
class Sight:
    """What models saw of a region, kept so that edits need not begin anew.

    Parameters
    ----------
    subject : Subject
        The pre-mRNA.
    region : Region
        Where.
    exon : tuple of int or None
        Exon that the region was laid around.
    codes : ndarray of uint8, shape (length,)
        The pre-mRNA as codes.
    seen : tuple of Seen
        A run a model.
    edits : tuple of Edit
        What was changed before the models read it.
    """

    subject: Subject
    region: Region
    exon: tuple[int, int] | None
    codes: np.ndarray
    seen: tuple[Seen, ...]
    edits: tuple[Edit, ...] = ()


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
    settle_on_one_thread()
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
    sight = look(request, gene_subject(gene, request.transcript), models, progress=progress)
    return describe(sight, knock_outs=request.knock_outs, progress=progress)


def look(request: LandscapeRequest, subject: Subject, models: Iterable[LoadedSplicer], *, progress: Progress = ignore_progress) -> Sight:
    """Let models read the window of a region, several at once where there are cores.

    Parameters
    ----------
    request : LandscapeRequest
        What to look at, and how; its models and transcript are not used.
    subject : Subject
        The pre-mRNA.
    models : iterable of LoadedSplicer
        Already loaded.
    progress : Progress, optional
        Called after each model; it may raise to cancel.

    Returns
    -------
    Sight
    """
    exon, region = place_region(request, subject)
    codes = encode_bases(subject.sequence)
    loaded = list(models)
    seen = side_by_side(lambda model: see(model, codes, region), loaded, words="models read the region", progress=progress)
    return Sight(subject, region, exon, codes, tuple(seen))


def describe(sight: Sight, *, knock_outs: bool = True, progress: Progress = ignore_progress) -> Landscape:
    """Return the landscape of what models saw.

    Parameters
    ----------
    sight : Sight
        What `look` returned, or an edited one.
    knock_outs : bool, default True
        Whether every motif site of the region is knocked out.
    progress : Progress, optional
        Called after each panel; it may raise to cancel.

    Returns
    -------
    Landscape
    """
    subject, region = sight.subject, sight.region

    def draw(one: Seen) -> LandscapePanel:
        return make_panel(one, region, subject.annotated, others=_others(one, sight.seen), knock_outs=knock_outs)

    panels = side_by_side(draw, sight.seen, words="panels done", progress=progress)
    letters = "".join((RNA_LETTERS + "N")[code] for code in change_bases(sight.codes, sight.edits)[region.start : region.end])
    return Landscape(
        subject.gene,
        subject.transcript,
        region.start,
        region.end,
        letters,
        region.run,
        tuple(panels),
        sight.exon,
        subject.genome,
        subject.flags,
        tuple(map(edit_words, sight.edits)),
        subject.elements,
    )


def place_region(request: LandscapeRequest, subject: Subject) -> tuple[tuple[int, int] | None, Region]:
    """Return the exon that is asked for, if any, and the region to look at; errors as those of `landscape`."""
    if request.exon is None:
        region = Region(*(request.region or (0, 0)), request.run)
        region.window(len(subject.sequence))
        return None, region
    exon = subject.exon(request.exon)
    start, end = max(0, exon[0] - FLANK), min(len(subject.sequence), exon[1] + FLANK)
    return exon, Region(start, end, request.run)


def _others(one: Seen, seen: Sequence[Seen]) -> list[Seen]:
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
