"""Shuffles keep what they promise."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from rbpviz.sequences.shuffles import shuffle_dinucleotides


def dinucleotides(sequence: str) -> Counter[str]:
    return Counter(sequence[i : i + 2] for i in range(len(sequence) - 1))


@given(st.text(alphabet="ACGUN", max_size=120), st.integers(0, 1000))
def test_dinucleotide_counts_and_ends_stay(sequence: str, seed: int) -> None:
    shuffled = shuffle_dinucleotides(sequence, seed=seed)
    assert len(shuffled) == len(sequence)
    assert dinucleotides(shuffled) == dinucleotides(sequence)
    assert (shuffled[:1], shuffled[-1:]) == (sequence[:1], sequence[-1:])
    assert shuffled == shuffle_dinucleotides(sequence, seed=seed)


def test_all_arrangements_are_equally_likely() -> None:
    sequence = "AACAGAUA"
    found = Counter(shuffle_dinucleotides(sequence, seed=seed) for seed in range(4800))
    assert len(found) == 24  # AA, ACA, AGA and AUA in any order
    assert max(found.values()) < 1.5 * min(found.values())


def test_a_long_sequence_changes() -> None:
    sequence = "ACGUUGCAAGCUUAGC" * 20
    assert shuffle_dinucleotides(sequence, seed=1) != sequence
    assert shuffle_dinucleotides(sequence, seed=1) != shuffle_dinucleotides(sequence, seed=2)
