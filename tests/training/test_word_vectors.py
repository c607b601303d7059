"""Skip-gram vectors: contexts counted as by hand, neighbours overlap, words that never occur stay zero."""

import numpy as np
import pytest

from rbpviz.features.words import SEQUENCE_PADDING, SEQUENCE_WORDS, sequence_words
from rbpviz.models.deeprke.network import Deeprke, DeeprkeOptions
from rbpviz.training.word_vectors import count_contexts, embed_words, fit_vectors
from tests.training.samples import simulated_data

DATA = simulated_data(30, length=120)


def test_contexts_are_counted_with_the_weight_of_their_distance() -> None:
    counts = count_contexts([np.array([0, 1, 2, 3, 3])], 4, padding=3, window=2)
    expected = np.array([[0, 1, 0.5, 0], [1, 0, 1, 0], [0.5, 1, 0, 0], [0, 0, 0, 0]])
    np.testing.assert_allclose(counts, expected)


def overlaps(one: str, other: str) -> bool:
    """Return whether two words share two letters, shifted by one or in place."""
    in_place = sum(x == y for x, y in zip(one, other, strict=True))
    return one[:2] == other[1:] or one[1:] == other[:2] or in_place == 2


def test_nearest_words_share_two_letters_and_unseen_words_stay_zero() -> None:
    rng = np.random.default_rng(0)
    rows = [sequence_words("".join(rng.choice(list("ACGU"), 200)), 200) for _ in range(60)]
    vectors = fit_vectors(count_contexts(rows, SEQUENCE_WORDS, padding=SEQUENCE_PADDING, window=3), 24, seed=0)
    names = [a + b + c for a in "ACGUN" for b in "ACGUN" for c in "ACGUN"]
    assert not vectors[[k for k, name in enumerate(names) if "N" in name]].any()
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.where(norms > 0, norms, 1)
    for word in ("AUU", "GCG", "ACU"):
        order = np.argsort(-(unit @ unit[names.index(word)]))
        nearest = [names[k] for k in order if names[k] != word][:4]
        assert any(
            other[:2] == word[1:] or other[1:] == word[:2] or sum(x == y for x, y in zip(other, word, strict=True)) == 2
            for other in nearest
        )


def test_the_same_seed_gives_the_same_vectors() -> None:
    networks = [Deeprke(DeeprkeOptions(dimension=8)) for _ in range(3)]
    for network, seed in zip(networks, (1, 1, 2), strict=True):
        embed_words(network, DATA, np.arange(40), seed=seed)
    tables = [network.embed_sequence.weight.detach().numpy() for network in networks]  # type: ignore[union-attr]
    assert np.array_equal(tables[0], tables[1])
    assert not np.allclose(tables[0], tables[2], atol=0.1)
    assert networks[0].embed_structure.weight.detach().abs().sum() > 0  # type: ignore[union-attr]
    assert tables[0][SEQUENCE_PADDING].tolist() == pytest.approx([0.0] * 8)
