"""What every binding network is fed with: batches of equal shape from base codes and pairs, whatever it makes of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np
import torch

from rbpviz.features.encoding import encode_bases
from rbpviz.results.structures import Structure

Batch = TypeVar("Batch", bound=tuple[Any, ...])


class Pairs(NamedTuple):
    """Sparse pairs of one RNA.

    Parameters
    ----------
    left, right : ndarray of int, shape (n_pairs,)
        0-based positions, left < right.
    probability : ndarray of float, shape (n_pairs,)
        Pairing probabilities.
    """

    left: np.ndarray
    right: np.ndarray
    probability: np.ndarray


NO_PAIRS = Pairs(np.zeros(0, np.uint16), np.zeros(0, np.uint16), np.zeros(0, np.float16))


class Feeder(Protocol):
    """Makes the input of one network."""

    @property
    def fixed_width(self) -> int | None:
        """Padded length in nt of every RNA, which none may exceed; None where any length is taken."""

    @property
    def width_step(self) -> int:
        """Padded lengths are multiples of this where they are not fixed."""

    def collate(self, codes: Sequence[np.ndarray], pairs: Sequence[Pairs], *, width: int) -> Any:  # noqa: ANN401
        """Return a batch, a named tuple of tensors.

        Parameters
        ----------
        codes : sequence of ndarray of uint8, shape (length,)
            Base codes of each RNA.
        pairs : sequence of Pairs
            Pairs of each RNA.
        width : int
            Padded length, nt.
        """


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """Which records go into a batch, and its padded width in nt."""

    rows: tuple[int, ...]
    width: int


def padded_width(feeder: Feeder, longest: int) -> int:
    """Return the padded length in nt of RNAs up to this length."""
    return feeder.fixed_width or max(1, -(-longest // feeder.width_step)) * feeder.width_step


def plan(feeder: Feeder, lengths: Sequence[int], *, rows: int) -> list[BatchPlan]:
    """Return batches whose width depends on the length of each record alone, so that no record's arithmetic depends on its company.

    Parameters
    ----------
    feeder : Feeder
        Of the network.
    lengths : sequence of int
        Length of each record, nt.
    rows : int
        Most records in a batch.

    Returns
    -------
    list of BatchPlan
        Every record once.
    """
    groups: dict[int, list[int]] = defaultdict(list)
    for index, length in enumerate(lengths):
        groups[padded_width(feeder, length)].append(index)
    return [BatchPlan(tuple(members[a : a + rows]), w) for w, members in sorted(groups.items()) for a in range(0, len(members), rows)]


def move_batch(batch: Batch, device: str | torch.device) -> Batch:
    """Return a batch, a named tuple of tensors, on a device."""
    return type(batch)(*(part.to(device) for part in batch))


def collate_structures(feeder: Feeder, structures: Sequence[Structure], *, rows: int, width: int) -> Any:  # noqa: ANN401
    """Return one batch of folded RNAs, filled up to `rows` with single bases whose output nobody reads.

    Parameters
    ----------
    feeder : Feeder
        Of the network.
    structures : sequence of Structure
        Folded RNAs with pairing probabilities, at most `rows`.
    rows : int
        Records of the batch.
    width : int
        Padded width, nt.
    """
    codes = [encode_bases(s.sequence) for s in structures]
    pairs = [NO_PAIRS if s.pairs is None else Pairs(s.pairs.left, s.pairs.right, s.pairs.probability) for s in structures]
    spare = rows - len(codes)
    return feeder.collate(codes + [np.zeros(1, np.uint8)] * spare, pairs + [NO_PAIRS] * spare, width=width)
