"""Fixed motifs beside adjusted ones: base counts, classifiers, overlap, density and place of their sites (section 9c)."""

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from rbpviz.errors import InvalidOptionError
from rbpviz.results.motifs import Motif

WIDTH = 21
"""Bases around a site that both motif models can see."""
CLASSES = ("kept", "gained", "lost")
"""Sites of both models, of the adjusted one alone, of the fixed one alone."""
REGIONS = (
    "exon, up to 100 nt after the acceptor",
    "exon, up to 100 nt before the donor",
    "exon, elsewhere",
    "intron, up to 100 nt before an acceptor",
    "intron, up to 100 nt after a donor",
    "intron, elsewhere",
)
"""Where a base lies, each base in one; within 100 nt of both ends of an exon the nearer one counts."""
SCORES = ("accuracy", "majority", "transferred", "transferred_majority", "n_gained", "n_lost")
"""What is measured of a classifier on evaluation windows: share told apart, share of the larger class, both again on another seed's sites,
and the number of sites of either class."""


def information_heights(counts: np.ndarray) -> np.ndarray:
    """Return letter heights in bits of base counts (section 9c.3): p (2 + sum of p log2 p).

    Parameters
    ----------
    counts : ndarray, shape (..., 4)
        Bases of all sites at a position.

    Returns
    -------
    ndarray of float64, shape (..., 4)
        Zero where there is no site.
    """
    p = _frequencies(counts)
    return p * (2 * (p.sum(axis=-1, keepdims=True) > 0) + _plogp(p).sum(axis=-1, keepdims=True))


def difference_heights(gained: np.ndarray, lost: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return signed letter heights in bits that tell sites gained from sites lost (section 9c.5).

    Parameters
    ----------
    gained, lost : ndarray, shape (..., 4)
        Base counts of sites of the adjusted model alone, and of the fixed one alone.
    weights : ndarray, shape (..., 4)
        Weights of the classifier; they give the sign after the mean of the four is taken off.

    Returns
    -------
    ndarray of float64, shape (..., 4)
        h((p + q) / 2) - (h(p) + h(q)) / 2 with h(u) = -u log2 u; above zero what is enriched in gained sites. Zero where a class has no
        site.
    """
    p, q = _frequencies(gained), _frequencies(lost)
    known = (p.sum(axis=-1, keepdims=True) > 0) & (q.sum(axis=-1, keepdims=True) > 0)
    size = -_plogp((p + q) / 2) + (_plogp(p) + _plogp(q)) / 2
    centred = weights - weights.mean(axis=-1, keepdims=True)
    return np.asarray(np.where(known, np.maximum(size, 0.0) * np.sign(centred), 0.0))


def _frequencies(counts: np.ndarray) -> np.ndarray:
    total = counts.sum(axis=-1, keepdims=True)
    return np.asarray(counts / np.where(total > 0, total, 1))


def _plogp(p: np.ndarray) -> np.ndarray:
    return p * np.log2(np.where(p > 0, p, 1.0))


@dataclass(frozen=True, slots=True, eq=False)
class SiteSample:
    """Some sites, drawn at random where there are more.

    Parameters
    ----------
    gene : ndarray of int32, shape (n,)
        Index into `genes`.
    position : ndarray of int32, shape (n,)
        0-based in the pre-mRNA.
    rbp : ndarray of int16, shape (n,)
        Index of the RBP.
    members : ndarray of int16, shape (n,)
        Bit 0 for the fixed model, bit k for the k-th adjusted one.
    region : ndarray of int8, shape (n,)
        Index into `REGIONS`.
    letters : ndarray of uint8, shape (n, 21)
        Base codes around the site, 4 for N.
    genes : tuple of str
        Names of genes (untrusted text).
    """

    gene: np.ndarray
    position: np.ndarray
    rbp: np.ndarray
    members: np.ndarray
    region: np.ndarray
    letters: np.ndarray
    genes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MotifComparison:
    """One fixed model and the seeds of an adjusted one, compared on the sites of some pre-mRNAs.

    Parameters
    ----------
    fixed : str
        Model id of the fixed motifs.
    adjusted : tuple of str
        Model ids of the adjusted ones, k of them.
    rbps : tuple of str
        The RBPs, n of them.
    bases : ndarray of int64, shape (1 + k, n, 21, 4)
        Bases around the sites of each model, the fixed one first; sites with N around them are left out.
    gained, lost : ndarray of int64, shape (k, n, 21, 4)
        The same of sites that only the adjusted model has, or only the fixed one: differences of multisets of 21-mers.
    weights : ndarray of float32, shape (k, n, 21, 4)
        Logistic regression that tells gained from lost; zero where there was nothing to tell apart.
    scores : ndarray of float32, shape (k, n, 6)
        See `SCORES`, on evaluation windows; NaN where there was nothing to measure.
    overlap : ndarray of int64, shape (n, 2 ** (1 + k))
        Positions by the models that have a site there: bit 0 the fixed one, bit k the k-th adjusted one.
    regions : ndarray of int64, shape (k, n, 3, 6)
        Sites by `CLASSES` and `REGIONS`.
    region_bases : ndarray of int64, shape (6,)
        Bases in each region.
    positions, windows, evaluation_windows : int
        Bases that were looked at, in how many windows; and windows for evaluation.
    sample : SiteSample
        Some of the sites.
    """

    fixed: str
    adjusted: tuple[str, ...]
    rbps: tuple[str, ...]
    bases: np.ndarray
    gained: np.ndarray
    lost: np.ndarray
    weights: np.ndarray
    scores: np.ndarray
    overlap: np.ndarray
    regions: np.ndarray
    region_bases: np.ndarray
    positions: int
    windows: int
    evaluation_windows: int
    sample: SiteSample

    def __post_init__(self) -> None:
        k, n = len(self.adjusted), len(self.rbps)
        shapes = {
            "bases": (1 + k, n, WIDTH, 4), "gained": (k, n, WIDTH, 4), "lost": (k, n, WIDTH, 4), "weights": (k, n, WIDTH, 4),
            "scores": (k, n, len(SCORES)), "overlap": (n, 2 ** (1 + k)), "regions": (k, n, 3, len(REGIONS)),
            "region_bases": (len(REGIONS),),
        }  # fmt: skip
        for name, shape in shapes.items():
            if getattr(self, name).shape != shape:
                raise InvalidOptionError(f"Got {name} of shape {getattr(self, name).shape}; expected {shape} for {k} models, {n} RBPs.")

    @property
    def models(self) -> tuple[str, ...]:
        """All model ids, the fixed one first."""
        return (self.fixed, *self.adjusted)

    def row(self, rbp: str) -> int:
        """Return the row of an RBP; raise `InvalidOptionError` where it was not compared."""
        if rbp not in self.rbps:
            raise InvalidOptionError(f"Got the protein {rbp!r}; expected one of the {len(self.rbps)} compared, such as {self.rbps[0]}.")
        return self.rbps.index(rbp)

    def motif(self, rbp: str, model: int) -> Motif:
        """Return the motif of an RBP in a model (0 the fixed one, then the adjusted ones): base frequencies over its sites.

        A quarter for each base where it has no site.
        """
        counts = self.bases[model, self.row(rbp)]
        total = int(counts[0].sum())
        matrix = _frequencies(counts) if total else np.full((WIDTH, 4), 0.25)
        return Motif(f"{rbp} {self.models[model]}", matrix, "probability", total, "bases around its sites in pre-mRNAs")

    def heights(self, rbp: str, model: int) -> np.ndarray:
        """Return the logo of an RBP in a model in bits, shape (21, 4)."""
        return information_heights(self.bases[model, self.row(rbp)])

    def difference(self, rbp: str, seed: int) -> np.ndarray:
        """Return the difference logo of an RBP and the `seed`-th adjusted model in bits, shape (21, 4); see `difference_heights`."""
        row = self.row(rbp)
        return difference_heights(self.gained[seed, row], self.lost[seed, row], self.weights[seed, row])

    def density(self) -> np.ndarray:
        """Return the fraction of positions with a site, shape (1 + k, n): true density, context not counted."""
        bits = np.arange(self.overlap.shape[1])
        has = np.stack([(bits >> model) & 1 for model in range(len(self.models))])
        return np.asarray(has @ self.overlap.T / max(self.positions, 1))

    def density_frame(self) -> pd.DataFrame:
        """Return a row an RBP: density in each model."""
        return pd.DataFrame({"rbp": self.rbps, **dict(zip(self.models, self.density(), strict=True))})

    def overlap_frame(self, rbp: str) -> pd.DataFrame:
        """Return a row a combination of models that share sites of an RBP: names joined by ` & `, positions, fraction of all positions."""
        counts = self.overlap[self.row(rbp)]
        rows = []
        for code in range(1, len(counts)):
            names = [name for model, name in enumerate(self.models) if (code >> model) & 1]
            rows.append({"models": " & ".join(names), "positions": int(counts[code]), "fraction": counts[code] / max(self.positions, 1)})
        return pd.DataFrame(rows)

    def classifier_frame(self) -> pd.DataFrame:
        """Return a row an RBP and adjusted model with what `SCORES` says, counts of sites included."""
        parts = []
        for seed, model in enumerate(self.adjusted):
            part = pd.DataFrame(self.scores[seed].astype(float), columns=list(SCORES))
            part.insert(0, "rbp", self.rbps)
            part.insert(1, "model", model)
            parts.append(part)
        return pd.concat(parts, ignore_index=True)

    def region_frame(self, rbp: str, seed: int) -> pd.DataFrame:
        """Return a row a region: sites of each class, their shares, the share of all bases that lie there, and log2 of share by share.

        `..._fold` is 0 where sites lie as often as bases do; half a site is added to each count, so that no site at all stays a number.
        """
        sites = self.regions[seed, self.row(rbp)]
        frame = pd.DataFrame({"region": REGIONS, **{name: sites[k] for k, name in enumerate(CLASSES)}})
        for k, name in enumerate(CLASSES):
            frame[f"{name}_share"] = sites[k] / max(int(sites[k].sum()), 1)
        share = self.region_bases / max(int(self.region_bases.sum()), 1)
        for k, name in enumerate(CLASSES):
            wanted = share * sites[k].sum()
            frame[f"{name}_fold"] = np.where(sites[k].sum() > 0, np.log2((sites[k] + 0.5) / (wanted + 0.5)), 0.0)
        return frame.assign(bases_share=share)

    def site_frame(self, rbp: str, seed: int) -> pd.DataFrame:
        """Return the stored sites of an RBP, a row a site: gene, position (0-based), class, models that have it, region, 21-mer."""
        s = self.sample
        chosen = np.flatnonzero(s.rbp == self.row(rbp))
        members = s.members[chosen].astype(int)
        fixed, own = members & 1, (members >> (1 + seed)) & 1
        kind = np.where(fixed & own, "kept", np.where(own == 1, "gained", np.where(fixed == 1, "lost", "other seeds only")))
        count = sum((members >> (1 + k)) & 1 for k in range(len(self.adjusted)))
        return pd.DataFrame(
            {
                "gene": [s.genes[g] for g in s.gene[chosen]],
                "position": s.position[chosen],
                "rbp": rbp,
                "class": kind,
                "adjusted_models": count,
                "region": [REGIONS[r] for r in s.region[chosen]],
                "sequence": ["".join("ACGUN"[c] for c in row) for row in s.letters[chosen]],
            }
        ).sort_values(["gene", "position"], kind="stable", ignore_index=True)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return every array by name, those of the sample as `sample_...`."""
        own = {f.name: getattr(self, f.name) for f in fields(self) if isinstance(getattr(self, f.name), np.ndarray)}
        drawn = {f"sample_{f.name}": getattr(self.sample, f.name) for f in fields(self.sample) if f.name != "genes"}
        return own | drawn
