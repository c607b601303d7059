"""Secondary structures: one folded sequence and its sparse pairing probabilities."""

from dataclasses import dataclass

import numpy as np

from rbpviz.types import Flag


@dataclass(frozen=True, slots=True)
class PairProbabilities:
    """Base-pair probabilities of one RNA as sparse triplets.

    Probabilities are rounded to half precision when they are computed, so that a cached and a fresh value are the same number.

    Parameters
    ----------
    left, right : ndarray of int32, shape (n_pairs,)
        0-based positions with `left < right`, sorted by (left, right).
    probability : ndarray of float32, shape (n_pairs,)
        In [0, 1]; pairs below `cutoff` are not stored.
    length : int
        Length of the sequence in nt.
    cutoff : float
        Smallest stored probability.
    """

    left: np.ndarray
    right: np.ndarray
    probability: np.ndarray
    length: int
    cutoff: float

    def crop(self, start: int, end: int) -> "PairProbabilities":
        """Return the pairs that lie wholly in [start, end), positions counted from `start`."""
        near = slice(*np.searchsorted(self.left, (start, end)))
        keep = self.right[near] < end
        left, right, probability = (part[near][keep] for part in (self.left, self.right, self.probability))
        return PairProbabilities(left - start, right - start, probability, end - start, self.cutoff)

    def dense(self) -> np.ndarray:
        """Return the symmetric matrix of pairing probabilities, float32, shape (length, length)."""
        matrix = np.zeros((self.length, self.length), dtype=np.float32)
        matrix[self.left, self.right] = self.probability
        matrix[self.right, self.left] = self.probability
        return matrix

    def unpaired(self) -> np.ndarray:
        """Return 1 minus the summed pairing probability of each base, clipped to [0, 1], float32, shape (length,).

        Windowed probabilities are averages over different windows, so a row may sum to more than 1.
        """
        paired = np.bincount(self.left, self.probability, self.length) + np.bincount(self.right, self.probability, self.length)
        return np.clip(1.0 - paired, 0.0, 1.0).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Structure:
    """The fold of one RNA.

    Parameters
    ----------
    sequence : str
        Upper-case `ACGUN`.
    dot_bracket : str, optional
        Minimum-free-energy structure, one of `.()` a base; None where only probabilities were asked for.
    energy : float, optional
        Its free energy in kcal/mol.
    elements : str, optional
        Loop element of each base: S stem, M multiloop, H hairpin, I internal loop, B bulge, E external.
    pairs : PairProbabilities, optional
        Pairing probabilities; None where only the structure was asked for.
    method : str
        What was computed, in words for a caption, such as "MFE; pair probabilities in windows of 150 nt".
    flags : tuple of Flag, default ()
        `FOLDED_LOCALLY` where a global fold was too long.
    """

    sequence: str
    dot_bracket: str | None
    energy: float | None
    elements: str | None
    pairs: PairProbabilities | None
    method: str
    flags: tuple[Flag, ...] = ()

    def crop_probabilities(self, start: int, end: int) -> "Structure":
        """Return sequence and pairing probabilities of [start, end), without the pairs that cross its ends and without MFE structure."""
        pairs = None if self.pairs is None else self.pairs.crop(start, end)
        return Structure(self.sequence[start:end], None, None, None, pairs, self.method, self.flags)
