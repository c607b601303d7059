"""Simulated genes: random letters with AG before each exon and GU after it; nothing here was measured."""

import numpy as np

from rbpviz.training.splicing.store import LabelledGenes
from rbpviz.types import ACCEPTOR, DONOR

_DONOR = np.array([2, 3, 0, 0, 2, 3], dtype=np.uint8)  # GUAAGU
_ACCEPTOR = np.array([3] * 14 + [1, 0, 2], dtype=np.uint8)  # U14 CAG


def simulated_genes(n: int, *, length: int = 1500, exons: int = 4, seed: int = 0) -> LabelledGenes:
    """Return `n` genes with clear splice sites at regular distances."""
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, 4, n * length).astype(np.uint8)
    labels = np.zeros(n * length, dtype=np.uint8)
    step = length // (exons + 1)
    for gene in range(n):
        for exon in range(exons):
            start = gene * length + (exon + 1) * step + int(rng.integers(30))
            codes[start - len(_ACCEPTOR) : start] = _ACCEPTOR
            codes[start + 60 : start + 60 + len(_DONOR)] = _DONOR
            labels[start], labels[start + 59] = ACCEPTOR, DONOR
    return LabelledGenes(codes, labels, np.arange(n + 1, dtype=np.int64) * length, tuple(f"simulated_{seed}_{k}" for k in range(n)))
