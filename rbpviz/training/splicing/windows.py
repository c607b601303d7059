"""Windows of pre-mRNA for training and validation (sections 1.6 and 10 of the specification)."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from rbpviz.models.sam.network import CONTEXT, SPAN
from rbpviz.training.splicing.store import LabelledGenes

IGNORED = -100
"""Label of positions that do not count."""


class SpliceBatch(NamedTuple):
    """A batch of windows.

    Parameters
    ----------
    codes : Tensor of uint8, shape (n, span + 2 context)
        Base codes.
    labels : Tensor of int64, shape (n, span)
        Classes of the central positions, `IGNORED` beyond the transcript.
    first : int
        Index of the first base in a window of full length, for the code of positions.
    """

    codes: Tensor
    labels: Tensor
    first: int


@dataclass(frozen=True, slots=True)
class Window:
    """Central positions `[start, start + span)` of a gene."""

    row: int
    start: int


def plan_windows(genes: LabelledGenes, *, span: int = SPAN) -> list[Window]:
    """Return consecutive windows over all genes; the last one of a gene reaches beyond its end."""
    lengths = np.diff(genes.offsets)
    return [Window(row, start) for row, length in enumerate(lengths) for start in range(0, int(length), span)]


def windows_with_sites(genes: LabelledGenes, *, share: float = 0.2, span: int = SPAN, seed: int = 0) -> list[Window]:
    """Return the windows that hold a site and a random share of the others, in order.

    Parameters
    ----------
    genes : LabelledGenes
        Where from.
    share : float, default 0.2
        Fraction of windows without a site that is kept.
    span : int
        Central positions of a window.
    seed : int, default 0
        Seed of the share.
    """
    plans = plan_windows(genes, span=span)
    rng = np.random.default_rng([seed, len(plans)])
    kept = []
    for plan in plans:
        labels = genes.gene(plan.row)[1][plan.start : plan.start + span]
        lucky = rng.random() < share
        if labels.any() or lucky:
            kept.append(plan)
    return kept


def collate_windows(genes: LabelledGenes, plans: list[Window], *, span: int, first: int = 0) -> SpliceBatch:
    """Return the batch of some windows.

    Parameters
    ----------
    genes : LabelledGenes
        Where from.
    plans : list of Window
        Which.
    span : int
        Central positions of each.
    first : int, default 0
        See `SpliceBatch`.
    """
    codes = np.empty((len(plans), span + 2 * CONTEXT), dtype=np.uint8)
    labels = np.empty((len(plans), span), dtype=np.int64)
    for place, plan in enumerate(plans):
        bases, marks = genes.window(plan.start - CONTEXT, plan.start + span + CONTEXT, plan.row)
        codes[place] = bases
        labels[place] = marks[CONTEXT:-CONTEXT]
    labels[labels < 0] = IGNORED
    return SpliceBatch(torch.from_numpy(codes), torch.from_numpy(labels), first)


@dataclass(slots=True)
class DrawnWindows:
    """Random windows, anew each period; half of them hold a splice site.

    Draws depend on seed and period alone, so a resumed run sees what an unbroken one sees.

    Parameters
    ----------
    genes : LabelledGenes
        Where from.
    span : int
        Central positions of a window.
    batch_size, steps : int
        Windows a batch, batches a period.
    seed : int
        Seed.
    site_share : float, default 0.5
        Fraction of windows that are laid around a random site.
    epoch : int, default 0
        Current period.
    """

    genes: LabelledGenes
    span: int
    batch_size: int
    steps: int
    seed: int
    site_share: float = 0.5
    epoch: int = 0

    def __len__(self) -> int:
        return self.steps

    def __iter__(self) -> Iterator[SpliceBatch]:
        rng = np.random.default_rng([self.seed, self.epoch])
        sites = np.flatnonzero(self.genes.labels)
        for _ in range(self.steps):
            plans = [self._draw(rng, sites) for _ in range(self.batch_size)]
            first = int(rng.integers(0, max(1, SPAN - self.span + 1)))
            yield collate_windows(self.genes, plans, span=self.span, first=first)

    def _draw(self, rng: np.random.Generator, sites: np.ndarray) -> Window:
        near_site = len(sites) > 0 and rng.random() < self.site_share
        place = int(rng.choice(sites)) if near_site else int(rng.integers(len(self.genes.codes)))
        row = int(np.searchsorted(self.genes.offsets, place, side="right")) - 1
        inside = place - int(self.genes.offsets[row])
        length = int(self.genes.offsets[row + 1] - self.genes.offsets[row])
        start = inside - int(rng.integers(self.span))
        return Window(row, max(0, min(start, length - self.span)))


@dataclass(frozen=True, slots=True)
class PlannedWindows:
    """The same windows every time, in order.

    Parameters
    ----------
    genes : LabelledGenes
        Where from.
    plans : list of Window
        Which.
    batch_size : int
        Windows a batch.
    span : int
        Central positions of a window.
    """

    genes: LabelledGenes
    plans: list[Window]
    batch_size: int
    span: int = SPAN

    def __len__(self) -> int:
        return math.ceil(len(self.plans) / self.batch_size)

    def __iter__(self) -> Iterator[SpliceBatch]:
        for index in range(len(self)):
            yield collate_windows(self.genes, self.plans[index * self.batch_size : (index + 1) * self.batch_size], span=self.span)
