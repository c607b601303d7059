"""What is drawn, before any plotting library: smoothed and scaled curves, axis ranges, scores in words."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from rbpviz.errors import InvalidOptionError
from rbpviz.results.curves import ResponseCurves, smooth, standardise
from rbpviz.results.predictions import percentile_words

Display = Literal["raw", "standardised"]


@dataclass(frozen=True, slots=True)
class DisplayedCurves:
    """Curves as drawn, after smoothing and scaling for display.

    Parameters
    ----------
    cnn, gcn, gated, gate : ndarray of float32, shape (length,)
        What is drawn on each track.
    how : str
        What was done to them, in words for a caption; empty for raw curves.
    """

    cnn: np.ndarray
    gcn: np.ndarray
    gated: np.ndarray
    gate: np.ndarray
    how: str


def displayed_curves(curves: ResponseCurves, *, smoothing: int = 1, display: Display = "raw") -> DisplayedCurves:
    """Return the curves as they are drawn.

    Parameters
    ----------
    curves : ResponseCurves
        Curves of one RNA.
    smoothing : int, default 1
        Window of the centred moving average, odd, in nt; never wider than the RNA. 1 changes nothing.
    display : {"raw", "standardised"}
        `standardised` gives each response mean 0 and standard deviation 1; the gate stays as it is.

    Raises
    ------
    InvalidOptionError
        If `smoothing` is not an odd number of at least 1, or `display` is unknown.
    """
    if smoothing < 1 or smoothing % 2 == 0:
        raise InvalidOptionError(f"Got a smoothing window of {smoothing} nt; expected an odd number of at least 1.")
    if display not in ("raw", "standardised"):
        raise InvalidOptionError(f"Got the display {display!r}; expected 'raw' or 'standardised'.")
    n = len(curves)
    window = min(smoothing, n if n % 2 else max(n - 1, 1))
    cnn, gcn, gated, gate = (smooth(curve, window) for curve in (curves.cnn, curves.gcn, curves.gated_gcn(), curves.gate))
    words = [f"moving average over {window} nt"] if window > 1 else []
    if display == "standardised":
        cnn, gcn, gated = standardise(cnn), standardise(gcn), standardise(gated)
        words.append("mean 0, standard deviation 1")
    return DisplayedCurves(cnn, gcn, gated, gate, ", ".join(words))


def score_line(score: float, percentile: float, *, windowed: bool = False) -> str:
    """Return a score and its percentile among negatives in plain words; the best of several windows is named as such."""
    if np.isnan(score):
        return "no score"
    words = f"score {score:.3f}" + (" in its best window" if windowed else "")
    than = "unbound RNAs of one window" if windowed else "unbound RNAs"
    return words if np.isnan(percentile) else f"{words}, {percentile_words(percentile)} of the {than}"


def padded_range(*curves: np.ndarray) -> list[float]:
    """Return a y range that holds the finite values of all curves with 6 % of air; flat curves get a range of 1."""
    values = np.concatenate([np.asarray(curve, dtype=float).ravel() for curve in curves]) if curves else np.zeros(1)
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 0.0)
    air = 0.06 * (high - low) if high > low else 0.5
    return [low - air, high + air]
