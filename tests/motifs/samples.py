"""Random sequences and random PSAMs for the tests of this folder."""

import numpy as np

from rbpviz.motifs.psam import Psam, PsamSet


def random_codes(length: int, *, seed: int, n_share: float = 0.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.where(rng.random(length) < n_share, 4, rng.integers(0, 4, length)).astype(np.uint8)


def random_set(widths: list[list[int]], *, seed: int) -> PsamSet:
    """Return a set whose proteins have PSAMs of the given widths, with some zeros."""
    rng = np.random.default_rng(seed)
    groups = []
    for group in widths:
        matrices = [np.where(rng.random((w, 4)) < 0.2, 0.0, rng.random((w, 4))) for w in group]
        for matrix in matrices:
            matrix[np.arange(len(matrix)), rng.integers(0, 4, len(matrix))] = 1
        groups.append(tuple(Psam(matrix, float(rng.uniform(0.01, 9))) for matrix in matrices))
    return PsamSet(tuple(f"p{i}" for i in range(len(widths))), tuple(groups))
