"""Words of bases and of structural contexts: every position has one, padding is one word, N is spelled."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.features.words import (
    CONTEXTS,
    SEQUENCE_PADDING,
    SEQUENCE_WORDS,
    STRUCTURE_PADDING,
    STRUCTURE_WORDS,
    encode_contexts,
    sequence_words,
    structure_words,
)


def spell(words: np.ndarray, letters: str) -> list[str]:
    size = len(letters)
    return [letters[w // size**2] + letters[w // size % size] + letters[w % size] for w in words.tolist()]


def test_auugc_is_cut_into_three_words_and_two_with_padding() -> None:
    assert spell(sequence_words("AUUGC", 5), "ACGUN") == ["AUU", "UUG", "UGC"]
    padded = sequence_words("AUUGC", 375)
    assert len(padded) == 373
    assert spell(padded[:6], "ACGUN") == ["AUU", "UUG", "UGC", "GCN", "CNN", "NNN"]
    assert (padded[5:] == SEQUENCE_PADDING).all()


@given(st.text("ACGUN", min_size=3, max_size=60))
def test_words_spell_the_sequence(sequence: str) -> None:
    found = spell(sequence_words(sequence, len(sequence)), "ACGUN")
    assert found == [sequence[k : k + 3] for k in range(len(sequence) - 2)]


@given(st.text(CONTEXTS, min_size=3, max_size=60))
def test_words_spell_the_contexts(contexts: str) -> None:
    assert spell(structure_words(contexts, len(contexts)), CONTEXTS) == [contexts[k : k + 3] for k in range(len(contexts) - 2)]


def test_all_words_fit_their_tables() -> None:
    assert (SEQUENCE_WORDS, STRUCTURE_WORDS) == (125, 343)
    assert structure_words("", 9).tolist() == [STRUCTURE_PADDING] * 7
    assert encode_contexts("FHIMSTN?").tolist() == [0, 1, 2, 3, 4, 5, 6, 6]
