"""All PSAMs of a set as aligned arrays: what a checkpoint stores, and the tables that scanning looks up."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rbpviz.errors import CheckpointError, InputLimitError
from rbpviz.motifs.psam import PsamSet

MAX_SCAN_WIDTH = 18
"""Widest window that can be scanned: three blocks of six letters, tables of some 25 MB each for 79 proteins."""
SCALE = 0.2
"""The sum over PSAMs is divided by this."""
_ARRAYS = {"matrices": np.float32, "weights": np.float32, "owners": np.int16, "widths": np.int16}


@dataclass(frozen=True, eq=False)
class PackedPsams:
    """The PSAMs of all proteins as arrays that fit into a checkpoint.

    Parameters
    ----------
    names : tuple of str
        Proteins in channel order, each once.
    matrices : ndarray of float32, shape (n_psams, window, 4)
        Affinities in [0, 1], aligned so that row `centre` of each is the base a match is attributed to; ones outside the matrix itself.
    weights : ndarray of float32, shape (n_psams,)
        `A0 / (largest A0 of the protein) / 0.2`; the largest of each protein is 5.
    owners : ndarray of int16, shape (n_psams,)
        Index of the protein; ascending.
    widths : ndarray of int16, shape (n_psams,)
        Width of each matrix without padding.

    Raises
    ------
    CheckpointError
        If the arrays do not fit together.
    InputLimitError
        If the common window is wider than `MAX_SCAN_WIDTH`.
    """

    names: tuple[str, ...]
    matrices: np.ndarray
    weights: np.ndarray
    owners: np.ndarray
    widths: np.ndarray

    def __post_init__(self) -> None:
        for key, kind in _ARRAYS.items():
            array = np.array(getattr(self, key), dtype=kind, order="C")
            array.flags.writeable = False
            object.__setattr__(self, key, array)
        problem = self._problem()
        if problem:
            raise CheckpointError(f"Got PSAM arrays in which {problem}; expected those that `PackedPsams.as_arrays` gives.")
        if self.window > MAX_SCAN_WIDTH:
            raise InputLimitError(
                f"Got PSAMs that span {self.window} positions around the attributed base; expected at most {MAX_SCAN_WIDTH}: "
                "cut weak flanks off."
            )

    def _problem(self) -> str:
        """Return what does not fit, or an empty text."""
        n = len(self.matrices)
        if self.matrices.ndim != 3 or self.matrices.shape[2:] != (4,) or not n:
            return f"the matrices have the shape {self.matrices.shape}"
        if any(array.shape != (n,) for array in (self.weights, self.owners, self.widths)):
            return f"there are {n} matrices but other numbers of weights, owners or widths"
        if len(set(self.names)) != len(self.names) or (np.diff(self.owners) < 0).any():
            return "names come twice or owners are out of order"
        if not np.array_equal(np.unique(self.owners), np.arange(len(self.names))):
            return f"the owners are not the {len(self.names)} proteins"
        if self.widths.min() < 1 or self.centre + 1 + int((self.widths // 2).max()) != self.window:
            return f"the widths do not span the window of {self.window}"
        if not ((self.matrices >= 0) & (self.matrices <= 1 + 1e-3)).all() or not (np.isfinite(self.weights) & (self.weights > 0)).all():
            return "an affinity lies outside 0 to 1 or a weight is not above 0"
        return ""

    @property
    def window(self) -> int:
        """Return the number of rows of each padded matrix."""
        return int(self.matrices.shape[1])

    @property
    def centre(self) -> int:
        """Return the row that belongs to the attributed base."""
        return int((self.widths.max() - 1) // 2)

    @property
    def n_rbps(self) -> int:
        """Return the number of proteins."""
        return len(self.names)

    @cached_property
    def margins(self) -> np.ndarray:
        """Return how many bases the widest PSAM of each protein needs left and right of a position, int64, shape (n_rbps, 2)."""
        widest = np.zeros(self.n_rbps, dtype=np.int64)
        np.maximum.at(widest, self.owners, self.widths)
        return np.stack([(widest - 1) // 2, widest // 2], axis=1)

    @cached_property
    def slots(self) -> np.ndarray:
        """Return the place of each PSAM among those of its protein, int64, shape (n_psams,)."""
        first = np.searchsorted(self.owners, np.arange(self.n_rbps))
        return np.arange(len(self.owners)) - first[self.owners]

    @cached_property
    def block_sizes(self) -> np.ndarray:
        """Return how many letters each of the three blocks of the window has, int64, shape (3,)."""
        return np.array([(self.window + 2 - i) // 3 for i in range(3)], dtype=np.int64)

    @cached_property
    def tables(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the products over each block, float32, shape (5 ** size, n_slots, n_lanes).

        The first table has the weights in it. There are as many slots as the most PSAMs of a protein, at least five, and a lane for each
        protein, rounded up to sixteen; 0 where no PSAM is.
        """
        ends = np.cumsum(self.block_sizes)
        first, second, third = (self._block(end - size, end) for size, end in zip(self.block_sizes, ends, strict=True))
        return self._spread(first * self.weights), self._spread(second), self._spread(third)

    def _block(self, start: int, end: int) -> np.ndarray:
        """Return the products over the rows `start` to `end` for every spelling in base 5, float64, shape (5 ** rows, n_psams)."""
        table = np.ones((1, len(self.matrices)))
        for row in range(start, end):
            letters = np.vstack([self.matrices[:, row].T.astype(np.float64), np.ones(len(self.matrices))])
            table = (table[:, None] * letters).reshape(-1, len(self.matrices))
        return table

    def _spread(self, table: np.ndarray) -> np.ndarray:
        n_slots, n_lanes = max(5, int(self.slots.max()) + 1), -(-self.n_rbps // 16) * 16
        spread = np.zeros((len(table), n_slots, n_lanes), dtype=np.float32)
        spread[:, self.slots, self.owners] = table
        return spread

    def as_arrays(self) -> dict[str, np.ndarray]:
        """Return copies of everything as arrays for a checkpoint; `names` are UTF-8 bytes with line ends between."""
        arrays = {key: getattr(self, key).copy() for key in _ARRAYS}
        return arrays | {"names": np.frombuffer("\n".join(self.names).encode("utf-8"), dtype=np.uint8).copy()}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> "PackedPsams":
        """Return what `as_arrays` was called on.

        Parameters
        ----------
        arrays : mapping of str to ndarray
            `matrices`, `weights`, `owners`, `widths` and `names`; others are ignored.

        Raises
        ------
        CheckpointError
            If one is missing or they do not fit together.
        """
        missing = [key for key in (*_ARRAYS, "names") if key not in arrays]
        if missing:
            raise CheckpointError(f"Got PSAM arrays without {', '.join(missing)}; expected those that `PackedPsams.as_arrays` gives.")
        try:
            names = tuple(np.asarray(arrays["names"], dtype=np.uint8).tobytes().decode("utf-8").split("\n"))
        except UnicodeDecodeError as error:
            raise CheckpointError(
                "Got PSAM arrays whose names are not UTF-8; expected those that `PackedPsams.as_arrays` gives."
            ) from error
        return cls(names, **{key: np.asarray(arrays[key]) for key in _ARRAYS})


def pack(psams: PsamSet) -> PackedPsams:
    """Return the PSAMs of a set as aligned arrays.

    Parameters
    ----------
    psams : PsamSet
        Proteins keep their order; widths may differ, within a protein too.

    Raises
    ------
    InputLimitError
        If the common window is wider than `MAX_SCAN_WIDTH`.
    """
    flat = [psam for group in psams.psams for psam in group]
    owners = [r for r, group in enumerate(psams.psams) for _ in group]
    weights = [psam.affinity / max(one.affinity for one in group) / SCALE for group in psams.psams for psam in group]
    centre = max(psam.offset for psam in flat)
    window = centre + 1 + max(len(psam) // 2 for psam in flat)
    matrices = np.ones((len(flat), window, 4), dtype=np.float32)
    for padded, psam in zip(matrices, flat, strict=True):
        start = centre - psam.offset
        padded[start : start + len(psam)] = psam.matrix
    return PackedPsams(psams.names, matrices, np.array(weights), np.array(owners), np.array([len(psam) for psam in flat]))
