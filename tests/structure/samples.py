"""Sequences that several test modules fold."""

from dataclasses import astuple, fields

import numpy as np

from rbpviz.results.structures import PairProbabilities, Structure


def check_sequence(length: int = 200) -> str:
    """Return the specification's pseudo-random sequence, begun with 1; it starts GGCUUUGUAGCU."""
    state, letters = 1, []
    for _ in range(length):
        state = (1103515245 * state + 12345) % 2**31
        letters.append("ACGU"[(state >> 16) & 3])
    return "".join(letters)


def random_sequences(number: int, length: int, *, seed: int = 0) -> list[str]:
    """Return random RNA sequences of one length."""
    rng = np.random.default_rng(seed)
    return ["".join("ACGU"[i] for i in rng.integers(0, 4, length)) for _ in range(number)]


def same(one: Structure, other: Structure) -> bool:
    """Tell whether two structures are equal to the last bit, types of arrays included."""
    for field in fields(Structure):
        a, b = getattr(one, field.name), getattr(other, field.name)
        if isinstance(a, PairProbabilities) and isinstance(b, PairProbabilities):
            pairs = zip(astuple(a), astuple(b), strict=True)
            equal = all(np.array_equal(x, y) and getattr(x, "dtype", 0) == getattr(y, "dtype", 0) for x, y in pairs)
        else:
            equal = a == b
        if not equal:
            return False
    return True
