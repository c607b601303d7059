"""Motif matrices."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from rbpviz.errors import InvalidOptionError

MotifKind = Literal["probability", "affinity", "contribution"]


@dataclass(frozen=True, slots=True)
class Motif:
    """A motif of `w` positions over A, C, G, U.

    Parameters
    ----------
    name : str
        Name, such as `conv1_07`.
    matrix : ndarray of float64, shape (w, 4)
        Columns in the order A, C, G, U. A probability matrix has rows that sum to 1.
    kind : {"probability", "affinity", "contribution"}
        What the numbers are.
    n_sites : int, default 0
        How many k-mers it was built from.
    source : str, default ""
        Model and rule it came from, for captions.
    """

    name: str
    matrix: np.ndarray
    kind: MotifKind = "probability"
    n_sites: int = 0
    source: str = ""

    def __post_init__(self) -> None:
        if self.matrix.ndim != 2 or self.matrix.shape[1] != 4:
            raise InvalidOptionError(f"Motif {self.name!r} has a matrix of shape {self.matrix.shape}; expected (w, 4).")

    def __len__(self) -> int:
        return self.matrix.shape[0]

    def information(self) -> np.ndarray:
        """Return the information content of each position in bits, 2 - H, no small-sample correction, shape (w,)."""
        p = np.clip(self.matrix, 1e-12, 1.0)
        return 2.0 + (p * np.log2(p)).sum(axis=1)

    def consensus(self) -> str:
        """Return the most probable base of each position, lower case where its probability is below one half."""
        best = self.matrix.argmax(axis=1)
        return "".join("ACGU"[b] if self.matrix[i, b] >= 0.5 else "acgu"[b] for i, b in enumerate(best))
