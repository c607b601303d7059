"""Comparing sites: multiset differences and counts by hand, classifiers on a rule that can be told, and the rate to beat."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from rbpviz.interpret.motif_comparison import Compared, base_counts, compare_sites, fit_classifier, measure
from rbpviz.interpret.motif_sites import MotifSites, kmer_letters

RNG = np.random.default_rng(5)


def sites(kmers: np.ndarray, members: np.ndarray, rbp: np.ndarray) -> MotifSites:
    n = len(kmers)
    return MotifSites(
        rbp.astype(np.int16),
        members.astype(np.int16),
        np.zeros(n, np.int32),
        np.arange(n, dtype=np.int32),
        (np.arange(n) % 6).astype(np.int8),
        kmers.astype(np.int64),
        positions=1000,
        region_bases=np.full(6, 100),
    )


def test_differences_are_those_of_multisets() -> None:
    kmers = np.array([7, 7, 7, 9, 9, 4**20, -1])
    members = np.array([1, 1, 2, 2, 2, 3, 2])  # 7: two fixed and one adjusted; 9: two adjusted; 4**20: both; one beside an N
    found = compare_sites(
        sites(kmers, members, np.zeros(7)), sites(kmers, members, np.zeros(7)), Compared(("f", "a"), ("R",), ("g",), 1, 1)
    )
    assert found.bases[0, 0].sum(axis=1).tolist() == [3] * 21
    assert found.bases[1, 0].sum(axis=1).tolist() == [4] * 21
    np.testing.assert_array_equal(found.gained[0, 0], base_counts(kmer_letters(np.array([9])), np.array([2])))
    np.testing.assert_array_equal(found.lost[0, 0], base_counts(kmer_letters(np.array([7])), np.array([1])))
    assert found.overlap.tolist() == [[0, 2, 4, 1]]
    assert found.scores[0, 0, 4:].tolist() == [2, 1]
    assert found.regions[0, 0].sum(axis=1).tolist() == [1, 4, 2]
    assert np.isnan(found.scores[0, 0, 2:4]).all()
    assert len(found.sample.gene) == 7


def test_counts_of_bases() -> None:
    letters = np.tile([0, 1, 2, 3, 0, 1, 2] * 3, (2, 1)).astype(np.uint8)
    letters[1, 0] = 3
    counts = base_counts(letters, np.array([5, 2]))
    assert counts[0].tolist() == [5, 0, 0, 2]
    assert counts[1].tolist() == [0, 7, 0, 0]


def test_weighted_words_fit_like_repeated_ones() -> None:
    letters = RNG.integers(0, 4, (40, 21)).astype(np.uint8)
    difference = np.where(letters[:, 10] == 0, 1, -1) * RNG.integers(1, 4, 40)
    classifier = fit_classifier(letters, difference)
    assert classifier is not None
    repeated = np.repeat(letters, np.abs(difference), axis=0)
    hot = (repeated[:, :, None] == np.arange(4)).reshape(-1, 84)
    plain = LogisticRegression(C=1.0, solver="liblinear", random_state=0).fit(hot, np.repeat(difference > 0, np.abs(difference)))
    np.testing.assert_allclose(classifier.weights.ravel(), plain.coef_[0], atol=2e-3)
    assert classifier.weights[10].argmax() == 0


def test_a_rule_is_learnt_and_measured_beside_the_larger_class() -> None:
    letters = RNG.integers(0, 4, (600, 21)).astype(np.uint8)
    difference = np.where(letters[:, 3] == 2, 1, -1)
    classifier = fit_classifier(letters[:400], difference[:400])
    accuracy, majority = measure(classifier, letters[400:], difference[400:])
    assert accuracy > 0.97
    assert majority == pytest.approx(np.mean(difference[400:] < 0))
    weighted, _ = measure(classifier, letters[:2], np.array([3, -1]) * np.where(letters[0, 3] == 2, 1, -1))
    assert 0 <= weighted <= 1


def test_without_a_second_class_all_counts_as_right() -> None:
    letters = RNG.integers(0, 4, (5, 21)).astype(np.uint8)
    assert fit_classifier(letters, np.ones(5)) is None
    assert measure(None, letters, np.array([1, 1, 0, -2, 0])) == (1.0, 0.5)
    assert np.isnan(measure(None, letters, np.zeros(5))).all()
