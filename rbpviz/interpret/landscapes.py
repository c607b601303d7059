"""Regulatory landscapes of a region: splice sites, motif sites, and all single-site knock-outs (section 9a)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch

from rbpviz.errors import InvalidOptionError
from rbpviz.models.devices import one_thread
from rbpviz.models.sam.knockout import SiteEntry, Trace, knock_out, trace
from rbpviz.models.sam.loaded import LoadedSplicer, window_codes
from rbpviz.models.sam.network import CONTEXT, SPAN
from rbpviz.results.landscapes import LandscapePanel, MotifEffect, MotifSite, SiteKind, SpliceSite

FLOOR = -10.0
"""Sites of a lower log-probability are not tracked unless annotated."""
KINDS: tuple[SiteKind, SiteKind] = ("acceptor", "donor")
MAX_REGION = 2000
"""Longest region, nt."""


@dataclass(frozen=True, slots=True)
class Region:
    """Where to look in a pre-mRNA.

    Parameters
    ----------
    start, end : int
        0-based half-open in the pre-mRNA.
    run : {"full", "short"}
        Window of `SPAN` bases around the region, or the region alone; context of `CONTEXT` on either side in both.
    """

    start: int
    end: int
    run: Literal["full", "short"] = "full"

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise InvalidOptionError(f"Got the region {self.start}-{self.end}; expected 0 <= start < end (0-based, half-open).")
        if self.end - self.start > MAX_REGION:
            raise InvalidOptionError(f"Got a region of {self.end - self.start:,} nt; expected at most {MAX_REGION:,}: look at it in parts.")

    def window(self, length: int) -> tuple[int, int]:
        """Return the bases that are predicted together, 0-based half-open in a pre-mRNA of this length."""
        if self.end > length:
            raise InvalidOptionError(f"Got the region {self.start}-{self.end} of a pre-mRNA of {length:,} nt; expected it inside.")
        if self.run == "short":
            return self.start, self.end
        start = max(0, min((self.start + self.end - SPAN) // 2, length - SPAN))
        return start, min(length, start + SPAN)


@dataclass(frozen=True, slots=True)
class Seen:
    """One model's run over the window of a region.

    Parameters
    ----------
    model : LoadedSplicer
        Whose.
    traced : Trace or None
        All that knock-outs need; None for LSSI.
    logs : ndarray of float32, shape (2, n)
        Log-probabilities of acceptor and donor over the region.
    first : int
        Position in the pre-mRNA of the first base of the model's input.
    """

    model: LoadedSplicer
    traced: Trace | None
    logs: np.ndarray
    first: int


def see(model: LoadedSplicer, codes: np.ndarray, region: Region) -> Seen:
    """Return a model's run over the window of a region.

    Parameters
    ----------
    model : LoadedSplicer
        SAM or LSSI.
    codes : ndarray of uint8, shape (length,)
        The pre-mRNA.
    region : Region
        Where.
    """
    start, end = region.window(len(codes))
    first = start - CONTEXT
    window = torch.from_numpy(window_codes(codes, first, end + CONTEXT)).to(model.device)
    inside = slice(region.start - first, region.end - first)
    if model.has_motifs:
        with model.lock, one_thread():
            traced = trace(model.sam, window)
        return Seen(model, traced, traced.log_probabilities[1:, inside].cpu().numpy(), first)
    with one_thread():
        return Seen(model, None, model.local_scores(window)[:, inside], first)


def list_sites(seen: Seen, region: Region, annotated: frozenset[tuple[int, SiteKind]]) -> tuple[SpliceSite, ...]:
    """Return the splice sites of a region that are above the floor, and the annotated ones.

    Parameters
    ----------
    seen : Seen
        A model's run.
    region : Region
        Where.
    annotated : frozenset of (int, str)
        Position in the pre-mRNA and kind of the transcript's own sites.
    """
    found = []
    for row, (kind, threshold) in enumerate(zip(KINDS, thresholds_of(seen.model), strict=True)):
        for offset, log in enumerate(seen.logs[row]):
            own = (region.start + offset, kind) in annotated
            if log >= FLOOR or own:
                normalised = float(log) / -math.log(threshold) if log >= FLOOR else -math.inf
                found.append(SpliceSite(region.start + offset, kind, float(log), normalised, own))
    return tuple(sorted(found, key=lambda site: (site.position, site.kind)))


def thresholds_of(model: LoadedSplicer) -> tuple[float, float]:
    """Return the probabilities at which a model calls as many acceptors and donors as there are on its validation genes."""
    found = model.card.metrics.get("validation", {})
    names = [f"threshold_{kind}" for kind in KINDS]
    if not all(0 < found.get(name, 0) < 1 for name in names):
        raise InvalidOptionError(f"Got {model.card.id} without call thresholds on its card; expected a model trained by `rbpviz train`.")
    return found[names[0]], found[names[1]]


def list_motifs(seen: Seen, region: Region, *, others: Sequence[Seen]) -> tuple[MotifSite, ...]:
    """Return the motif sites of a region.

    Parameters
    ----------
    seen : Seen
        A model's run.
    region : Region
        Where.
    others : sequence of Seen
        Runs of the other motif model over the same region; a site is shared if the majority of them has it.
    """
    if seen.traced is None:
        return ()
    mine, rbps = _active(seen, region), seen.model.card.channels
    shared = np.mean([_active(other, region) != 0 for other in others], axis=0) > 0.5 if others else np.zeros(mine.shape, bool)
    offsets, channels = np.nonzero(mine.T)
    return tuple(
        MotifSite(region.start + o, rbps[c], float(mine[c, o]), bool(shared[c, o]))
        for o, c in zip(offsets.tolist(), channels.tolist(), strict=True)
    )


def _active(seen: Seen, region: Region) -> np.ndarray:
    """Return the activations of a region, shape (motif channels, n)."""
    if seen.traced is None:
        raise InvalidOptionError(f"{seen.model.card.id} has no motifs.")
    return seen.traced.sites[:, region.start - seen.first : region.end - seen.first].cpu().numpy()


def knock_out_all(seen: Seen, sites: Sequence[SpliceSite], motifs: Sequence[MotifSite]) -> tuple[MotifEffect, ...]:
    """Return the effect of each motif site on each splice site.

    Parameters
    ----------
    seen : Seen
        A model's run.
    sites, motifs : sequence
        What `list_sites` and `list_motifs` gave.

    Returns
    -------
    tuple of MotifEffect
        Every pair, motif by motif.
    """
    if seen.traced is None or not sites or not motifs:
        return ()
    channel = {name: k for k, name in enumerate(seen.model.card.channels)}
    entries = [SiteEntry(m.position - seen.first, channel[m.rbp]) for m in motifs]
    places = [site.position - seen.first for site in sites]
    classes = torch.tensor([1 + KINDS.index(site.kind) for site in sites])
    with seen.model.lock, one_thread():
        without = knock_out(seen.model.sam, seen.traced, entries, targets=places).cpu()
    wild = seen.traced.log_probabilities.cpu()[classes, torch.tensor(places)]
    effects = (wild - without[:, classes, torch.arange(len(sites))]).numpy()
    return tuple(MotifEffect(m, s, float(effects[m, s])) for m in range(len(motifs)) for s in range(len(sites)))


def make_panel(
    seen: Seen, region: Region, annotated: frozenset[tuple[int, SiteKind]], *, others: Sequence[Seen], knock_outs: bool
) -> LandscapePanel:
    """Return one panel of a landscape.

    Parameters
    ----------
    seen : Seen
        A model's run.
    region : Region
        Where.
    annotated : frozenset of (int, str)
        See `list_sites`.
    others : sequence of Seen
        See `list_motifs`.
    knock_outs : bool
        Whether every motif site is knocked out.
    """
    sites = list_sites(seen, region, annotated)
    motifs = list_motifs(seen, region, others=others)
    effects = knock_out_all(seen, sites, motifs) if knock_outs else ()
    return LandscapePanel(seen.model.card.id, thresholds_of(seen.model), sites, motifs, effects)
