"""Which fixed motif an adjusted one is most like: whether a protein's motif became another protein's by learning to splice."""

import numpy as np
import pandas as pd

from rbpviz.results.motif_comparisons import MotifComparison

SHIFT = 5
"""Largest shift of one motif against the other, nt."""


def closest_motifs(comparison: MotifComparison, rbp: str, seed: int, *, limit: int = 5) -> pd.DataFrame:
    """Return the fixed motifs that an adjusted motif is most like.

    Parameters
    ----------
    comparison : MotifComparison
        Motifs.
    rbp : str
        Whose adjusted motif.
    seed : int
        Which adjusted model.
    limit : int, default 5
        How many.

    Returns
    -------
    DataFrame
        `rbp similarity shift`, best first: the cosine of both motifs' base frequencies less a quarter, 1 for equal motifs, at the best
        shift (positions that the fixed motif is moved to the right). Proteins without a fixed site are left out; empty where the adjusted
        motif has none.
    """
    own = comparison.motif(rbp, 1 + seed).matrix - 0.25
    size = float(np.sqrt((own**2).sum()))
    rows = []
    for other in comparison.rbps if size > 0 else ():
        theirs = comparison.motif(other, 0).matrix - 0.25
        whole = float(np.sqrt((theirs**2).sum()))
        if whole > 0:
            found = {shift: float((own * _moved(theirs, shift)).sum()) / size / whole for shift in range(-SHIFT, SHIFT + 1)}
            best = max(found, key=lambda shift: (round(found[shift], 9), -abs(shift)))
            rows.append((other, found[best], best))
    frame = pd.DataFrame(rows, columns=["rbp", "similarity", "shift"])
    return frame.sort_values("similarity", ascending=False, kind="stable", ignore_index=True).head(limit)


def _moved(matrix: np.ndarray, shift: int) -> np.ndarray:
    moved = np.zeros_like(matrix)
    if shift >= 0:
        moved[shift:] = matrix[: len(matrix) - shift]
    else:
        moved[:shift] = matrix[-shift:]
    return moved
