"""Comparing the sites of fixed motifs with those of adjusted ones: multiset differences, classifiers, overlap (section 9c.2-6)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from rbpviz.interpret.motif_sites import MotifSites, kmer_letters
from rbpviz.results.motif_comparisons import CLASSES, REGIONS, SCORES, WIDTH, MotifComparison, SiteSample
from rbpviz.types import Progress, ignore_progress

SAMPLE = 200
"""Most sites of an RBP that are kept one by one."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Which models were compared, and where.

    Parameters
    ----------
    models : tuple of str
        Model ids, the fixed one first.
    rbps : tuple of str
        Their RBPs.
    genes : tuple of str
        Names of the pre-mRNAs of the sites that are listed.
    windows, evaluation_windows : int
        How many windows the sites come from.
    """

    models: tuple[str, ...]
    rbps: tuple[str, ...]
    genes: tuple[str, ...]
    windows: int
    evaluation_windows: int


@dataclass(frozen=True, slots=True, eq=False)
class _Spellings:
    """21-mers around the sites of one RBP, each once, with the number of sites that each model has there."""

    letters: np.ndarray
    counts: np.ndarray

    def differences(self, seed: int) -> np.ndarray:
        """Return how many more sites the adjusted model has than the fixed one for each 21-mer."""
        return np.asarray(self.counts[1 + seed] - self.counts[0])


@dataclass(frozen=True, slots=True, eq=False)
class Classifier:
    """A logistic regression on one-hot letters.

    Parameters
    ----------
    weights : ndarray of float64, shape (21, 4)
        Weights.
    intercept : float
        Added to the sum of weights; above zero is gained.
    """

    weights: np.ndarray
    intercept: float

    def says_gained(self, letters: np.ndarray) -> np.ndarray:
        """Return whether each 21-mer is taken for a gained site, bool, shape (n,)."""
        return np.asarray(self.weights[np.arange(WIDTH), letters].sum(axis=1) + self.intercept > 0)


def compare_sites(
    fit: MotifSites, evaluation: MotifSites, compared: Compared, *, listed: MotifSites | None = None, progress: Progress = ignore_progress
) -> MotifComparison:
    """Return the comparison of fixed and adjusted motifs.

    Parameters
    ----------
    fit : MotifSites
        Sites that logos, overlap and classifiers are made of.
    evaluation : MotifSites
        Sites of other windows, on which classifiers are measured.
    compared : Compared
        Whose sites they are.
    listed : MotifSites, optional
        Sites of which a sample is kept one by one; default: those of `fit`.
    progress : Progress, optional
        Called after each RBP; it may raise to cancel.

    Returns
    -------
    MotifComparison
    """
    k, n = len(compared.models) - 1, len(compared.rbps)
    bases, changed = np.zeros((1 + k, n, WIDTH, 4), np.int64), np.zeros((2, k, n, WIDTH, 4), np.int64)
    weights, scores = np.zeros((k, n, WIDTH, 4), np.float32), np.full((k, n, len(SCORES)), np.nan, np.float32)
    own, other = _by_rbp(fit, n), _by_rbp(evaluation, n)
    for r in range(n):
        seen, judged = _spellings(fit, own[r], k), _spellings(evaluation, other[r], k)
        for model in range(1 + k):
            bases[model, r] = base_counts(seen.letters, seen.counts[model])
        fitted = []
        for seed in range(k):
            difference = seen.differences(seed)
            changed[0, seed, r] = base_counts(seen.letters, np.maximum(difference, 0))
            changed[1, seed, r] = base_counts(seen.letters, np.maximum(-difference, 0))
            fitted.append(fit_classifier(seen.letters, difference))
            if fitted[-1] is not None:
                weights[seed, r] = fitted[-1].weights
        for seed in range(k):
            scores[seed, r] = _judge(fitted[seed], judged, seed, k)
        progress(r + 1, n, "proteins compared")
    return MotifComparison(
        compared.models[0], compared.models[1:], compared.rbps, bases, changed[0], changed[1], weights, scores,
        _overlap(fit, own, 1 + k), _regions(fit, own, k), fit.region_bases, fit.positions, compared.windows, compared.evaluation_windows,
        _sample(fit if listed is None else listed, n, compared.genes),
    )  # fmt: skip


def base_counts(letters: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return how often each base stands at each position, int64, shape (21, 4), for 21-mers (n, 21) and how often each occurs (n,)."""
    cells = (letters.astype(np.int64) + 4 * np.arange(WIDTH)).ravel()
    return np.rint(np.bincount(cells, weights=np.repeat(counts, WIDTH), minlength=4 * WIDTH)).astype(np.int64).reshape(WIDTH, 4)


def fit_classifier(letters: np.ndarray, difference: np.ndarray) -> Classifier | None:
    """Return a classifier that tells gained 21-mers from lost ones, None where there is only one kind.

    L2 with C = 1 by liblinear, classes not balanced; a 21-mer that occurs m times counts m times.

    Parameters
    ----------
    letters : ndarray of uint8, shape (n, 21)
        21-mers.
    difference : ndarray of int64, shape (n,)
        How many more sites the adjusted model has there; below zero lost ones.
    """
    told = difference != 0
    gained = difference[told] > 0
    if not gained.any() or gained.all():
        return None
    hot = (letters[told][:, :, None] == np.arange(4)).reshape(-1, 4 * WIDTH).astype(np.float64)
    model = LogisticRegression(C=1.0, solver="liblinear", random_state=0)
    model.fit(hot, gained, sample_weight=np.abs(difference[told]).astype(np.float64))
    return Classifier(model.coef_[0].reshape(WIDTH, 4), float(model.intercept_[0]))


def measure(classifier: Classifier | None, letters: np.ndarray, difference: np.ndarray) -> tuple[float, float]:
    """Return the share of sites that a classifier tells right, and the share of the larger class; parameters as in `fit_classifier`.

    Without a classifier, because one side was empty, everything counts as told right (section 9c.4); NaN where no site differs.
    """
    total = int(np.abs(difference).sum())
    if not total:
        return float("nan"), float("nan")
    gained = int(np.maximum(difference, 0).sum())
    if classifier is None:
        return 1.0, max(gained, total - gained) / total
    right = classifier.says_gained(letters) == (difference > 0)
    return float(np.abs(difference)[right].sum() / total), max(gained, total - gained) / total


def _judge(classifier: Classifier | None, judged: _Spellings, seed: int, seeds: int) -> list[float]:
    mine = judged.differences(seed)
    accuracy, majority = measure(classifier, judged.letters, mine)
    moved = measure(classifier, judged.letters, judged.differences((seed + 1) % seeds)) if seeds > 1 else (np.nan, np.nan)
    return [accuracy, majority, *moved, float(np.maximum(mine, 0).sum()), float(np.maximum(-mine, 0).sum())]


def _by_rbp(sites: MotifSites, n: int) -> list[np.ndarray]:
    """Return the rows of each RBP."""
    order = np.argsort(sites.rbp, kind="stable")
    return np.split(order, np.searchsorted(sites.rbp[order], np.arange(1, n)))


def _spellings(sites: MotifSites, rows: np.ndarray, seeds: int) -> _Spellings:
    rows = rows[sites.kmer[rows] >= 0]
    kmers, place = np.unique(sites.kmer[rows], return_inverse=True)
    members = sites.members[rows].astype(np.int64)
    counts = [np.bincount(place, weights=(members >> model) & 1, minlength=len(kmers)) for model in range(1 + seeds)]
    return _Spellings(kmer_letters(kmers), np.rint(np.stack(counts)).astype(np.int64))


def _overlap(sites: MotifSites, rows: Sequence[np.ndarray], models: int) -> np.ndarray:
    return np.stack([np.bincount(sites.members[own], minlength=2**models) for own in rows]).astype(np.int64)


def _regions(sites: MotifSites, rows: Sequence[np.ndarray], seeds: int) -> np.ndarray:
    found = np.zeros((seeds, len(rows), len(CLASSES), len(REGIONS)), np.int64)
    for r, own in enumerate(rows):
        members, region = sites.members[own].astype(int), sites.region[own]
        fixed = members & 1 == 1
        for seed in range(seeds):
            adjusted = (members >> (1 + seed)) & 1 == 1
            for c, chosen in enumerate((fixed & adjusted, adjusted & ~fixed, fixed & ~adjusted)):
                found[seed, r, c] = np.bincount(region[chosen], minlength=len(REGIONS))
    return found


def _sample(sites: MotifSites, n: int, genes: tuple[str, ...]) -> SiteSample:
    rng = np.random.default_rng(0)
    kept = [np.sort(rng.permutation(rows)[:SAMPLE]) for rows in _by_rbp(sites, n)]
    rows = np.concatenate(kept) if kept else np.zeros(0, np.int64)
    return SiteSample(
        sites.gene[rows],
        sites.position[rows],
        sites.rbp[rows],
        sites.members[rows],
        sites.region[rows],
        kmer_letters(sites.kmer[rows]),
        genes,
    )
