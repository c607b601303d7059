"""RNA maps of genes under one or several SAM models: of a user's genes, or once for good beside the models."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import rbpviz
from rbpviz.errors import InvalidOptionError
from rbpviz.export.rna_map_files import STORED_MAP, MapSource, write_stored_map
from rbpviz.interpret.rna_maps import map_genes
from rbpviz.models.catalog import find_model
from rbpviz.models.checkpoints import load_splicer
from rbpviz.models.sam.loaded import LoadedSplicer
from rbpviz.results.rna_maps import RnaMap, join_maps
from rbpviz.training.splicing.store import LabelledGenes
from rbpviz.types import Progress, RejectedRecord, ignore_progress
from rbpviz.workflows.splicing_data import GeneFiles, pick_genes

GENES_FILE = "genes.txt"
"""Names of genes that a job has mapped, a line each, then those it could not read, each with its reason."""


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
    source : str, default ""
        What the genes are, for what is stored; default: the file's name.
    """

    models: tuple[str, ...]
    genes: Path
    annotation: Path | None = None
    max_genes: int | None = None
    device: str = "auto"
    source: str = ""

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
    prepared = _prepare(request)
    maps = list(_map_models(prepared, progress))
    return RnaMapReport(join_maps(maps), prepared.genes.names, tuple(prepared.rejected))


def store_rna_maps(request: RnaMapRequest, *, progress: Progress = ignore_progress) -> tuple[Path, ...]:
    """Map the genes under each model and keep each map beside its weights, where the app finds it.

    Parameters
    ----------
    request : RnaMapRequest
        Which models, which genes.
    progress : Progress, optional
        Called after each gene; it may raise to cancel. Maps of finished models are kept.

    Returns
    -------
    tuple of Path
        The files.
    """
    prepared = _prepare(request)
    written: list[Path] = []
    for model, one in zip(prepared.models, _map_models(prepared, progress), strict=True):
        path = find_model(request.models[len(written)])[1] / STORED_MAP
        write_stored_map(one, _source(request, [model], prepared.genes), path)
        written.append(path)
    return tuple(written)


def run_rna_map_job(request: dict[str, object], folder: Path, progress: Progress) -> dict[str, object]:
    """Map the genes of `genes.in` (and `annotation.in`, if it is there) in a job's folder; write `rna_map.safetensors` and `genes.txt`.

    Parameters
    ----------
    request : dict
        `models` (ids), and optionally `max_genes`, `device` and `source`.
    folder : Path
        Folder of the job.
    progress : Progress
        Called after each gene.

    Returns
    -------
    dict
        `genes rejected features`.
    """
    names = request["models"]
    most = request.get("max_genes")
    asked = RnaMapRequest(
        tuple(map(str, names)) if isinstance(names, list) else (),
        *job_gene_files(folder),
        max_genes=most if isinstance(most, int) else None,
        device=str(request.get("device") or "auto"),
        source=str(request.get("source") or ""),
    )
    prepared = _prepare(asked)
    joined = join_maps(list(_map_models(prepared, progress)))
    write_stored_map(joined, _source(asked, prepared.models, prepared.genes), folder / STORED_MAP)
    lines = [*prepared.genes.names, *(f"left out: {record.reason}" for record in prepared.rejected)]
    (folder / GENES_FILE).write_text("\n".join(" ".join(line.split()) for line in lines) + "\n", encoding="utf-8")
    return {"genes": len(prepared.genes), "rejected": len(prepared.rejected), "features": int(joined.features[0].sum())}


def job_gene_files(folder: Path) -> tuple[Path, Path | None]:
    """Return the gene file and, where there is one, the annotation that a page put into a job's folder."""
    annotation = folder / "annotation.in"
    return folder / "genes.in", annotation if annotation.is_file() else None


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Genes that were read and models that were loaded."""

    genes: LabelledGenes
    models: tuple[LoadedSplicer, ...]
    rejected: list[RejectedRecord]


def _prepare(request: RnaMapRequest) -> _Prepared:
    rejected: list[RejectedRecord] = []
    genes = GeneFiles(request.genes, request.annotation).read(rejected=rejected)
    if request.max_genes is not None and request.max_genes < len(genes):
        genes = pick_genes(genes, np.sort(np.random.default_rng(0).permutation(len(genes))[: request.max_genes]))
    models = tuple(load_splicer(name, device=request.device) for name in request.models)
    if len({model.card.channels for model in models}) > 1:
        raise InvalidOptionError("Got models of different RBPs; expected seeds of one model, or models trained on the same PSAMs.")
    return _Prepared(genes, models, rejected)


def _map_models(prepared: _Prepared, progress: Progress) -> Iterator[RnaMap]:
    count = len(prepared.genes)
    for turn, model in enumerate(prepared.models):

        def tell(done: int, _: int | None, message: str, turn: int = turn) -> None:
            progress(turn * count + done, len(prepared.models) * count, message)

        yield map_genes(model, (prepared.genes.gene(row) for row in range(count)), total=count, progress=tell)


def _source(request: RnaMapRequest, models: list[LoadedSplicer] | tuple[LoadedSplicer, ...], genes: LabelledGenes) -> MapSource:
    weights = tuple(model.card.weights_sha256 for model in models)
    return MapSource(weights, len(genes), request.source or request.genes.name, rbpviz.__version__)
