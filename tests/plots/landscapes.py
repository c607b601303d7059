"""Made-up landscapes for tests of figures, exports and networks: invented numbers, not the output of any model."""

import math

import numpy as np

from rbpviz.results.landscape_seeds import LandscapeSeeds, SeedEffect, SeedSite
from rbpviz.results.landscapes import GenomePlace, Landscape, LandscapePanel, MotifEffect, MotifSite, SpliceSite

FORWARD = GenomePlace("GRCh38", "chr5", "+", 1000, 1600)
REVERSE = GenomePlace("GRCh38", "chr5", "-", 1000, 1600)
EXON = (200, 260)


def sample_panel(model: str, *, motifs: int = 6, seed: int = 0) -> LandscapePanel:
    """Return a panel with an annotated acceptor and donor, a weak site, one below the floor, and motifs with effects of either sign."""
    rng = np.random.default_rng(seed)
    sites = (
        SpliceSite(150, "acceptor", -5.0, -3.0, False),
        SpliceSite(EXON[0], "acceptor", -0.7, -0.5, True),
        SpliceSite(EXON[1] - 1, "donor", -12.0, -math.inf, True),
    )
    places = sorted(rng.choice(np.arange(110, 350), motifs, replace=False).tolist())
    found = tuple(MotifSite(place, f"RBP{k}", 0.1 + 0.2 * k, k % 2 == 0) for k, place in enumerate(places))
    effects = tuple(MotifEffect(m, s, (0.9 - 0.35 * m) * (1, 0.5, 0.1)[s]) for m in range(motifs) for s in range(3))
    return LandscapePanel(model, (0.3, 0.2), sites, found, effects)


def sample_landscape(*, motifs: int = 6, genome: GenomePlace | None = FORWARD, edits: tuple[str, ...] = ()) -> Landscape:
    """Return a landscape of 300 nt with three panels."""
    bare = sample_panel("lssi/human", motifs=0)
    panels = (bare, sample_panel("sam-fm/human", motifs=motifs), sample_panel("sam-am/human", motifs=motifs, seed=1))
    sequence = "".join(np.random.default_rng(3).choice(list("ACGU"), 300))
    elements = (("ISS-N1", 270, 285), ("C6U", 205, 206), ("a very long name of an element that is cut", 206, 220))
    return Landscape("GENE$1$ <b>", "t1", 80, 380, sequence, "full", panels, EXON, genome, (), edits, elements)


def sample_seeds() -> LandscapeSeeds:
    """Return three seeds of both motif models."""
    sites = tuple(SeedSite(family, EXON[0], "acceptor", True, (-0.5, -0.9, -2.0)) for family in ("sam-fm", "sam-am"))
    effects = (SeedEffect("sam-am", "RBP0", 120, EXON[0], "acceptor", (0.9, None, -0.1)),)
    models = {family: tuple(f"{family}/human{end}" for end in ("", "-seed1", "-seed2")) for family in ("sam-fm", "sam-am")}
    thresholds = {name: (0.3, 0.2) for names in models.values() for name in names}
    return LandscapeSeeds("GENE", "t1", 80, 380, "full", models, thresholds, sites, effects)
