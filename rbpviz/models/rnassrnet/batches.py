"""From folded RNAs to tensors: batches of equal shape."""

import warnings
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from rbpviz.features.encoding import PAD_CODE, encode_bases, pad_codes
from rbpviz.features.graphs import GraphOperator, GraphRules, build_operator
from rbpviz.models.rnassrnet.network import GraphBatch
from rbpviz.results.structures import Structure

WIDTH_STEP = 32
_NO_PAIRS = (np.zeros(0, np.uint16), np.zeros(0, np.uint16), np.zeros(0, np.float16))

Pairs = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """Which records go into a batch, and its padded width in nt."""

    rows: tuple[int, ...]
    width: int


def plan(lengths: Sequence[int], *, rows: int, width: int | None = None) -> list[BatchPlan]:
    """Return batches by length.

    Parameters
    ----------
    lengths : sequence of int
        Length of each record, nt.
    rows : int
        Most records in a batch.
    width : int, optional
        Fixed width; by default each record's length rounded up to a multiple of `WIDTH_STEP`.

    Returns
    -------
    list of BatchPlan
        Every record once.
    """
    groups: dict[int, list[int]] = defaultdict(list)
    for index, length in enumerate(lengths):
        groups[width or -(-length // WIDTH_STEP) * WIDTH_STEP].append(index)
    return [BatchPlan(tuple(members[a : a + rows]), w) for w, members in sorted(groups.items()) for a in range(0, len(members), rows)]


def collate(structures: Sequence[Structure], *, rows: int, width: int, rules: GraphRules) -> GraphBatch:
    """Return one batch of folded RNAs.

    Parameters
    ----------
    structures : sequence of Structure
        Folded RNAs with pairing probabilities, at most `rows`.
    rows : int
        Records of the batch; it is filled up with single bases whose output nobody reads.
    width : int
        Padded width, nt.
    rules : GraphRules
        How the adjacency is made.

    Returns
    -------
    GraphBatch
    """
    codes = [encode_bases(s.sequence) for s in structures]
    pairs: list[Pairs] = [_NO_PAIRS if s.pairs is None else (s.pairs.left, s.pairs.right, s.pairs.probability) for s in structures]
    spare = rows - len(codes)
    return collate_arrays(codes + [np.zeros(1, np.uint8)] * spare, pairs + [_NO_PAIRS] * spare, width=width, rules=rules)


def collate_arrays(codes: Sequence[np.ndarray], pairs: Sequence[Pairs], *, width: int, rules: GraphRules) -> GraphBatch:
    """Return one batch from base codes and pairs.

    Parameters
    ----------
    codes : sequence of ndarray of uint8, shape (length,)
        Codes of each RNA.
    pairs : sequence of (left, right, probability)
        Pairs of each RNA.
    width : int
        Padded width, nt.
    rules : GraphRules
        How the adjacency is made.

    Returns
    -------
    GraphBatch
    """
    padded = torch.from_numpy(pad_codes(codes, width))
    operator = build_operator([len(c) for c in codes], pairs, rules)
    return GraphBatch(padded, padded != PAD_CODE, sparse_operator(operator))


def sparse_operator(operator: GraphOperator) -> torch.Tensor:
    """Return S as a sparse CSR tensor, float32, shape (n_bases, n_bases)."""
    n = len(operator.crow) - 1
    parts = (torch.from_numpy(operator.crow), torch.from_numpy(operator.col), torch.from_numpy(operator.value))
    return torch.sparse_csr_tensor(*parts, size=(n, n), check_invariants=False)


def _hear_warning_once() -> None:
    """Let torch say once, unheard, that sparse CSR tensors are new, so that no user reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sparse_operator(build_operator([1], [_NO_PAIRS]))


_hear_warning_once()
