"""Shuffled sequences as controls."""

from collections import defaultdict

import numpy as np


def shuffle_dinucleotides(sequence: str, *, seed: int) -> str:
    """Shuffle a sequence so that every dinucleotide count stays (Altschul and Erikson 1985).

    Every sequence with the same dinucleotide counts and the same ends is equally likely.

    Parameters
    ----------
    sequence : str
        Any letters.
    seed : int
        Not negative; the same seed gives the same result.

    Returns
    -------
    str
        Same length, same first and last letter, same dinucleotide counts.
    """
    if len(sequence) < 4:
        return sequence
    rng = np.random.default_rng(seed)
    followers: dict[str, list[str]] = defaultdict(list)
    for left, right in zip(sequence, sequence[1:], strict=False):
        followers[left].append(right)
    last_steps = _last_steps(followers, sequence[-1], rng)
    queues: dict[str, list[str]] = {}
    for letter in sorted(followers):
        rest = list(followers[letter])
        if letter in last_steps:
            rest.remove(last_steps[letter])
        shuffled = [rest[i] for i in rng.permutation(len(rest))]
        queues[letter] = [last_steps[letter], *shuffled] if letter in last_steps else shuffled
    letter, result = sequence[0], [sequence[0]]
    while queues.get(letter):
        letter = queues[letter].pop()
        result.append(letter)
    return "".join(result)


def _last_steps(followers: dict[str, list[str]], end: str, rng: np.random.Generator) -> dict[str, str]:
    """Draw the last step out of each letter until all of them lead to the end: a random tree, by rejection."""
    letters = sorted(letter for letter in followers if letter != end)
    while True:
        steps = {letter: followers[letter][int(rng.integers(len(followers[letter])))] for letter in letters}
        if all(_reaches(steps, letter, end) for letter in letters):
            return steps


def _reaches(steps: dict[str, str], letter: str, end: str) -> bool:
    for _ in range(len(steps)):
        if letter == end:
            return True
        letter = steps[letter]
    return letter == end
