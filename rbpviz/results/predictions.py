"""Scores of models on records or windows of records."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from rbpviz.types import Flag


@dataclass(frozen=True, slots=True)
class Prediction:
    """One score.

    Parameters
    ----------
    id : str
        Record id (untrusted text).
    start, end : int
        What was scored, 0-based half-open, in the record.
    model : str
        Model id, `family/name`.
    score : float
        Probability in [0, 1].
    percentile : float
        Share of the card's background of negatives that scores lower, in [0, 100].
    flags : tuple of Flag, default ()
        What a reader must know.
    """

    id: str
    start: int
    end: int
    model: str
    score: float
    percentile: float
    flags: tuple[Flag, ...] = ()


PREDICTION_COLUMNS = ("id", "start", "end", "model", "score", "percentile", "flags")


def predictions_frame(predictions: Iterable[Prediction]) -> pd.DataFrame:
    """Return predictions as a table, columns `PREDICTION_COLUMNS`; positions stay 0-based half-open, flags joined by ','."""
    rows = [(p.id, p.start, p.end, p.model, p.score, p.percentile, ",".join(p.flags)) for p in predictions]
    return pd.DataFrame(rows, columns=list(PREDICTION_COLUMNS))


def percentile_words(percentile: float) -> str:
    """Return a percentile among negatives in plain words, never rounded up: `higher than 98 %`, at the top `higher than all`."""
    return "higher than all" if percentile >= 100 else f"higher than {int(percentile)} %"
