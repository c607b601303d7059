"""Fitting the two LSSI networks on single positions (section 2.5 of the specification)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import lightning
import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from rbpviz.features.encoding import cut_window
from rbpviz.models.sam.lssi import Lssi
from rbpviz.models.sam.metrics import accuracies, top_k_sites
from rbpviz.models.sam.network import one_hot
from rbpviz.training.splicing.presets import LssiFit
from rbpviz.training.splicing.store import LabelledGenes
from rbpviz.types import ACCEPTOR, DONOR, N_CODE, NO_SITE

_A, _C, _G, _U = range(4)


class SiteBatch(NamedTuple):
    """Windows around single positions, for one of the networks.

    Parameters
    ----------
    codes : Tensor of uint8, shape (n, width)
        Base codes around each position.
    labels : Tensor of int64, shape (n,)
        Classes.
    weights : Tensor of float32, shape (n,)
        How many positions each stands for.
    """

    codes: Tensor
    labels: Tensor
    weights: Tensor


class SitePair(NamedTuple):
    """One batch for each network."""

    acceptor: SiteBatch
    donor: SiteBatch


def gather_windows(genes: LabelledGenes, places: np.ndarray, reach: tuple[int, int]) -> np.ndarray:
    """Return the bases around positions, uint8, shape (n, sum(reach) + 1); what lies in another gene is N.

    Parameters
    ----------
    genes : LabelledGenes
        Where from.
    places : ndarray of int, shape (n,)
        Positions in `genes.codes`.
    reach : tuple of int
        Bases before and after each position.
    """
    rows = np.searchsorted(genes.offsets, places, side="right") - 1
    index = places[:, None] + np.arange(-reach[0], reach[1] + 1)
    inside = (index >= genes.offsets[rows][:, None]) & (index < genes.offsets[rows + 1][:, None])
    return np.where(inside, genes.codes[np.where(inside, index, 0)], N_CODE).astype(np.uint8)


@dataclass(slots=True)
class SitePositions:
    """All sites and a fresh random share of the other positions in each pass.

    A position of the other class of sites counts for neither side (class weight 0), so it is left out.

    Parameters
    ----------
    genes : LabelledGenes
        Where from.
    fit : LssiFit
        Batch size and shares of negatives.
    seed : int
        Seed.
    epoch : int, default 0
        Current pass.
    """

    genes: LabelledGenes
    fit: LssiFit
    seed: int
    epoch: int = 0
    _others: dict[int, tuple[np.ndarray, np.ndarray]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        free = self.genes.labels == NO_SITE
        like = {kind: looks_like(kind, self.genes.codes) for kind in (ACCEPTOR, DONOR)}
        self._others = {kind: (np.flatnonzero(mask & free), np.flatnonzero(~mask & free)) for kind, mask in like.items()}

    def __len__(self) -> int:
        decoys, plain = (max(len(pools[k]) for pools in self._others.values()) for k in (0, 1))
        return max(1, int((self.fit.decoys * decoys + self.fit.negatives * plain) / self.fit.batch_size))

    def __iter__(self) -> Iterator[SitePair]:
        rng = np.random.default_rng([self.seed, self.epoch])
        networks = Lssi()
        acceptors, donors = (self._batches(kind, rng) for kind in (ACCEPTOR, DONOR))
        for near_acceptor, near_donor in zip(acceptors, donors, strict=True):
            yield SitePair(self._batch(near_acceptor, networks.acceptor.reach), self._batch(near_donor, networks.donor.reach))

    def _batches(self, kind: int, rng: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return places and how many positions each stands for, shuffled and cut into batches."""
        shares = (self.fit.decoys, self.fit.negatives)
        drawn = [pool[rng.random(len(pool)) < share] for pool, share in zip(self._others[kind], shares, strict=True)]
        places = np.concatenate([self.genes.sites(kind), *drawn])
        stands_for = np.repeat([1.0, 1 / self.fit.decoys, 1 / self.fit.negatives], [len(places) - sum(map(len, drawn)), *map(len, drawn)])
        order = rng.permutation(len(places))
        parts = np.array_split(order, len(self))
        return [(places[part], stands_for[part].astype(np.float32)) for part in parts]

    def _batch(self, drawn: tuple[np.ndarray, np.ndarray], reach: tuple[int, int]) -> SiteBatch:
        places, weights = drawn
        labels = self.genes.labels[places].astype(np.int64)
        codes = gather_windows(self.genes, places, reach)
        return SiteBatch(torch.from_numpy(codes), torch.from_numpy(labels), torch.from_numpy(weights))


def looks_like(kind: int, codes: np.ndarray) -> np.ndarray:
    """Return where the two intron bases of nearly all sites of a class stand: AG before an acceptor, GU or GC after a donor.

    Parameters
    ----------
    kind : int
        `ACCEPTOR` or `DONOR`.
    codes : ndarray of uint8, shape (n,)
        Base codes.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    before, after = cut_window(codes, -2, len(codes) - 2, fill=N_CODE), cut_window(codes, 2, len(codes) + 2, fill=N_CODE)
    if kind == ACCEPTOR:
        return (before == _A) & (cut_window(codes, -1, len(codes) - 1, fill=N_CODE) == _G)
    return (cut_window(codes, 1, len(codes) + 1, fill=N_CODE) == _G) & np.isin(after, (_C, _U))


@dataclass(frozen=True, slots=True)
class WholeGenes:
    """Every gene once, whole, for validation."""

    genes: LabelledGenes

    def __len__(self) -> int:
        return len(self.genes)

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        for row in range(len(self.genes)):
            codes, labels = self.genes.gene(row)
            yield torch.from_numpy(codes.copy()), torch.from_numpy(labels.astype(np.int64))


class LssiModule(lightning.LightningModule):
    """Fit both networks side by side.

    Parameters
    ----------
    network : Lssi
        Both networks.
    fit : LssiFit
        Recipe.
    steps : int
        Updates a pass.
    """

    def __init__(self, network: Lssi, fit: LssiFit, *, steps: int) -> None:
        super().__init__()
        self.steps = steps
        self.network = network
        self.averaged = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(fit.average))
        self.fit_options = fit
        self._train_loss: list[Tensor] = []
        self._seen: list[tuple[np.ndarray, np.ndarray]] = []

    @property
    def kept(self) -> Lssi:
        """The network that is validated and kept: the running average."""
        return self.averaged.module  # type: ignore[return-value]

    def on_train_batch_end(self, *_: Any) -> None:  # noqa: ANN401
        """Update the running average of weights."""
        self.averaged.update_parameters(self.network)

    def training_step(self, batch: SitePair, index: int) -> Tensor:
        """Return the loss of one batch of each network."""
        dropout = self.fit_options.dropout
        pairs = ((self.network.acceptor, batch.acceptor), (self.network.donor, batch.donor))
        losses = [_weighted_loss(network.read(one_hot(part.codes), dropout=dropout), part) for network, part in pairs]
        loss = losses[0] + losses[1]
        self._train_loss.append(loss.detach())
        return loss

    def on_validation_epoch_start(self) -> None:
        """Forget the last validation."""
        self._seen = []

    def validation_step(self, batch: tuple[Tensor, Tensor], index: int) -> None:
        """Score one gene."""
        scores = self.kept(one_hot(batch[0][None]))[0]
        self._seen.append((scores.float().cpu().numpy(), batch[1].cpu().numpy()))

    def on_validation_epoch_end(self) -> None:
        """Log top-k accuracies."""
        scores = np.concatenate([s for s, _ in self._seen], axis=1)
        labels = np.concatenate([y for _, y in self._seen])
        self.log_dict(accuracies(top_k_sites(scores, labels)))
        if self._train_loss:
            self.log("train_loss", torch.stack(self._train_loss).mean())
        self._train_loss = []

    def configure_optimizers(self) -> Any:  # noqa: ANN401
        """Return Adam whose learning rate falls to 0."""
        optimiser = torch.optim.Adam(self.network.parameters(), lr=self.fit_options.learning_rate)
        falling = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, self.fit_options.epochs * self.steps)
        return {"optimizer": optimiser, "lr_scheduler": {"scheduler": falling, "interval": "step"}}


def _weighted_loss(logits: Tensor, batch: SiteBatch) -> Tensor:
    losses = cross_entropy(logits.float(), batch.labels, reduction="none")
    return (losses * batch.weights).sum() / batch.weights.sum()
