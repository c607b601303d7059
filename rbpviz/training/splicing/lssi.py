"""Fitting the two LSSI networks on single positions (section 2.5 of the specification)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import lightning
import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from rbpviz.models.sam.lssi import Lssi, SiteNetwork
from rbpviz.models.sam.metrics import accuracies, top_k_sites
from rbpviz.models.sam.network import one_hot
from rbpviz.training.splicing.presets import LssiFit
from rbpviz.training.splicing.store import LabelledGenes
from rbpviz.types import ACCEPTOR, DONOR, N_CODE, NO_SITE


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
        Batch size and share of negatives.
    seed : int
        Seed.
    epoch : int, default 0
        Current pass.
    """

    genes: LabelledGenes
    fit: LssiFit
    seed: int
    epoch: int = 0
    _length: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        wanted = (self.genes.labels == ACCEPTOR).sum() + self.fit.negatives * (self.genes.labels == NO_SITE).sum()
        self._length = max(1, int(wanted / self.fit.batch_size))

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[SitePair]:
        rng = np.random.default_rng([self.seed, self.epoch])
        networks = Lssi()
        acceptors, donors = (np.array_split(self._order(kind, rng), len(self)) for kind in (ACCEPTOR, DONOR))
        for near_acceptor, near_donor in zip(acceptors, donors, strict=True):
            yield SitePair(self._batch(near_acceptor, networks.acceptor.reach), self._batch(near_donor, networks.donor.reach))

    def _order(self, kind: int, rng: np.random.Generator) -> np.ndarray:
        drawn = rng.integers(len(self.genes.codes), size=int(len(self.genes.codes) * self.fit.negatives))
        others = drawn[self.genes.labels[drawn] == NO_SITE]
        return rng.permutation(np.concatenate([self.genes.sites(kind), others]))

    def _batch(self, places: np.ndarray, reach: tuple[int, int]) -> SiteBatch:
        labels = self.genes.labels[places].astype(np.int64)
        weights = np.where(labels == NO_SITE, 1 / self.fit.negatives, 1.0).astype(np.float32)
        codes = gather_windows(self.genes, places, reach)
        return SiteBatch(torch.from_numpy(codes), torch.from_numpy(labels), torch.from_numpy(weights))


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
    """

    def __init__(self, network: Lssi, fit: LssiFit) -> None:
        super().__init__()
        self.network = network
        self.fit_options = fit
        self._train_loss: list[Tensor] = []
        self._seen: list[tuple[np.ndarray, np.ndarray]] = []

    @property
    def kept(self) -> Lssi:
        """The network that is validated and kept."""
        return self.network

    def training_step(self, batch: SitePair, index: int) -> Tensor:
        """Return the loss of one batch of each network."""
        loss = _weighted_loss(self.network.acceptor, batch.acceptor) + _weighted_loss(self.network.donor, batch.donor)
        self._train_loss.append(loss.detach())
        return loss

    def on_validation_epoch_start(self) -> None:
        """Forget the last validation."""
        self._seen = []

    def validation_step(self, batch: tuple[Tensor, Tensor], index: int) -> None:
        """Score one gene."""
        scores = self.network(one_hot(batch[0][None]))[0]
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
        """Return Adam whose learning rate falls after each pass."""
        optimiser = torch.optim.Adam(self.network.parameters(), lr=self.fit_options.learning_rate)
        steps = torch.optim.lr_scheduler.ExponentialLR(optimiser, self.fit_options.decay)
        return {"optimizer": optimiser, "lr_scheduler": {"scheduler": steps, "interval": "epoch"}}


def _weighted_loss(network: SiteNetwork, batch: SiteBatch) -> Tensor:
    logits = network.read(one_hot(batch.codes))
    losses = cross_entropy(logits.float(), batch.labels, reduction="none")
    return (losses * batch.weights).sum() / batch.weights.sum()
