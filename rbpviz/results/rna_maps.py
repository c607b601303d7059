"""RNA maps: how much the motifs of each RBP support or suppress splice sites, by distance from the site (section 9b)."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
import pandas as pd

from rbpviz.errors import InvalidOptionError

Scale = Literal["scaled", "raw"]

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

    def by_model(self, radius: int = 0) -> np.ndarray:
        """Return the map of each model: mean effect of a motif site, weighted by how often it lies at each offset.

        The sum of effects at an offset is divided by the motif sites at all offsets (equation of section 9b.3), so that it shows effect
        and position together.

        Parameters
        ----------
        radius : int, default 0
            Values are averaged over so many neighbours on either side; the paper does not smooth.

        Returns
        -------
        ndarray of float64, shape (n_models, 2, n_rbps, 201)
        """
        per_site = np.maximum(self.features, 1)[:, :, None, None]
        presence = (self.count / per_site).sum(axis=3, keepdims=True)
        return smooth_offsets((self.gain - self.loss) / per_site / (presence + _ABSENT), radius)

    def values(self, radius: int = 0) -> np.ndarray:
        """Return the map averaged over the models, shape (2, n_rbps, 201); see `by_model`."""
        return np.asarray(self.by_model(radius).mean(axis=0))

    def scaled(self, radius: int = 0) -> np.ndarray:
        """Return the map as drawn: each row divided by its `tops`, cut at -1 and 1, shape (2, n_rbps, 201)."""
        return np.clip(self.values(radius) / self.tops(radius)[None, :, None], -1, 1)

    def tops(self, radius: int = 0) -> np.ndarray:
        """Return what each row is divided by: the 99th percentile of its absolute values over both panels, shape (n_rbps,).

        Where fewer than a hundredth of a row's values differ from 0, its largest one takes the place of the percentile; 1 where all are 0.
        """
        size = np.abs(self.values(radius))
        top = np.quantile(size, 0.99, axis=(0, 2))
        top = np.where(top > 0, top, size.max(axis=(0, 2)))
        return np.where(top > 0, top, 1.0)

    def row(self, rbp: str) -> int:
        """Return the row of an RBP; raise `InvalidOptionError` where it is not in the map."""
        if rbp not in self.rbps:
            raise InvalidOptionError(f"Got the protein {rbp!r}; expected one of the {len(self.rbps)} of this map, such as {self.rbps[0]}.")
        return self.rbps.index(rbp)

    def sites_of(self, rbp: str) -> tuple[int, int]:
        """Return how many motif sites of an RBP lie near the acceptors and donors that were asked, summed over the models."""
        counts = self.count[:, :, self.row(rbp)].sum(axis=(0, 2))
        return int(counts[0]), int(counts[1])

    def summary(self) -> pd.DataFrame:
        """Return a row an RBP: its effect in exons, in introns, and their difference (section 9b.6)."""
        values = self.values()
        after, before = OFFSETS > 0, OFFSETS < 0
        exon = values[0][:, after].sum(axis=1) + values[1][:, before].sum(axis=1)
        intron = values[0][:, before].sum(axis=1) + values[1][:, after].sum(axis=1)
        group = [rbp_group(name) for name in self.rbps]
        return pd.DataFrame({"rbp": self.rbps, "group": group, "exon": exon, "intron": intron, "difference": exon - intron})

    def curve_frame(self, rbp: str) -> pd.DataFrame:
        """Return a row an end of the exon and offset of one RBP: the effect in each model, their mean, lowest and highest."""
        values = self.by_model()[:, :, self.row(rbp)]
        frame = pd.DataFrame({"site": np.repeat(["acceptor", "donor"], len(OFFSETS)), "offset": np.tile(OFFSETS, 2)})
        for name, one in zip(self.models, values.reshape(len(self.models), -1), strict=True):
            frame[name] = one
        return frame.assign(mean=values.mean(axis=0).ravel(), lowest=values.min(axis=0).ravel(), highest=values.max(axis=0).ravel())

    def frame(self) -> pd.DataFrame:
        """Return a row an RBP, end of the exon and offset: map, scaled map, motif sites."""
        values, scaled, count = self.values(), self.scaled(), self.count.sum(axis=0)
        shape = values.shape
        kinds, rbps, offsets = np.meshgrid(["acceptor", "donor"], self.rbps, OFFSETS, indexing="ij")
        columns = {"site": kinds, "rbp": rbps, "offset": offsets, "effect": values, "scaled": scaled, "motif_sites": count}
        return pd.DataFrame({name: np.reshape(column, shape).ravel() for name, column in columns.items()})


def join_maps(maps: list[RnaMap]) -> RnaMap:
    """Return the maps of several models of the same RBPs as one."""
    if not maps or len({one.rbps for one in maps}) > 1:
        raise InvalidOptionError(f"Got {len(maps)} maps of different RBPs; expected at least one, all of the same RBPs.")
    parts = {name: np.concatenate([getattr(one, name) for one in maps]) for name in ("gain", "loss", "count", "features")}
    return RnaMap(tuple(name for one in maps for name in one.models), maps[0].rbps, **parts)


def smooth_offsets(values: np.ndarray, radius: int) -> np.ndarray:
    """Return values averaged over `radius` neighbours on either side along the last axis, fewer at its ends; shape as given."""
    if radius < 0:
        raise InvalidOptionError(f"Got a smoothing radius of {radius} nt; expected at least 0.")
    if radius == 0:
        return values
    n = values.shape[-1]
    sums = np.concatenate([np.zeros((*values.shape[:-1], 1)), np.cumsum(values, axis=-1)], axis=-1)
    low, high = np.maximum(np.arange(n) - radius, 0), np.minimum(np.arange(n) + radius + 1, n)
    return np.asarray((sums[..., high] - sums[..., low]) / (high - low))


def rbp_group(name: str) -> str:
    """Return `SR`, `hnRNP` or `other`, as the paper groups proteins."""
    shown = SHOWN_NAMES.get(name, name)
    if shown.startswith("HN"):
        return "hnRNP"
    return "SR" if shown.startswith(("SR", "TRA")) else "other"


def shown_name(name: str) -> str:
    """Return the name under which an RBP stands in the map: the paper's hnRNP name in brackets where it has one."""
    shown = SHOWN_NAMES.get(name)
    if shown is None:
        return name
    return f"{name} (hnRNP)" if shown.startswith("HNRNP:") else f"{name} ({shown})"
