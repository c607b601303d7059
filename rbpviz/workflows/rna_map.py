"""RNA maps of a user's genes under one or several SAM models."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rbpviz.errors import InvalidOptionError
from rbpviz.interpret.rna_maps import join_maps, map_genes
from rbpviz.models.checkpoints import load_splicer
from rbpviz.results.rna_maps import RnaMap
from rbpviz.types import Progress, RejectedRecord, ignore_progress
from rbpviz.workflows.splicing_data import GeneFiles, pick_genes


@dataclass(frozen=True, slots=True)
class RnaMapRequest:
    """Which models to map on which genes.

    Parameters
    ----------
    models : tuple of str
        SAM models of the same RBPs, such as seeds of one; their maps are averaged.
    genes : Path
        FASTA, GenBank or LRG XML.
    annotation : Path, optional
        Exons, for FASTA.
    max_genes : int, optional
        At most so many genes, drawn at random with seed 0; stated in the report.
    device : str, default "auto"
        Where to compute.
    """

    models: tuple[str, ...]
    genes: Path
    annotation: Path | None = None
    max_genes: int | None = None
    device: str = "auto"

    def __post_init__(self) -> None:
        if not self.models:
            raise InvalidOptionError("Got no model; expected at least one SAM model.")
        if self.max_genes is not None and self.max_genes < 1:
            raise InvalidOptionError(f"Got max_genes={self.max_genes}; expected at least 1.")


@dataclass(frozen=True, slots=True)
class RnaMapReport:
    """A map, the genes it was made of, and those that could not be read."""

    rna_map: RnaMap
    genes: tuple[str, ...]
    rejected: tuple[RejectedRecord, ...]


def rna_map(request: RnaMapRequest, *, progress: Progress = ignore_progress) -> RnaMapReport:
    """Return the RNA map of some genes.

    Parameters
    ----------
    request : RnaMapRequest
        Which models, which genes.
    progress : Progress, optional
        Called after each gene; it may raise to cancel.

    Returns
    -------
    RnaMapReport
    """
    rejected: list[RejectedRecord] = []
    genes = GeneFiles(request.genes, request.annotation).read(rejected=rejected)
    if request.max_genes is not None and request.max_genes < len(genes):
        genes = pick_genes(genes, np.sort(np.random.default_rng(0).permutation(len(genes))[: request.max_genes]))
    models = [load_splicer(name, device=request.device) for name in request.models]
    if len({model.card.channels for model in models}) > 1:
        raise InvalidOptionError("Got models of different RBPs; expected seeds of one model, or models trained on the same PSAMs.")
    maps = []
    total = len(models) * len(genes)
    for turn, model in enumerate(models):

        def tell(done: int, _: int | None, message: str, turn: int = turn) -> None:
            progress(turn * len(genes) + done, total, message)

        maps.append(map_genes(model, (genes.gene(row) for row in range(len(genes))), total=len(genes), progress=tell))
    return RnaMapReport(join_maps(maps), genes.names, tuple(rejected))
