"""Structures as bytes and back."""

import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.results.structures import PairProbabilities, Structure
from rbpviz.structure.codec import decode_structure, encode_structure
from rbpviz.structure.folding import FoldOptions, assemble, fold
from tests.structure.samples import check_sequence, same

OPTIONS = (
    FoldOptions(),
    FoldOptions(mfe=False),
    FoldOptions(probabilities="none"),
    FoldOptions(probabilities="global"),
    FoldOptions(max_global_length=100),
)


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("sequence", [check_sequence(160), "A", "N" * 30])
def test_a_fold_comes_back_to_the_last_bit(sequence: str, options: FoldOptions) -> None:
    found = fold(sequence, options)
    assert same(decode_structure(encode_structure(found), sequence, options), found)


def test_pairs_across_a_very_long_sequence() -> None:
    length, options = 90_000, FoldOptions(mfe=False)
    left, right = np.array([0, 0, 5], dtype=np.int32), np.array([7, length - 1, 70_000], dtype=np.int32)
    pairs = PairProbabilities(left, right, np.array([0.5, 1.0, 0.25], dtype=np.float32), length, options.cutoff)
    structure = assemble("A" * length, options, dot_bracket=None, energy=None, pairs=pairs)
    assert same(decode_structure(encode_structure(structure), "A" * length, options), structure)


def test_it_is_small() -> None:
    sequence = check_sequence(336)
    structure = fold(sequence)
    assert structure.pairs is not None
    assert len(encode_structure(structure)) < 4 * len(structure.pairs.left)


def payload() -> tuple[Structure, bytes]:
    structure = fold("GGGGAAAACCCC")
    return structure, encode_structure(structure)


def test_other_sequences_and_options_are_refused() -> None:
    structure, data = payload()
    with pytest.raises(ValueError, match="other options"):
        decode_structure(data, structure.sequence + "A", FoldOptions())
    with pytest.raises(ValueError, match="other options"):
        decode_structure(data, structure.sequence, FoldOptions(mfe=False))
    with pytest.raises(ValueError, match="version"):
        decode_structure(b"\x07" + data[1:], structure.sequence, FoldOptions())


@given(st.integers(0, 10_000), st.integers(0, 255), st.integers(0, 10_000))
def test_damaged_bytes_are_refused_or_harmless(place: int, value: int, cut: int) -> None:
    structure, data = payload()
    damaged = bytearray(data)
    damaged[14 + place % (len(data) - 14)] = value
    for bad in (bytes(damaged), data[: cut % len(data)]):
        if bad == data:
            continue
        with pytest.raises(ValueError, match="payload"):
            decode_structure(bad, structure.sequence, FoldOptions())


def test_a_valid_body_with_wrong_counts_is_refused() -> None:
    structure, data = payload()
    body = bytearray(zlib.decompress(data[14:]))
    body[len(structure.sequence)] ^= 1
    with pytest.raises(ValueError, match="numbers of pairs"):
        decode_structure(data[:14] + zlib.compress(bytes(body)), structure.sequence, FoldOptions())
