"""Base-pair graphs: sparse pairs of many RNAs packed into flat arrays, and the normalised operator of one batch.

Section 3.2 of the RNASSR-Net specification: weight 1 between neighbours on the backbone, p between pairs, 1 on the diagonal, and
S = D^-1/2 (A + I) D^-1/2.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array

from rbpviz.errors import InputLimitError
from rbpviz.features.encoding import encode_bases
from rbpviz.results.structures import Structure

MAX_PACKED_LENGTH = 65_535
"""Longest packed RNA, nt: positions are stored as uint16."""


@dataclass(frozen=True, slots=True)
class GraphRules:
    """How the adjacency is made.

    Parameters
    ----------
    weighted : bool, default True
        Pairs weigh their probability (paper); else 1 (authors' code).
    self_loops : bool, default True
        Add the diagonal (paper); the authors' code has none.
    skip_edges : bool, default False
        Also connect bases two apart (authors' code).
    pair_cutoff : float, default 1e-4
        Pairs below it are left out.
    """

    weighted: bool = True
    self_loops: bool = True
    skip_edges: bool = False
    pair_cutoff: float = 1e-4


@dataclass(frozen=True, slots=True)
class PackedRnas:
    """Bases and pairs of many RNAs in flat arrays.

    Parameters
    ----------
    bases : ndarray of uint8, shape (n_bases,)
        Codes of all records, one after the other.
    base_offsets : ndarray of int64, shape (n + 1,)
        Where each record starts in `bases`.
    left, right : ndarray of uint16, shape (n_pairs,)
        0-based positions within the record, left < right.
    probability : ndarray of float16, shape (n_pairs,)
        Pairing probabilities.
    pair_offsets : ndarray of int64, shape (n + 1,)
        Where each record's pairs start.
    """

    bases: np.ndarray
    base_offsets: np.ndarray
    left: np.ndarray
    right: np.ndarray
    probability: np.ndarray
    pair_offsets: np.ndarray

    def __len__(self) -> int:
        return len(self.base_offsets) - 1

    def lengths(self) -> np.ndarray:
        """Return the length of each record in nt, int64, shape (n,)."""
        return np.diff(self.base_offsets)

    def codes(self, index: int) -> np.ndarray:
        """Return the base codes of one record, uint8, shape (length,)."""
        return self.bases[self.base_offsets[index] : self.base_offsets[index + 1]]

    def pairs(self, index: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return left, right and probability of one record."""
        part = slice(self.pair_offsets[index], self.pair_offsets[index + 1])
        return self.left[part], self.right[part], self.probability[part]

    def crop(self, index: int, start: int, end: int) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Return codes and pairs of [start, end) of record `index`, positions counted from `start`."""
        left, right, probability = self.pairs(index)
        keep = (left >= start) & (right < end)
        return self.codes(index)[start:end], (left[keep] - np.uint16(start), right[keep] - np.uint16(start), probability[keep])


def pack_structures(structures: Sequence[Structure]) -> PackedRnas:
    """Return folded RNAs (each with pairing probabilities) as flat arrays.

    Raises
    ------
    InputLimitError
        If an RNA is longer than `MAX_PACKED_LENGTH`.
    """
    pairs = [s.pairs for s in structures]
    lengths = [len(s.sequence) for s in structures]
    if max(lengths, default=0) > MAX_PACKED_LENGTH:
        raise InputLimitError(f"Got an RNA of {max(lengths):,} nt to learn from; expected at most {MAX_PACKED_LENGTH:,}: cut it.")
    counts = [0 if p is None else len(p.left) for p in pairs]
    some = [p for p in pairs if p is not None]
    return PackedRnas(
        bases=np.concatenate([encode_bases(s.sequence) for s in structures]) if structures else np.zeros(0, np.uint8),
        base_offsets=_offsets(lengths),
        left=_join([p.left for p in some], np.uint16),
        right=_join([p.right for p in some], np.uint16),
        probability=_join([p.probability for p in some], np.float16),
        pair_offsets=_offsets(counts),
    )


@dataclass(frozen=True, slots=True)
class GraphOperator:
    """The normalised adjacency of a batch, block-diagonal, in compressed sparse rows.

    Parameters
    ----------
    crow : ndarray of int32, shape (n_nodes + 1,)
        Where each row starts.
    col : ndarray of int32, shape (n_edges,)
        Column of each entry, ascending within a row.
    value : ndarray of float32, shape (n_edges,)
        Entries of S; S is symmetric.
    """

    crow: np.ndarray
    col: np.ndarray
    value: np.ndarray

    def dense(self) -> np.ndarray:
        """Return S as a float32 matrix, shape (n_nodes, n_nodes)."""
        n = len(self.crow) - 1
        matrix = np.zeros((n, n), dtype=np.float32)
        matrix[np.repeat(np.arange(n), np.diff(self.crow)), self.col] = self.value
        return matrix


def build_operator(
    lengths: Sequence[int], pairs: Sequence[tuple[np.ndarray, np.ndarray, np.ndarray]], rules: GraphRules | None = None
) -> GraphOperator:
    """Return S for a batch of RNAs laid one after the other.

    Parameters
    ----------
    lengths : sequence of int
        Length of each RNA, nt.
    pairs : sequence of (left, right, probability)
        Pairs of each RNA, 0-based within it.
    rules : GraphRules, optional
        Default: the paper's.

    Returns
    -------
    GraphOperator
        n_nodes is the sum of the lengths.
    """
    rules = rules or GraphRules()
    starts = _offsets(list(lengths))
    n = int(starts[-1])
    rows, cols, weights = [], [], []
    for step in (1, 2) if rules.skip_edges else (1,):
        here = _chain(starts, step)
        rows.append(here)
        cols.append(here + step)
        weights.append(np.ones(len(here), dtype=np.float32))
    for start, (left, right, probability) in zip(starts[:-1], pairs, strict=True):
        p = probability.astype(np.float32)
        keep = p >= rules.pair_cutoff * (1 - 1e-3)
        rows.append(left[keep].astype(np.int64) + start)
        cols.append(right[keep].astype(np.int64) + start)
        weights.append(p[keep] if rules.weighted else np.ones(int(keep.sum()), dtype=np.float32))
    return _normalise(np.concatenate(rows), np.concatenate(cols), np.concatenate(weights), n, rules)


def _normalise(row: np.ndarray, col: np.ndarray, weight: np.ndarray, n: int, rules: GraphRules) -> GraphOperator:
    loops = np.arange(n) if rules.self_loops else np.zeros(0, dtype=np.int64)
    rows = np.concatenate([row, col, loops])
    cols = np.concatenate([col, row, loops])
    values = np.concatenate([weight, weight, np.ones(len(loops), dtype=np.float32)]).astype(np.float32)
    adjacency = coo_array((values, (rows, cols)), shape=(n, n)).tocsr()
    degree = np.bincount(rows, values, n)
    scale = 1.0 / np.sqrt(np.where(degree > 0, degree, 1.0))
    crow, col = adjacency.indptr, adjacency.indices
    value = adjacency.data * np.repeat(scale, np.diff(crow)) * scale[col]
    return GraphOperator(crow.astype(np.int32), col.astype(np.int32), value.astype(np.float32))


def _chain(starts: np.ndarray, step: int) -> np.ndarray:
    n = int(starts[-1])
    inside = np.ones(n, dtype=bool)
    for back in range(1, step + 1):
        ends = starts[1:] - back
        inside[ends[ends >= starts[:-1]]] = False
    return np.flatnonzero(inside)


def _offsets(counts: list[int]) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _join(parts: list[np.ndarray], dtype: type) -> np.ndarray:
    return np.concatenate(parts).astype(dtype) if parts else np.zeros(0, dtype=dtype)
