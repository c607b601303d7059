"""Where a protein is bound around exons that its knock-down changes: the experiment's counterpart of an RNA map (section 9b.8)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rbpviz.results.rna_maps import OFFSETS

FEW_EVENTS = 100
"""With fewer regulated exons a map is noise."""


@dataclass(frozen=True, slots=True, eq=False)
class EventSet:
    """Skipped exons of an experiment.

    Parameters
    ----------
    kind : str
        rMATS or VastDB.
    chromosome : tuple of str
        Without `chr`.
    forward : ndarray of bool, shape (n,)
        Whether the exon lies on the forward strand.
    acceptor, donor : ndarray of int64, shape (n,)
        First and last base of each exon in transcript orientation, 0-based on the genome.
    change : ndarray of float64, shape (n,)
        Inclusion after knock-down less that of the control, from -1 to 1.
    fdr : ndarray of float64, shape (n,)
        False discovery rate; NaN where the table has none.
    """

    kind: str
    chromosome: tuple[str, ...]
    forward: np.ndarray
    acceptor: np.ndarray
    donor: np.ndarray
    change: np.ndarray
    fdr: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class ClipMap:
    """Peaks around exons that a knock-down excludes, includes, or leaves.

    Parameters
    ----------
    excluded, included, unchanged : ndarray of float64, shape (2, 201)
        Share of the exons of each class with a peak at each offset from the acceptor and the donor.
    counts : tuple of int
        Exons of the three classes.
    peaks : int
        Peaks in all.
    near : int
        Exons with a peak within 100 nt of one of their ends.
    """

    excluded: np.ndarray
    included: np.ndarray
    unchanged: np.ndarray
    counts: tuple[int, int, int]
    peaks: int
    near: int

    def effect(self) -> np.ndarray:
        """Return the share among excluded exons less that among included ones, shape (2, 201).

        Above zero the protein is bound where its loss makes exons be skipped: it supports inclusion, as in an RNA map of a model.
        """
        return self.excluded - self.included

    def flags(self) -> tuple[str, ...]:
        """Return what a reader must know, as sentences."""
        found = []
        for name, number in zip(("excluded", "included"), self.counts[:2], strict=True):
            if number < FEW_EVENTS:
                found.append(f"Only {number} exons are {name} after the knock-down: below {FEW_EVENTS} a map is mostly noise.")
        if self.peaks and not self.near:
            found.append("No peak lies near any exon: peaks and events may be of different genome builds.")
        return tuple(found)

    def frame(self) -> pd.DataFrame:
        """Return a row an end of the exon and offset with the three shares and the effect."""
        frame = pd.DataFrame({"site": np.repeat(["acceptor", "donor"], len(OFFSETS)), "offset": np.tile(OFFSETS, 2)})
        for name in ("excluded", "included", "unchanged"):
            frame[name] = getattr(self, name).ravel()
        return frame.assign(effect=self.effect().ravel())
