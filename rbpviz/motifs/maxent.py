"""MaxEntScan (Yeo and Burge 2004), a baseline for splice sites: natural-log scores from its published tables, for a whole gene at once."""

import gzip
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rbpviz.errors import DataSetError
from rbpviz.motifs.codes import check_codes
from rbpviz.types import N_CODE

_BACKGROUND = np.array([0.27, 0.23, 0.23, 0.27])
_DONOR_WINDOW = (-2, -1, 0, 3, 4, 5, 6)
_DONOR_PAIR: dict[int, tuple[float, ...]] = {1: (0.0040, 0.0032, 0.9896, 0.0032), 2: (0.0034, 0.0039, 0.0042, 0.9884)}
_ACCEPTOR_PAIR: dict[int, tuple[float, ...]] = {-2: (0.9903, 0.0032, 0.0034, 0.0030), -1: (0.0027, 0.0037, 0.9905, 0.0030)}
_ACCEPTOR_WINDOWS: tuple[tuple[int, ...], ...] = (
    tuple(range(-20, -13)),
    tuple(range(-13, -6)),
    (-6, -5, -4, -3, 0, 1, 2),
    tuple(range(-16, -9)),
    tuple(range(-9, -2)),
    tuple(range(-16, -13)),
    tuple(range(-13, -9)),
    tuple(range(-9, -6)),
    tuple(range(-6, -2)),
)
"""Positions that index each of the nine tables, relative to the first exon base; the last four cover overlaps and are divided by."""
_MULTIPLIED = 5


@dataclass(frozen=True, slots=True, eq=False)
class MaxEntTables:
    """The ten tables of MaxEntScan, as natural logarithms.

    Tables are indexed by the bases of their positions in base 4 (A 0, C 1, G 2, U 3), the first position most significant.

    Parameters
    ----------
    donor : ndarray of float64, shape (16384,)
        Log odds of the seven bases around the first two of the intron.
    acceptor : tuple of nine ndarray of float64
        Log odds of overlapping stretches; the first five are added, the last four subtracted.

    Raises
    ------
    DataSetError
        If a table has another size.
    """

    donor: np.ndarray
    acceptor: tuple[np.ndarray, ...]

    def __post_init__(self) -> None:
        sizes = [4 ** len(_DONOR_WINDOW), *(4 ** len(window) for window in _ACCEPTOR_WINDOWS)]
        got = [len(table) for table in (self.donor, *self.acceptor)]
        if got != sizes:
            raise DataSetError(f"Got MaxEntScan tables of the sizes {got}; expected {sizes}.")

    def score_donors(self, codes: np.ndarray) -> np.ndarray:
        """Return the 5' splice-site score of each base taken as the last of an exon.

        Parameters
        ----------
        codes : ndarray of uint8, shape (n,)
            A 0, C 1, G 2, U 3, N 4.

        Returns
        -------
        ndarray of float64, shape (n,)
            Natural-log odds of positions -2 to +6 around it; minus infinity where one is N or outside the sequence. Divide by ln 2
            for the bits that MaxEntScan prints.

        Raises
        ------
        InvalidOptionError
            If the codes are not a row of numbers from 0 to 4.
        """
        return _score(codes, (-2, 6), _DONOR_PAIR, [(1, _DONOR_WINDOW, self.donor)])

    def score_acceptors(self, codes: np.ndarray) -> np.ndarray:
        """Return the 3' splice-site score of each base taken as the first of an exon.

        Parameters
        ----------
        codes : ndarray of uint8, shape (n,)
            A 0, C 1, G 2, U 3, N 4.

        Returns
        -------
        ndarray of float64, shape (n,)
            Natural-log odds of positions -20 to +2 around it; minus infinity where one is N or outside the sequence.

        Raises
        ------
        InvalidOptionError
            If the codes are not a row of numbers from 0 to 4.
        """
        signs = [1 if k < _MULTIPLIED else -1 for k in range(len(_ACCEPTOR_WINDOWS))]
        return _score(codes, (-20, 2), _ACCEPTOR_PAIR, list(zip(signs, _ACCEPTOR_WINDOWS, self.acceptor, strict=True)))


def read_maxent(folder: Path | str) -> MaxEntTables:
    """Read the tables `me2x5` and `me2x3acc1` to `me2x3acc9`, gzip text with one number a line.

    Parameters
    ----------
    folder : path
        Where the ten files lie, each with the ending `.gz`.

    Returns
    -------
    MaxEntTables
        Ready to score.

    Raises
    ------
    DataSetError
        If a file is missing or damaged.
    """
    donor = _table(Path(folder) / "me2x5.gz", 4 ** len(_DONOR_WINDOW))
    acceptor = [_table(Path(folder) / f"me2x3acc{k}.gz", 4 ** len(window)) for k, window in enumerate(_ACCEPTOR_WINDOWS, start=1)]
    return MaxEntTables(donor, tuple(acceptor))


def _table(path: Path, size: int) -> np.ndarray:
    try:
        odds = np.array(gzip.decompress(path.read_bytes()).split(), dtype=np.float64)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise DataSetError(
            f"Could not read the MaxEntScan table {path.name!r} ({type(error).__name__}); expected gzip text, {size} numbers."
        ) from error
    if len(odds) != size or not (np.isfinite(odds) & (odds > 0)).all():
        raise DataSetError(f"Got {len(odds)} numbers in the MaxEntScan table {path.name!r}; expected {size} above 0.")
    return np.log(odds)


def _score(
    codes: np.ndarray, span: tuple[int, int], pair: dict[int, tuple[float, ...]], terms: list[tuple[int, tuple[int, ...], np.ndarray]]
) -> np.ndarray:
    """Add the terms of all windows that lie inside the sequence."""
    check_codes(codes)
    scores = np.full(len(codes), -np.inf)
    n = len(codes) - (span[1] - span[0])
    if n <= 0:
        return scores
    bases = np.where(codes == N_CODE, 0, codes).astype(np.int64)
    total = np.zeros(n)
    for offset, frequencies in pair.items():
        total += np.log(np.array(frequencies) / _BACKGROUND)[_shifted(bases, offset, span)]
    for sign, window, table in terms:
        index = np.zeros(n, dtype=np.int64)
        for offset in window:
            index = index * 4 + _shifted(bases, offset, span)
        total += sign * table[index]
    unknown = np.concatenate([[0], np.cumsum(codes == N_CODE)])
    total[unknown[-n:] != unknown[:n]] = -np.inf
    scores[-span[0] : -span[0] + n] = total
    return scores


def _shifted(bases: np.ndarray, offset: int, span: tuple[int, int]) -> np.ndarray:
    """Return the base at an offset from each position whose whole window lies inside the sequence."""
    first = offset - span[0]
    return bases[first : len(bases) - (span[1] - offset)]
