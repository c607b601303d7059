"""Training and validation batches from stored features."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from rbpviz.models.feeding import Feeder, Pairs, padded_width
from rbpviz.sequences.debias import border_positions
from rbpviz.training.store import LabelledRnas
from rbpviz.types import Interval

MIN_CROPPED = 60


class LabelledBatch(NamedTuple):
    """A batch of RNAs, as the network takes them, with float32 labels, shape (n,)."""

    rnas: Any
    labels: Tensor


@dataclass(slots=True)
class BatchSource:
    """Batches of chosen rows, anew each epoch.

    Order and cuts depend on seed and epoch alone, so a resumed run sees what an unbroken one sees.

    Parameters
    ----------
    data : LabelledRnas
        Stored features.
    rows : ndarray of int64, shape (n,)
        Which records.
    feeder : Feeder
        What makes the network's input.
    batch_size : int
        Records a batch.
    seed : int, optional
        Shuffle and drop the last incomplete batch (training); None keeps the order (validation).
    shift : int, default 0
        Most nt cut from either end.
    exchange : bool, default False
        Give every RNA the viewpoint borders of a random training positive, whatever its label, so that borders tell nothing.
    epoch : int, default 0
        Current epoch.
    """

    data: LabelledRnas
    rows: np.ndarray
    feeder: Feeder
    batch_size: int
    seed: int | None = None
    shift: int = 0
    exchange: bool = False
    epoch: int = 0

    def __len__(self) -> int:
        whole, rest = divmod(len(self.rows), self.batch_size)
        return whole if self.seed is not None and whole else whole + (rest > 0)

    def __iter__(self) -> Iterator[LabelledBatch]:
        rng = None if self.seed is None else np.random.default_rng([self.seed, self.epoch])
        rows = self.rows if rng is None else rng.permutation(self.rows)
        for index in range(len(self)):
            yield self._collate(rows[index * self.batch_size : (index + 1) * self.batch_size], rng)

    def _collate(self, rows: np.ndarray, rng: np.random.Generator | None) -> LabelledBatch:
        codes, pairs = [], []
        for row in rows:
            code, pair = self._one(int(row), rng)
            codes.append(code)
            pairs.append(pair)
        width = padded_width(self.feeder, max(len(code) for code in codes))
        labels = torch.from_numpy(self.data.labels[rows].astype(np.float32))
        return LabelledBatch(self.feeder.collate(codes, pairs, width=width), labels)

    def _one(self, row: int, rng: np.random.Generator | None) -> tuple[np.ndarray, Pairs]:
        rnas = self.data.rnas
        codes = rnas.codes(row)
        width = self.feeder.fixed_width
        if width is not None and len(codes) > width:
            codes, pairs = rnas.crop(row, 0, width)
            return codes, Pairs(*pairs)
        if rng is None:
            return codes, Pairs(*rnas.pairs(row))
        if self.exchange:
            codes = self._with_other_borders(row, codes, rng)
        start, cut = (int(x) for x in rng.integers(0, self.shift + 1, size=2)) if self.shift else (0, 0)
        end = len(codes) - cut
        if (start, cut) == (0, 0) or end - start < MIN_CROPPED:
            return codes, Pairs(*rnas.pairs(row))
        return codes[start:end], Pairs(*rnas.crop(row, start, end)[1])

    def _with_other_borders(self, row: int, codes: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        start, end = (int(x) for x in self.data.viewpoints[row])
        if start < 0 or not len(self.data.borders):
            return codes
        places = np.array(border_positions(Interval(start, end)))
        inside = (places >= 0) & (places < len(codes))
        changed = codes.copy()
        changed[places[inside]] = self.data.borders[rng.integers(len(self.data.borders))][inside]
        return changed
