"""How sure a landscape is: the same region under several seeds of the fixed and of the adjusted motif model (section 9a.10).

Seeds are trainings that differ in their random start alone. Each seed has call thresholds of its own. Below the floor of ln p = -10 all
scores count as the floor; a motif site that a seed does not have has the effect 0 there, which is what knocking it out would give.
"""

import math
from dataclasses import dataclass

import pandas as pd

from rbpviz.results.landscapes import CALL, STRONG_EFFECT, SiteKind


@dataclass(frozen=True, slots=True)
class SeedSite:
    """One splice site under all seeds of a family.

    Parameters
    ----------
    family : str
        Such as `sam-am`.
    position : int
        0-based in the pre-mRNA.
    kind : {"acceptor", "donor"}
        Which end of an exon.
    annotated : bool
        Whether the transcript has this site.
    scores : tuple of float
        Normalised score of each seed.
    """

    family: str
    position: int
    kind: SiteKind
    annotated: bool
    scores: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Mean over seeds."""
        return sum(self.scores) / len(self.scores)

    @property
    def called(self) -> float:
        """Fraction of seeds that call the site."""
        return sum(score > CALL for score in self.scores) / len(self.scores)


@dataclass(frozen=True, slots=True)
class SeedEffect:
    """What one motif site does to one splice site under all seeds of a family.

    Parameters
    ----------
    family, rbp : str
        Such as `sam-am`, `QKI`.
    motif_position, site_position : int
        0-based in the pre-mRNA.
    site_kind : {"acceptor", "donor"}
        Which end of an exon.
    effects : tuple of (float or None)
        Effect in each seed (see `MotifEffect`); None where the seed has no such motif site.
    """

    family: str
    rbp: str
    motif_position: int
    site_position: int
    site_kind: SiteKind
    effects: tuple[float | None, ...]

    @property
    def values(self) -> tuple[float, ...]:
        """Effect in each seed, 0 where it has no such motif site."""
        return tuple(effect or 0.0 for effect in self.effects)

    @property
    def mean(self) -> float:
        """Mean over seeds."""
        return sum(self.values) / len(self.effects)

    @property
    def present(self) -> float:
        """Fraction of seeds that have the motif site."""
        return sum(effect is not None for effect in self.effects) / len(self.effects)

    @property
    def same_sign(self) -> float:
        """Fraction of seeds whose effect has the sign of the mean."""
        return sum(value * self.mean > 0 for value in self.values) / len(self.effects)

    @property
    def strong(self) -> float:
        """Fraction of seeds in which the knock-out changes the probability by more than half."""
        return sum(abs(value) > STRONG_EFFECT for value in self.values) / len(self.effects)


@dataclass(frozen=True, slots=True)
class LandscapeSeeds:
    """A region under several seeds.

    Parameters
    ----------
    gene, transcript : str
        Names (untrusted text).
    start, end : int
        Region, 0-based half-open in the pre-mRNA.
    run : str
        `full` or `short`; see `Landscape`.
    models : dict of str to tuple of str
        Model ids of each family, one a seed, in the same order of seeds.
    thresholds : dict of str to tuple of float
        Call thresholds of each model, acceptor and donor.
    sites : tuple of SeedSite
        Sites that may receive arrows under at least one seed.
    effects : tuple of SeedEffect
        Every motif site that at least one seed has, on each of these sites.
    """

    gene: str
    transcript: str
    start: int
    end: int
    run: str
    models: dict[str, tuple[str, ...]]
    thresholds: dict[str, tuple[float, float]]
    sites: tuple[SeedSite, ...]
    effects: tuple[SeedEffect, ...]

    @property
    def n_seeds(self) -> int:
        """Number of seeds."""
        return max((len(models) for models in self.models.values()), default=0)

    def sites_frame(self) -> pd.DataFrame:
        """Return a row a family and splice site: mean, range and deviation of the normalised score, fraction of seeds that call it."""
        columns = ["family", "position", "kind", "annotated", "seeds", "mean", "min", "max", "sd", "called_fraction"]
        rows = [
            (s.family, s.position, s.kind, s.annotated, len(s.scores), s.mean, min(s.scores), max(s.scores), _sd(s.scores), s.called)
            for s in self.sites
        ]
        return pd.DataFrame(rows, columns=columns)

    def effects_frame(self) -> pd.DataFrame:
        """Return a row a family, motif site and splice site, the largest mean effect first: mean, range, deviation, fractions of seeds."""
        columns = ["family", "rbp", "motif_position", "site_position", "site_kind", "seeds", "mean", "min", "max", "sd"]
        columns += ["site_fraction", "same_sign_fraction", "strong_fraction"]
        rows = []
        for e in sorted(self.effects, key=lambda e: -abs(e.mean)):
            spread = (len(e.effects), e.mean, min(e.values), max(e.values), _sd(e.values))
            rows.append((e.family, e.rbp, e.motif_position, e.site_position, e.site_kind, *spread, e.present, e.same_sign, e.strong))
        return pd.DataFrame(rows, columns=columns)

    def as_dict(self) -> dict[str, object]:
        """Return everything as plain data, ready for JSON."""
        return {
            "gene": self.gene,
            "transcript": self.transcript,
            "start": self.start,
            "end": self.end,
            "coordinates": "0-based half-open in the pre-mRNA",
            "run": self.run,
            "models": {family: list(names) for family, names in self.models.items()},
            "thresholds": {model: list(pair) for model, pair in self.thresholds.items()},
            "sites": [[s.family, s.position, s.kind, s.annotated, list(s.scores)] for s in self.sites],
            "effects": [[e.family, e.rbp, e.motif_position, e.site_position, e.site_kind, list(e.effects)] for e in self.effects],
        }


def _sd(values: tuple[float, ...]) -> float:
    """Return the sample standard deviation; 0 for one value."""
    if len(values) < 2:
        return 0.0
    mean = sum(values) / len(values)
    return math.sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))
