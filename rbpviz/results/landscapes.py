"""Regulatory landscapes: splice sites of a region, motif sites around them, and what each motif does to each splice site (section 9a)."""

import math
from dataclasses import asdict, dataclass
from typing import Literal

import pandas as pd

SiteKind = Literal["acceptor", "donor"]
STRONG_EFFECT = math.log(1.5)
"""Knock-outs that change a probability by half count as strong."""
CALL = -1.0
"""A normalised score above this is a call: as many sites are called as there are."""
SHOWN = -5.0
"""Only sites above this in a motif model, or annotated ones, receive arrows."""
LARGEST = 5
"""So many largest effects are always drawn."""


@dataclass(frozen=True, slots=True)
class GenomePlace:
    """Where the first and the last base of a pre-mRNA lie in a genome, base for base.

    Parameters
    ----------
    assembly : str
        Build, such as GRCh38; empty where unknown.
    chromosome : str
        Name of the reference sequence (untrusted text).
    strand : {"+", "-"}
        Strand that the pre-mRNA reads.
    start, end : int
        Ends on the plus strand, 0-based half-open.
    """

    assembly: str
    chromosome: str
    strand: Literal["+", "-"]
    start: int
    end: int

    def base1(self, position: int) -> int:
        """Return the 1-based coordinate on the plus strand of a 0-based position of the pre-mRNA."""
        return self.start + position + 1 if self.strand == "+" else self.end - position


@dataclass(frozen=True, slots=True)
class SpliceSite:
    """One position as a splice site.

    Parameters
    ----------
    position : int
        First base of an exon (acceptor) or last base (donor), 0-based in the pre-mRNA.
    kind : {"acceptor", "donor"}
        Which end of an exon.
    log_probability : float
        Natural logarithm.
    normalised : float
        ln p / -ln t, with t the probability at which the model calls as many sites as there are: -1 at the threshold, 0 at certainty.
    annotated : bool
        Whether the transcript has this site.
    """

    position: int
    kind: SiteKind
    log_probability: float
    normalised: float
    annotated: bool

    @property
    def called(self) -> bool:
        """Whether the model calls it."""
        return self.normalised > CALL


@dataclass(frozen=True, slots=True)
class MotifSite:
    """One motif site.

    Parameters
    ----------
    position : int
        Base that the motif is attributed to, 0-based in the pre-mRNA.
    rbp : str
        Protein.
    activation : float
        Excess over the threshold, relative units.
    shared : bool
        Whether the other motif model has a site of the same RBP at the same position.
    """

    position: int
    rbp: str
    activation: float
    shared: bool


@dataclass(frozen=True, slots=True)
class MotifEffect:
    """What knocking out a motif site does to a splice site.

    Parameters
    ----------
    motif, site : int
        Indices in the panel's `motifs` and `sites`.
    effect : float
        ln p with the motif less ln p without it: above 0 the motif supports the site, below 0 it suppresses it.
    """

    motif: int
    site: int
    effect: float

    @property
    def strong(self) -> bool:
        """Whether the probability changes by more than half."""
        return abs(self.effect) > STRONG_EFFECT


@dataclass(frozen=True, slots=True)
class LandscapePanel:
    """What one model says about a region.

    Parameters
    ----------
    model : str
        Model id.
    thresholds : tuple of float
        Probabilities at which acceptors and donors are called.
    sites : tuple of SpliceSite
        Those above the floor, and annotated ones, by position.
    motifs : tuple of MotifSite
        By position and RBP; none for LSSI.
    effects : tuple of MotifEffect
        Every pair of a motif and a site.
    """

    model: str
    thresholds: tuple[float, float]
    sites: tuple[SpliceSite, ...]
    motifs: tuple[MotifSite, ...] = ()
    effects: tuple[MotifEffect, ...] = ()

    def arrows(self, eligible: frozenset[tuple[int, str]]) -> tuple[MotifEffect, ...]:
        """Return the effects that a figure draws: strong ones, and the largest few whatever their size.

        Parameters
        ----------
        eligible : frozenset of (int, str)
            Position and kind of the sites that may receive arrows (see `Landscape.eligible`).
        """
        allowed = [e for e in self.effects if (self.sites[e.site].position, self.sites[e.site].kind) in eligible]
        largest = sorted(allowed, key=lambda e: -abs(e.effect))[:LARGEST]
        return tuple(e for e in allowed if e.strong or (e in largest and e.effect != 0))


@dataclass(frozen=True, slots=True)
class Landscape:
    """The landscape of a region under several models.

    Parameters
    ----------
    gene, transcript : str
        Names (untrusted text).
    start, end : int
        Region, 0-based half-open in the pre-mRNA.
    sequence : str
        Its bases.
    run : {"full", "short"}
        Whether the models read a window of full length around the region, or the region and its context alone as in the paper's figure.
    panels : tuple of LandscapePanel
        One a model.
    exon : tuple of int, optional
        Exon that the region was laid around, 0-based half-open in the pre-mRNA.
    genome : GenomePlace, optional
        Where the pre-mRNA lies.
    flags : tuple of str, default ()
        What a reader must know about the pre-mRNA, such as `short_context`.
    edits : tuple of str, default ()
        What was changed before the models read it, in words.
    elements : tuple of (str, int, int), default ()
        Named pieces of the pre-mRNA known from the literature, 0-based half-open (names are untrusted text).
    """

    gene: str
    transcript: str
    start: int
    end: int
    sequence: str
    run: Literal["full", "short"]
    panels: tuple[LandscapePanel, ...]
    exon: tuple[int, int] | None = None
    genome: GenomePlace | None = None
    flags: tuple[str, ...] = ()
    edits: tuple[str, ...] = ()
    elements: tuple[tuple[str, int, int], ...] = ()

    def eligible(self) -> frozenset[tuple[int, str]]:
        """Return position and kind of the sites that may receive arrows: annotated, or above `SHOWN` in a model with motifs."""
        with_motifs = [panel for panel in self.panels if panel.motifs]
        return frozenset((s.position, s.kind) for p in with_motifs for s in p.sites if s.annotated or s.normalised > SHOWN)

    def sites_frame(self) -> pd.DataFrame:
        """Return a row a model and splice site; positions are 0-based in the pre-mRNA."""
        columns = ["model", "position", "kind", "log_probability", "normalised", "called", "annotated"]
        rows = [(p.model, s.position, s.kind, s.log_probability, s.normalised, s.called, s.annotated) for p in self.panels for s in p.sites]
        return pd.DataFrame(rows, columns=columns)

    def motifs_frame(self) -> pd.DataFrame:
        """Return a row a model and motif site; positions are 0-based in the pre-mRNA."""
        rows = [(p.model, m.position, m.rbp, m.activation, m.shared) for p in self.panels for m in p.motifs]
        return pd.DataFrame(rows, columns=["model", "position", "rbp", "activation", "shared"])

    def effects_frame(self) -> pd.DataFrame:
        """Return a row a model, motif site and splice site; positions are 0-based in the pre-mRNA, effects natural logarithms."""
        columns = ["model", "rbp", "motif_position", "site_position", "site_kind", "effect", "strong"]
        rows = [
            (p.model, p.motifs[e.motif].rbp, p.motifs[e.motif].position, p.sites[e.site].position, p.sites[e.site].kind, e.effect, e.strong)
            for p in self.panels
            for e in p.effects
        ]
        return pd.DataFrame(rows, columns=columns)

    def panel(self, model: str) -> LandscapePanel | None:
        """Return the panel of a model, or None."""
        return next((panel for panel in self.panels if panel.model == model), None)

    def as_dict(self) -> dict[str, object]:
        """Return everything as plain data, ready for JSON."""
        return {
            "gene": self.gene,
            "transcript": self.transcript,
            "start": self.start,
            "end": self.end,
            "coordinates": "0-based half-open in the pre-mRNA",
            "sequence": self.sequence,
            "run": self.run,
            "exon": list(self.exon) if self.exon else None,
            "genome": asdict(self.genome) if self.genome else None,
            "flags": list(self.flags),
            "edits": list(self.edits),
            "elements": [list(element) for element in self.elements],
            "thresholds": {panel.model: list(panel.thresholds) for panel in self.panels},
            "sites": self.sites_frame().to_dict(orient="records"),
            "motifs": self.motifs_frame().to_dict(orient="records"),
            "effects": self.effects_frame().to_dict(orient="records"),
        }
