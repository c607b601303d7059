"""Metrics of binary classifiers."""

from math import sqrt

import numpy as np
from sklearn.metrics import accuracy_score, average_precision_score, matthews_corrcoef, roc_auc_score

from rbpviz.errors import DataSetError


def binary_metrics(labels: np.ndarray, scores: np.ndarray) -> dict[str, float]:
    """Return the metrics of one test.

    Parameters
    ----------
    labels : ndarray of bool or int, shape (n,)
        1 for positives.
    scores : ndarray of float, shape (n,)
        Probabilities.

    Returns
    -------
    dict
        `auroc auprc accuracy mcc` (the last two at a threshold of 0.5), `n_positives n_negatives`.

    Raises
    ------
    DataSetError
        If one class is empty or a score is not finite.
    """
    labels = np.asarray(labels).astype(int)
    positives = int(labels.sum())
    if positives == 0 or positives == len(labels):
        raise DataSetError(f"Got {positives} positives and {len(labels) - positives} negatives; expected at least one of each.")
    if not np.isfinite(scores).all():
        raise DataSetError("Got scores that are not numbers (NaN or infinite); the model or its input is damaged.")
    called = scores >= 0.5
    return {
        "auroc": float(roc_auc_score(labels, scores)),
        "auprc": float(average_precision_score(labels, scores)),
        "accuracy": float(accuracy_score(labels, called)),
        "mcc": float(matthews_corrcoef(labels, called)),
        "n_positives": positives,
        "n_negatives": len(labels) - positives,
    }


def auroc_standard_error(auroc: float, n_positives: int, n_negatives: int) -> float:
    """Return the standard error of an AUROC of so many positives and negatives (Hanley and McNeil 1982, equation 2)."""
    q1 = auroc / (2 - auroc)
    q2 = 2 * auroc**2 / (1 + auroc)
    a2 = auroc**2
    return sqrt((auroc * (1 - auroc) + (n_positives - 1) * (q1 - a2) + (n_negatives - 1) * (q2 - a2)) / (n_positives * n_negatives))


def percentile_of(score: float, background: tuple[float, ...]) -> float:
    """Return the percentile (0-100) of a score among background quantiles 0, 1, ... 100 %, interpolated between them.

    Ties count half: a score equal to several quantiles gets their middle.
    """
    grid = np.asarray(background)
    low, high = np.searchsorted(grid, score, "left"), np.searchsorted(grid, score, "right")
    last = len(grid) - 1
    if low < high:
        return float((low + high - 1) / 2 / last * 100)
    if low == 0 or low > last:
        return 0.0 if low == 0 else 100.0
    return float((low - 1 + (score - grid[low - 1]) / (grid[low] - grid[low - 1])) / last * 100)
