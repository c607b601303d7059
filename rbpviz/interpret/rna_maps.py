"""Making RNA maps: every motif site near an uncertain splice site is knocked out once (section 9b)."""

from collections.abc import Iterable

import numpy as np
import torch

from rbpviz.models.sam.knockout import SiteEntry, Trace, knock_out, trace
from rbpviz.models.sam.loaded import LoadedSplicer, window_codes
from rbpviz.models.sam.network import CONTEXT
from rbpviz.results.rna_maps import RADIUS, RnaMap
from rbpviz.types import Progress, ignore_progress

SPAN = 1000
"""Central bases of a window."""
UNCERTAIN = (0.1, 0.9)
"""Splice sites of a probability between these are asked; others could not move."""


def map_genes(
    model: LoadedSplicer, genes: Iterable[tuple[np.ndarray, np.ndarray]], *, total: int | None = None, progress: Progress = ignore_progress
) -> RnaMap:
    """Return the sums of one model over the splice sites of many pre-mRNAs.

    Parameters
    ----------
    model : LoadedSplicer
        SAM, preferably with binary sites, so that every motif site counts alike.
    genes : iterable of (ndarray of uint8, ndarray of uint8)
        Base codes and labels (1 acceptor, 2 donor) of each pre-mRNA.
    total : int, optional
        Number of genes, for the progress.
    progress : Progress, optional
        Called after each gene; it may raise to cancel.

    Returns
    -------
    RnaMap
        Of one model.
    """
    rbps = model.card.channels
    sums = _Sums(len(rbps))
    for done, (codes, labels) in enumerate(genes, start=1):
        for start in range(0, len(codes), SPAN):
            if labels[start : start + SPAN].any():
                _add_window(model, codes, labels, start, sums)
        progress(done, total, "genes mapped")
    return RnaMap((model.card.id,), rbps, sums.gain[None], sums.loss[None], sums.count[None], sums.features[None])


class _Sums:
    """Running sums over splice sites."""

    def __init__(self, n_rbps: int) -> None:
        shape = (2, n_rbps, 2 * RADIUS + 1)
        self.gain, self.loss = np.zeros(shape), np.zeros(shape)
        self.count = np.zeros(shape, dtype=np.int64)
        self.features = np.zeros(2, dtype=np.int64)


def _add_window(model: LoadedSplicer, codes: np.ndarray, labels: np.ndarray, start: int, sums: _Sums) -> None:
    first, end = start - CONTEXT, min(start + SPAN, len(codes))
    window = torch.from_numpy(window_codes(codes, first, end + CONTEXT)).to(model.device)
    with model.lock:
        traced = trace(model.sam, window)
    wild = traced.log_probabilities.exp().cpu().numpy()
    for place in np.flatnonzero(labels[start:end]) + start:
        kind = int(labels[place])
        if UNCERTAIN[0] < wild[kind, place - first] < UNCERTAIN[1]:
            _add_feature(model, traced, int(place) - first, kind, sums)


def _add_feature(model: LoadedSplicer, traced: Trace, place: int, kind: int, sums: _Sums) -> None:
    length = traced.z.shape[1]
    low, high = max(CONTEXT, place - RADIUS), min(length - CONTEXT, place + RADIUS + 1)
    near = traced.sites[: sums.gain.shape[1], low:high].nonzero().cpu().tolist()
    sums.features[kind - 1] += 1
    if not near:
        return
    entries = [SiteEntry(low + offset, channel) for channel, offset in near]
    with model.lock:
        without = knock_out(model.sam, traced, entries, targets=[place])[:, kind, 0].exp().cpu().numpy()
    change = float(traced.log_probabilities[kind, place].exp()) - without
    for (position, channel), delta in zip(entries, change.tolist(), strict=True):
        cell = (kind - 1, channel, position - place + RADIUS)
        sums.gain[cell] += max(delta, 0.0)
        sums.loss[cell] += max(-delta, 0.0)
        sums.count[cell] += 1
