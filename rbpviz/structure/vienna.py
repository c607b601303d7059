"""The calls of ViennaRNA, each guarded.

ViennaRNA crashes, hangs or answers nonsense on some input. Callers pass checked sequences (`folding.checked_sequence`); nothing leaves
here that was not checked for the silent failures: an energy of 100000, missing rows, probabilities out of range, a structure of another
length.
"""

import bisect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import RNA

from rbpviz.errors import FoldingError
from rbpviz.results.structures import PairProbabilities

VIENNA_VERSION: str = RNA.__version__
"""Version of ViennaRNA; part of a cache key."""
SHORTEST_FOLD = 5
"""Shortest sequence in which two bases can pair, nt."""
_NO_ENERGY = 90_000.0


def mfe_structure(rna: str) -> tuple[str, float]:
    """Return the minimum-free-energy structure and its energy in kcal/mol."""
    if len(rna) < SHORTEST_FOLD:
        return "." * len(rna), 0.0
    with _guarded("minimum free energy", len(rna)):
        dot_bracket, energy = RNA.fold_compound(rna, RNA.md()).mfe()
    if len(dot_bracket) != len(rna) or not abs(energy) < _NO_ENERGY:
        raise FoldingError(f"ViennaRNA found no structure of {len(rna):,} nt (energy {energy}); try a shorter sequence.")
    return dot_bracket, energy


def local_structure(rna: str, span: int) -> tuple[str, float]:
    """Join locally stable structures that do not overlap, with the lowest sum of energies; return dot-bracket and kcal/mol.

    The energy is that of the joined structure; a structure with pairs between the parts may lie lower.
    """
    if len(rna) < SHORTEST_FOLD:
        return "." * len(rna), 0.0
    hits: list[tuple[int, str, float]] = []
    details = RNA.md()
    details.window_size = details.max_bp_span = min(span, len(rna))

    def keep(start: int, end: int, structure: str, energy: float, data: Any = None) -> None:
        hits.append((start - 1, structure, energy))

    with _guarded("local structure", len(rna)):
        total = RNA.fold_compound(rna, details, RNA.OPTION_WINDOW).mfe_window_cb(keep, None)
    if not abs(total) < _NO_ENERGY * len(rna):
        raise FoldingError(f"ViennaRNA found no local structure of {len(rna):,} nt (energy {total}); try a shorter sequence.")
    return _best_disjoint(hits, len(rna))


def _best_disjoint(hits: list[tuple[int, str, float]], length: int) -> tuple[str, float]:
    """Choose hits `(start, dot-bracket, energy)` without overlap so that their energies sum lowest."""
    stems = []
    for start, structure, energy in hits:
        inner = structure.rstrip(".")
        lead = len(inner) - len(inner.lstrip("."))
        if lead < len(inner) and energy < 0:
            stems.append((start + len(inner), start + lead, inner[lead:], energy))
    stems.sort()
    ends = [stem[0] for stem in stems]
    best, before = [0.0], []
    for number, (_, start, _, energy) in enumerate(stems):
        earlier = bisect.bisect_right(ends, start, 0, number)
        take = best[earlier] + energy < best[-1]
        best.append(best[earlier] + energy if take else best[-1])
        before.append(earlier if take else -1)
    letters, number = ["."] * length, len(stems)
    while number:
        earlier = before[number - 1]
        if earlier >= 0:
            end, start, inner, _ = stems[number - 1]
            letters[start:end] = inner
        number = earlier if earlier >= 0 else number - 1
    return "".join(letters), best[-1]


def local_pairs(rna: str, *, window: int, span: int, cutoff: float, no_lonely_pairs: bool) -> PairProbabilities:
    """Compute pairing probabilities averaged over windows.

    Parameters
    ----------
    rna : str
        Upper-case `ACGUN`.
    window : int
        Length of a window, nt; shortened to the sequence.
    span : int
        Most bases that a pair may span, nt.
    cutoff : float
        Pairs below it are left out.
    no_lonely_pairs : bool
        Leave structures with lonely pairs out.

    Returns
    -------
    PairProbabilities
        Rounded to half precision.

    Raises
    ------
    FoldingError
        When the numbers overflow.
    """
    length = len(rna)
    if length < SHORTEST_FOLD:
        return _pairs([], [], [], length, cutoff)
    details = RNA.md()
    details.window_size = min(window, length)
    details.max_bp_span = min(span, length)
    details.noLP = int(no_lonely_pairs)
    lefts: list[np.ndarray] = []
    rights: list[np.ndarray] = []
    values: list[np.ndarray] = []

    def keep(probabilities: tuple[float | None, ...], size: int, left: int, longest: int, what: int, data: Any) -> None:
        row = np.array(probabilities[left + 1 :], dtype=np.float64)
        kept = np.flatnonzero(~(row < cutoff))
        lefts.append(np.full(len(kept), left - 1))
        rights.append(kept + left)
        values.append(row[kept])

    with _guarded("pair probabilities", length):
        RNA.fold_compound(rna, details, RNA.OPTION_WINDOW).probs_window(1, RNA.PROBS_WINDOW_BPP, keep, None)
    if len(lefts) != length:
        raise FoldingError(f"ViennaRNA overflowed on the pair probabilities of {length:,} nt; use a shorter window than {window}.")
    return _pairs(lefts, rights, values, length, cutoff)


def global_pairs(rna: str, energy: float, *, cutoff: float, no_lonely_pairs: bool) -> PairProbabilities:
    """Compute pairing probabilities of the whole sequence.

    Parameters
    ----------
    rna : str
        Upper-case `ACGUN`.
    energy : float
        Its minimum free energy, kcal/mol, which sets the scale of the computation.
    cutoff : float
        Pairs below it are left out.
    no_lonely_pairs : bool
        Leave structures with lonely pairs out.

    Returns
    -------
    PairProbabilities
        Rounded to half precision.

    Raises
    ------
    FoldingError
        When the numbers overflow.
    """
    length = len(rna)
    if length < SHORTEST_FOLD:
        return _pairs([], [], [], length, cutoff)
    details = RNA.md()
    details.noLP = int(no_lonely_pairs)
    with _guarded("pair probabilities", length):
        compound = RNA.fold_compound(rna, details)
        compound.exp_params_rescale(energy)
        _, ensemble_energy = compound.pf()
        if not abs(ensemble_energy) < _NO_ENERGY:
            raise FoldingError(f"ViennaRNA overflowed on the pair probabilities of {length:,} nt; use local probabilities.")
        found = [(pair.i - 1, pair.j - 1, pair.p) for pair in compound.plist_from_probs(cutoff) if pair.i < pair.j]
    table = np.array(found, dtype=np.float64).reshape(-1, 3)
    return _pairs([table[:, 0]], [table[:, 1]], [table[:, 2]], length, cutoff)


def _pairs(lefts: list[np.ndarray], rights: list[np.ndarray], values: list[np.ndarray], length: int, cutoff: float) -> PairProbabilities:
    """Check and sort triplets; probabilities are cut off first, then rounded to half precision."""
    if not lefts:
        empty = np.zeros(0, dtype=np.int32)
        return PairProbabilities(empty, empty, np.zeros(0, dtype=np.float32), length, cutoff)
    left, right, value = np.concatenate(lefts), np.concatenate(rights), np.concatenate(values)
    if not (np.isfinite(value) & (value >= 0) & (value < 1.01)).all():
        raise FoldingError(f"ViennaRNA gave pair probabilities outside 0 to 1 for {length:,} nt; use a shorter window.")
    kept = value >= cutoff
    left, right, value = left[kept], right[kept], value[kept]
    order = np.lexsort((right, left))
    single = np.minimum(value[order], 1.0).astype(np.float32)
    rounded = single.astype(np.float16).astype(np.float32)
    return PairProbabilities(left[order].astype(np.int32), right[order].astype(np.int32), rounded, length, cutoff)


@contextmanager
def _guarded(what: str, length: int) -> Iterator[None]:
    """Turn what the binding raises into one sentence."""
    try:
        yield
    except (TypeError, ValueError, RuntimeError, IndexError, MemoryError, SystemError) as error:
        raise FoldingError(
            f"ViennaRNA could not compute the {what} of {length:,} nt ({type(error).__name__}); try a shorter sequence."
        ) from error
