"""What an RNA map looks like before it is drawn: which rows in which order, columns with the gap between acceptor and donor, colours."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.cluster.hierarchy import leaves_list, linkage

from rbpviz.errors import InvalidOptionError
from rbpviz.plots.theme import EFFECT_DARK, EFFECT_LIGHT, colour_scale
from rbpviz.results.rna_maps import OFFSETS, RADIUS, RnaMap, Scale, rbp_group

GAP = 25
"""Empty columns between the panels of acceptor and donor."""
SITES = ("acceptor", "donor")
GROUPS = ("hnRNP", "SR", "other")
Order = Literal["grouped", "clustered"]
WIDTH = 2 * len(OFFSETS) + GAP
"""Columns in all."""
MEANING = {"scaled": "effect, of each protein's 99th percentile", "raw": "effect of a motif on the probability of the site"}
SIGNS = "red, +: motifs support the site (more inclusion); blue, −: they suppress it"


@dataclass(frozen=True, slots=True)
class MapView:
    """How a map is shown.

    Parameters
    ----------
    scale : {"scaled", "raw"}
        Each row divided by its 99th percentile as in the paper, or effects as they are.
    order : {"grouped", "clustered"}
        By group and name, or by likeness of the rows.
    groups : tuple of str
        Which groups are shown.
    radius : int
        Smoothing: neighbours averaged on either side; 0 as in the paper.
    """

    scale: Scale = "scaled"
    order: Order = "grouped"
    groups: tuple[str, ...] = ("hnRNP", "SR")
    radius: int = 0

    def __post_init__(self) -> None:
        if self.scale not in ("scaled", "raw") or self.order not in ("grouped", "clustered") or not set(self.groups) <= set(GROUPS):
            raise InvalidOptionError(
                f"Got the view {self.scale}, {self.order}, {self.groups}; expected scaled or raw, grouped or clustered."
            )


def map_rows(rna_map: RnaMap, view: MapView) -> list[int]:
    """Return the rows of a map that are shown, in their order from top to bottom."""
    group = [rbp_group(name) for name in rna_map.rbps]
    rows = [k for k in range(len(group)) if group[k] in view.groups]
    if view.order == "grouped" or len(rows) < 3:
        return sorted(rows, key=lambda k: (GROUPS.index(group[k]), _sort_name(rna_map.rbps[k])))
    shapes = np.concatenate(list(rna_map.scaled(max(view.radius, 5))[:, rows]), axis=1)
    tree = linkage(shapes, method="average", metric="euclidean", optimal_ordering=len(rows) <= 200)
    return [rows[k] for k in leaves_list(tree)]


def _sort_name(name: str) -> tuple[str, int, str]:
    digits = "".join(c for c in name if c.isdigit())
    return name.rstrip("0123456789"), int(digits or 0), name


def map_columns(rna_map: RnaMap, view: MapView) -> tuple[np.ndarray, float]:
    """Return the values of all rows with the empty gap between the panels, shape (n_rbps, WIDTH), and the end of the colour scale."""
    values = rna_map.scaled(view.radius) if view.scale == "scaled" else rna_map.values(view.radius)
    gap = np.full((len(rna_map.rbps), GAP), np.nan)
    found = np.concatenate([values[0], gap, values[1]], axis=1)
    if view.scale == "scaled":
        return found, 1.0
    size = np.abs(values)
    return found, float(np.quantile(size, 0.995)) or float(size.max()) or 1.0


def column_of(site: int, offset: int) -> int:
    """Return the column of an offset from the acceptor (site 0) or donor (site 1)."""
    return site * (len(OFFSETS) + GAP) + offset + RADIUS


def column_ticks() -> tuple[list[int], list[str]]:
    """Return columns and labels of the axis."""
    labels, columns = [], []
    for site, letter in enumerate("AD"):
        for offset in (-100, -50, 0, 50, 100):
            columns.append(column_of(site, offset))
            labels.append(letter if offset == 0 else f"−{-offset}" if offset < 0 else f"+{offset}")
    return columns, labels


def exon_spans() -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the columns of the exon right of the acceptor and left of the donor; both sites are exonic bases."""
    return (column_of(0, 0) - 0.5, column_of(0, RADIUS) + 0.5), (column_of(1, -RADIUS) - 0.5, column_of(1, 0) + 0.5)


def effect_scale(dark: bool = False) -> list[tuple[float, str]]:
    """Return the colours of effects, blue for suppressing over the ground to red for supporting."""
    return colour_scale(EFFECT_DARK if dark else EFFECT_LIGHT)
