"""Fixed against adjusted motifs: the sites of one fixed model and the seeds of an adjusted one over the same genes (section 9c)."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

import rbpviz
from rbpviz.errors import InvalidOptionError
from rbpviz.export.motif_comparison_files import STORED_COMPARISON, ComparisonSource, read_stored_comparison, write_stored_comparison
from rbpviz.export.motif_comparisons import write_comparison
from rbpviz.interpret.motif_comparison import Compared, compare_sites
from rbpviz.interpret.motif_sites import Window, collect_sites, gene_windows
from rbpviz.models.catalog import find_model, list_models
from rbpviz.models.checkpoints import load_splicer
from rbpviz.models.sam.loaded import LoadedSplicer
from rbpviz.models.seeds import group_seeds
from rbpviz.motifs.meme import write_meme
from rbpviz.results.motif_comparisons import MotifComparison
from rbpviz.training.splicing.store import LabelledGenes
from rbpviz.types import Progress, RejectedRecord, ignore_progress
from rbpviz.workflows.rna_map import job_gene_files
from rbpviz.workflows.splicing_data import GeneFiles

EVALUATION_SHARE = 0.2
"""Of the windows, where no genes for evaluation are given."""


@dataclass(frozen=True, slots=True)
class CompareMotifsRequest:
    """Which models to compare on which genes.

    Parameters
    ----------
    fixed : str
        Model with fixed motifs.
    adjusted : tuple of str
        Seeds of a model with adjusted motifs of the same RBPs.
    genes : Path
        FASTA, GenBank or LRG XML.
    annotation : Path, optional
        Exons, for FASTA.
    evaluation : Path, optional
        Genes that classifiers are measured on; default: a fifth of the windows of `genes`, drawn with seed 0.
    max_windows : int, optional
        At most so many windows of 5,000 nt of either kind, drawn with seed 0; default: all.
    device : str, default "auto"
        Where to compute.
    source : str, default ""
        What the genes are, for what is stored; default: the file's name.
    """

    fixed: str
    adjusted: tuple[str, ...]
    genes: Path
    annotation: Path | None = None
    evaluation: Path | None = None
    max_windows: int | None = None
    device: str = "auto"
    source: str = ""

    def __post_init__(self) -> None:
        if not self.adjusted:
            raise InvalidOptionError("Got no model with adjusted motifs; expected at least one, such as sam-am/human.")
        if self.max_windows is not None and self.max_windows < 1:
            raise InvalidOptionError(f"Got max_windows={self.max_windows}; expected at least 1.")


@dataclass(frozen=True, slots=True)
class CompareMotifsReport:
    """A comparison, what it was made of, and the genes that could not be read."""

    comparison: MotifComparison
    source: ComparisonSource
    rejected: tuple[RejectedRecord, ...]


def compare_motifs(request: CompareMotifsRequest, *, progress: Progress = ignore_progress) -> CompareMotifsReport:
    """Return the comparison of fixed and adjusted motifs on some genes.

    Parameters
    ----------
    request : CompareMotifsRequest
        Which models, which genes.
    progress : Progress, optional
        Called after each window and protein; it may raise to cancel.

    Returns
    -------
    CompareMotifsReport

    Raises
    ------
    InvalidOptionError
        If the models are not one of fixed and others of adjusted motifs, or are of different RBPs.
    """
    models = _load(request)
    rejected: list[RejectedRecord] = []
    genes = GeneFiles(request.genes, request.annotation).read(rejected=rejected)
    if request.evaluation is None:
        judge, (fit, held) = genes, split_windows(_windows(genes, None), share=EVALUATION_SHARE)
        fit, held = _some(fit, request.max_windows), _some(held, request.max_windows)
    else:
        judge = GeneFiles(request.evaluation, request.annotation).read(rejected=rejected)
        fit, held = _windows(genes, request.max_windows), _windows(judge, request.max_windows)
    steps = _Steps(progress, len(fit), len(held))
    sites = collect_sites(models, _pairs(genes), fit, progress=steps.fit)
    judged = collect_sites(models, _pairs(judge), held, progress=steps.held)
    names = tuple(model.card.id for model in models)
    compared = Compared(names, models[0].card.channels, genes.names, len(fit), len(held))
    comparison = compare_sites(sites, judged, compared, progress=steps.compare)
    weights = tuple(model.card.weights_sha256 for model in models)
    source = ComparisonSource(weights, request.source or request.genes.name, rbpviz.__version__)
    return CompareMotifsReport(comparison, source, tuple(rejected))


def store_comparison(request: CompareMotifsRequest, *, progress: Progress = ignore_progress) -> Path:
    """Compare and keep the result beside the weights of the first adjusted model, where the app finds it; return the file."""
    report = compare_motifs(request, progress=progress)
    path = find_model(request.adjusted[0])[1] / STORED_COMPARISON
    write_stored_comparison(report.comparison, report.source, path)
    return path


def default_seeds() -> tuple[str, ...]:
    """Return the shipped model with adjusted motifs and its seeds."""
    groups = [group for group in group_seeds(list_models(), "sam-am") if not group.binary]
    return next((group.models for group in groups if group.name == "human"), ("sam-am/human",))


def write_files(comparison: MotifComparison, source: ComparisonSource, folder: Path) -> None:
    """Write the tables and the JSON of `write_comparison`, and `motifs.meme` with the motifs of all models, into a folder."""
    write_comparison(comparison, source, folder)
    motifs = [comparison.motif(rbp, model) for rbp in comparison.rbps for model in range(len(comparison.models))]
    write_meme(motifs, folder / "motifs.meme")


def stored_comparison(adjusted: str) -> tuple[MotifComparison, ComparisonSource]:
    """Return the comparison that lies beside an adjusted model; raise `CheckpointError` where there is none."""
    return read_stored_comparison(find_model(adjusted)[1] / STORED_COMPARISON)


def run_compare_motifs_job(request: dict[str, object], folder: Path, progress: Progress) -> dict[str, object]:
    """Compare motifs on the genes of `genes.in` in a job's folder and write `motif_comparison.safetensors`.

    Parameters
    ----------
    request : dict
        `fixed` and `adjusted` (model ids), and optionally `max_windows`, `device` and `source`.
    folder : Path
        Folder of the job.
    progress : Progress
        Called after each window and protein.

    Returns
    -------
    dict
        `positions windows evaluation_windows rejected`.
    """
    names, most = request["adjusted"], request.get("max_windows")
    genes, annotation = job_gene_files(folder)
    asked = CompareMotifsRequest(
        str(request["fixed"]),
        tuple(map(str, names)) if isinstance(names, list) else (),
        genes,
        annotation,
        max_windows=most if isinstance(most, int) else None,
        device=str(request.get("device") or "auto"),
        source=str(request.get("source") or ""),
    )
    report = compare_motifs(asked, progress=progress)
    write_stored_comparison(report.comparison, report.source, folder / STORED_COMPARISON)
    found = report.comparison
    counts = {"positions": found.positions, "windows": found.windows, "evaluation_windows": found.evaluation_windows}
    return {**counts, "rejected": len(report.rejected)}


def split_windows(windows: list[Window], *, share: float, seed: int = 0) -> tuple[list[Window], list[Window]]:
    """Return windows for fitting and a random share for evaluation; a single window is for fitting."""
    n = min(len(windows) - 1, max(1, round(share * len(windows))))
    order = np.random.default_rng(seed).permutation(len(windows))
    held = set(order[:n].tolist())
    return [w for k, w in enumerate(windows) if k not in held], [w for k, w in enumerate(windows) if k in held]


class _Steps:
    """One progress over two searches and the comparison."""

    def __init__(self, progress: Progress, fit: int, held: int) -> None:
        self._progress = progress
        self._fit, self._windows = fit, fit + held

    def fit(self, done: int, _: int | None, message: str) -> None:
        self._progress(done, self._windows, message)

    def held(self, done: int, _: int | None, message: str) -> None:
        self._progress(self._fit + done, self._windows, message)

    def compare(self, done: int, total: int | None, message: str) -> None:
        self._progress(done, total, message)


def _load(request: CompareMotifsRequest) -> list[LoadedSplicer]:
    models = [load_splicer(name, device=request.device) for name in (request.fixed, *request.adjusted)]
    kinds = [model.sam.options.motifs for model in models]
    if kinds != ["fixed"] + ["adjusted"] * (len(models) - 1):
        raise InvalidOptionError(
            f"Got {', '.join(model.card.id for model in models)}; expected a model with fixed motifs first, then models with adjusted ones."
        )
    return models


def _windows(genes: LabelledGenes, most: int | None) -> list[Window]:
    return _some(gene_windows(np.diff(genes.offsets).tolist()), most)


def _some(windows: list[Window], most: int | None) -> list[Window]:
    if most is None or most >= len(windows):
        return windows
    chosen = np.sort(np.random.default_rng(0).permutation(len(windows))[:most])
    return [windows[k] for k in chosen.tolist()]


def _pairs(genes: LabelledGenes) -> list[tuple[np.ndarray, np.ndarray]]:
    return [genes.gene(row) for row in range(len(genes))]
