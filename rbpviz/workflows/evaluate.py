"""Measure a model on labelled FASTA files."""

from dataclasses import dataclass
from pathlib import Path

from rbpviz.models.checkpoints import load_model
from rbpviz.types import Progress, ignore_progress
from rbpviz.workflows.assess import measure
from rbpviz.workflows.folding import FoldSource
from rbpviz.workflows.train import read_test_set


@dataclass(frozen=True, slots=True)
class EvaluateRequest:
    """What to measure on what.

    Parameters
    ----------
    model : str
        Model id or checkpoint folder.
    positives, negatives : Path
        FASTA files of both classes, plain or gzip.
    device : str, default "auto"
        Where to compute.
    workers : int, optional
        Folding processes; default: all cores.
    """

    model: str
    positives: Path
    negatives: Path
    device: str = "auto"
    workers: int | None = None


def evaluate(request: EvaluateRequest, *, progress: Progress = ignore_progress, folds: FoldSource | None = None) -> dict[str, str | float]:
    """Return model id and metrics.

    Parameters
    ----------
    request : EvaluateRequest
        What to measure on what.
    progress : Progress, optional
        Called when the records are read and at the end.
    folds : FoldSource, optional
        A warm pool.

    Returns
    -------
    dict
        `model auroc auprc accuracy mcc n_positives n_negatives`; a record longer than the model takes counts with its best window.
    """
    model = load_model(request.model, device=request.device)
    test = read_test_set(request.positives, request.negatives)
    progress(0, len(test.records), "folding and scoring")
    found = measure(model, test, folds=folds, workers=request.workers)
    progress(len(test.records), len(test.records), "scored")
    return {"model": model.card.id, **found}
