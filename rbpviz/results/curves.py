"""Per-base response curves of RNASSR-Net."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rbpviz.types import Flag, Interval


@dataclass(frozen=True, slots=True)
class ResponseCurves:
    """What the two branches of RNASSR-Net answer at each base of one RNA.

    Parameters
    ----------
    id, sequence, model : str
        Record id (untrusted), upper-case `ACGUN`, model id.
    cnn : ndarray of float32, shape (length,)
        Mean over the filters of the first convolution after normalisation and activation.
    gcn : ndarray of float32, shape (length,)
        Mean over the channels of the last graph layer before the gate.
    gate : ndarray of float32, shape (length,)
        Base importance in (0, 1).
    elements, dot_bracket : str
        Loop elements and MFE structure of each base; empty where none was computed.
    score, percentile : float
        The model's probability and its percentile among negatives (0-100).
    viewpoint : Interval, optional
        Measured region, 0-based half-open.
    flags : tuple of Flag, default ()
        What a reader must know.
    """

    id: str
    sequence: str
    model: str
    cnn: np.ndarray
    gcn: np.ndarray
    gate: np.ndarray
    elements: str
    dot_bracket: str
    score: float
    percentile: float
    viewpoint: Interval | None = None
    flags: tuple[Flag, ...] = ()

    def __len__(self) -> int:
        return len(self.sequence)

    def gated_gcn(self) -> np.ndarray:
        """Return the graph response after the gate, float32, shape (length,)."""
        return self.gcn * self.gate

    def frame(self) -> pd.DataFrame:
        """Return a row per base: position (0-based), base, element, paired, in_viewpoint, cnn, gcn, gate, gcn_gated."""
        n = len(self)
        inside = np.zeros(n, dtype=bool)
        if self.viewpoint is not None:
            inside[self.viewpoint.start : self.viewpoint.end] = True
        return pd.DataFrame(
            {
                "position": np.arange(n),
                "base": list(self.sequence),
                "element": list(self.elements or "-" * n),
                "structure": list(self.dot_bracket or "-" * n),
                "in_viewpoint": inside,
                "cnn": self.cnn,
                "gcn": self.gcn,
                "gate": self.gate,
                "gcn_gated": self.gated_gcn(),
            }
        )


def standardise(curve: np.ndarray) -> np.ndarray:
    """Return a curve with mean 0 and standard deviation 1, for display only; a flat curve becomes zeros."""
    spread = float(curve.std())
    return np.zeros_like(curve) if spread == 0 else ((curve - curve.mean()) / spread).astype(np.float32)


def smooth(curve: np.ndarray, window: int) -> np.ndarray:
    """Return the centred moving average over `window` bases (odd; shorter at the ends), float32, same shape."""
    if window <= 1:
        return curve
    kernel, here = np.ones(window), slice(window // 2, window // 2 + len(curve))
    total = np.convolve(curve, kernel)[here]
    return (total / np.convolve(np.ones_like(curve), kernel)[here]).astype(np.float32)
