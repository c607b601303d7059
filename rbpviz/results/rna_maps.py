"""RNA maps: how much the motifs of each RBP support or suppress splice sites, by distance from the site (section 9b)."""

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

RADIUS = 100
"""Largest distance of a motif from a splice site, nt."""
OFFSETS = np.arange(-RADIUS, RADIUS + 1)
"""Motif position less splice-site position, transcript orientation."""
_ABSENT = 1e-10
SHOWN_NAMES = MappingProxyType({"PTBP3": "HNRNP: PTBP3", "FUS": "HNRNPP2", "PCBP1": "HNRNPE1", "PCBP2": "HNRNPE2"})
"""Names under which the paper counts these proteins as hnRNPs."""


@dataclass(frozen=True, slots=True, eq=False)
class RnaMap:
    """Sums over the splice sites of many genes, from which maps are made.

    Parameters
    ----------
    models : tuple of str
        Model ids; maps are averaged over them.
    rbps : tuple of str
        Rows.
    gain, loss : ndarray of float64, shape (n_models, 2, n_rbps, 201)
        Sum of p(with) - p(without) where a motif supports a site, and of the opposite where it suppresses one; acceptors, then donors.
    count : ndarray of int64, shape (n_models, 2, n_rbps, 201)
        Motif sites.
    features : ndarray of int64, shape (n_models, 2)
        Splice sites with a probability between 0.1 and 0.9.
    """

    models: tuple[str, ...]
    rbps: tuple[str, ...]
    gain: np.ndarray
    loss: np.ndarray
    count: np.ndarray
    features: np.ndarray

    def values(self) -> np.ndarray:
        """Return the map: mean effect of a motif site, weighted by how often it lies at each offset, shape (2, n_rbps, 201).

        The sum of effects at an offset is divided by the motif sites at all offsets (equation of section 9b.3), so that it shows effect
        and position together; maps of several models are averaged.
        """
        per_site = np.maximum(self.features, 1)[:, :, None, None]
        presence = (self.count / per_site).sum(axis=3, keepdims=True)
        maps = (self.gain - self.loss) / per_site / (presence + _ABSENT)
        return np.asarray(maps.mean(axis=0))

    def scaled(self) -> np.ndarray:
        """Return the map as drawn: each row divided by the 99th percentile of its absolute values over both panels, cut at -1 and 1.

        Where fewer than a hundredth of a row's values differ from 0, its largest one takes the place of the percentile.
        """
        values = self.values()
        size = np.abs(values)
        top = np.quantile(size, 0.99, axis=(0, 2))
        top = np.where(top > 0, top, size.max(axis=(0, 2)))
        return np.clip(values / np.where(top > 0, top, 1)[None, :, None], -1, 1)

    def summary(self) -> pd.DataFrame:
        """Return a row an RBP: its effect in exons, in introns, and their difference (section 9b.6)."""
        values = self.values()
        after, before = OFFSETS > 0, OFFSETS < 0
        exon = values[0][:, after].sum(axis=1) + values[1][:, before].sum(axis=1)
        intron = values[0][:, before].sum(axis=1) + values[1][:, after].sum(axis=1)
        group = [rbp_group(name) for name in self.rbps]
        return pd.DataFrame({"rbp": self.rbps, "group": group, "exon": exon, "intron": intron, "difference": exon - intron})

    def frame(self) -> pd.DataFrame:
        """Return a row an RBP, end of the exon and offset: map, scaled map, motif sites."""
        values, scaled, count = self.values(), self.scaled(), self.count.sum(axis=0)
        shape = values.shape
        kinds, rbps, offsets = np.meshgrid(["acceptor", "donor"], self.rbps, OFFSETS, indexing="ij")
        columns = {"site": kinds, "rbp": rbps, "offset": offsets, "effect": values, "scaled": scaled, "motif_sites": count}
        return pd.DataFrame({name: np.reshape(column, shape).ravel() for name, column in columns.items()})


def rbp_group(name: str) -> str:
    """Return `SR`, `hnRNP` or `other`, as the paper groups proteins."""
    shown = SHOWN_NAMES.get(name, name)
    if shown.startswith("HN"):
        return "hnRNP"
    return "SR" if shown.startswith(("SR", "TRA")) else "other"
