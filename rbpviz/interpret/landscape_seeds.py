"""A region under several seeds of a motif model: the same splice sites and the same motif sites looked up in each of them."""

import math
from collections.abc import Mapping, Sequence
from itertools import chain

from rbpviz.interpret.landscapes import FLOOR, KINDS, Region, Seen, knock_out_all, list_motifs, list_sites, thresholds_of
from rbpviz.results.landscape_seeds import SeedEffect, SeedSite
from rbpviz.results.landscapes import SHOWN, SiteKind, SpliceSite

Place = tuple[int, SiteKind]


def common_places(runs: Sequence[Seen], region: Region, annotated: frozenset[Place]) -> tuple[Place, ...]:
    """Return position and kind of the sites that may receive arrows under at least one run: annotated, or above `SHOWN`."""
    listed = chain.from_iterable(list_sites(run, region, annotated) for run in runs)
    return tuple(sorted({(s.position, s.kind) for s in listed if s.annotated or s.normalised > SHOWN}))


def gather_sites(
    family: str, runs: Sequence[Seen], region: Region, *, places: Sequence[Place], annotated: frozenset[Place]
) -> tuple[SeedSite, ...]:
    """Return the scores of some sites under each run.

    Parameters
    ----------
    family : str
        Name of the family.
    runs : sequence of Seen
        One a seed.
    region : Region
        Where.
    places : sequence of (int, str)
        What `common_places` returned.
    annotated : frozenset of (int, str)
        See `list_sites`.

    Returns
    -------
    tuple of SeedSite
    """
    found = []
    for position, kind in places:
        row = KINDS.index(kind)
        scores = [max(float(run.logs[row, position - region.start]), FLOOR) / -math.log(thresholds_of(run.model)[row]) for run in runs]
        found.append(SeedSite(family, position, kind, (position, kind) in annotated, tuple(scores)))
    return tuple(found)


def effects_of_seed(run: Seen, region: Region, places: Sequence[Place]) -> dict[tuple[str, int, Place], float]:
    """Return the effect of each motif site (protein and position) of a run on each of some splice sites."""
    sites = [SpliceSite(position, kind, 0.0, 0.0, False) for position, kind in places]
    motifs = list_motifs(run, region, others=())
    found = knock_out_all(run, sites, motifs)
    return {(motifs[e.motif].rbp, motifs[e.motif].position, places[e.site]): e.effect for e in found}


def join_effects(family: str, seeds: Sequence[Mapping[tuple[str, int, Place], float]]) -> tuple[SeedEffect, ...]:
    """Return the effects of all seeds side by side, by position of motif and site."""
    keys = sorted(set(chain.from_iterable(seeds)), key=lambda key: (key[1], key[0], key[2]))
    return tuple(
        SeedEffect(family, rbp, motif, *place, tuple(seed.get((rbp, motif, place)) for seed in seeds)) for rbp, motif, place in keys
    )
