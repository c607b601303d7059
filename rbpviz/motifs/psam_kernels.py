"""Compiled inner loops of PSAM scanning. Imported on first use only: importing this module loads the compiler.

All loops release the interpreter's lock and share one way to compute a row, so that every caller gets the same bits. A row is the sum over
slots (the first PSAM of each protein, the second, ...) of the product of three table rows. Five slots are written out, so that the sum
stays in registers while the compiler goes over the proteins in vectors; helpers are inlined because a call would prevent that.
"""

import numpy as np
from numba import njit

Tables = tuple[np.ndarray, np.ndarray, np.ndarray]


@njit(nogil=True, cache=True)
def _spell(letters: np.ndarray, size: int, codes: np.ndarray) -> None:
    """Fill `codes` (m,) with the numbers that `size` letters from each position on spell in base 5."""
    if size == 0:
        codes[:] = 0
        return
    top = 5 ** (size - 1)
    code = np.int64(0)
    for i in range(size - 1):
        code = code * 5 + np.int64(letters[i])
    for i in range(len(codes)):
        code = code * 5 + np.int64(letters[i + size - 1])
        codes[i] = code
        code -= top * np.int64(letters[i])


@njit(nogil=True, cache=True)
def _spellings(letters: np.ndarray, sizes: np.ndarray, start: int, number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the table rows of the three blocks for a number of positions."""
    rows = np.empty((3, number), np.uint16)
    for block in range(3):
        _spell(letters[start:], sizes[block], rows[block])
        start += sizes[block]
    return rows[0], rows[1], rows[2]


@njit(nogil=True, cache=True, inline="always")
def _sum_slots(a: np.ndarray, b: np.ndarray, c: np.ndarray, row: np.ndarray) -> None:
    """Fill `row` (n_rbps,) with the sum of products of three table rows, each (n_slots, n_lanes)."""
    a0, a1, a2, a3, a4 = a[0], a[1], a[2], a[3], a[4]
    b0, b1, b2, b3, b4 = b[0], b[1], b[2], b[3], b[4]
    c0, c1, c2, c3, c4 = c[0], c[1], c[2], c[3], c[4]
    for k in range(len(row)):
        row[k] = a0[k] * b0[k] * c0[k] + a1[k] * b1[k] * c1[k] + a2[k] * b2[k] * c2[k] + a3[k] * b3[k] * c3[k] + a4[k] * b4[k] * c4[k]
    for slot in range(5, len(a)):
        x, y, z = a[slot], b[slot], c[slot]
        for k in range(len(row)):
            row[k] += x[k] * y[k] * z[k]


@njit(nogil=True, cache=True)
def _blank_edges(position: int, length: int, margins: np.ndarray, row: np.ndarray) -> None:
    """Set the proteins to 0 whose window leaves the sequence; `margins` (n_rbps, 2) holds the bases needed on the left and the right."""
    for k in range(len(row)):
        if position < margins[k, 0] or length - 1 - position < margins[k, 1]:
            row[k] = 0.0


@njit(nogil=True, cache=True)
def score_positions(letters: np.ndarray, tables: Tables, sizes: np.ndarray, margins: np.ndarray, start: int, out: np.ndarray) -> None:
    """Fill `out` (m, n_rbps) with the scores of positions `start` to `start + m`.

    Parameters
    ----------
    letters : ndarray of uint8, shape (length + width - 1,)
        Codes of the sequence with N (4) on both sides, as many as the widest window needs.
    tables : tuple of three ndarray of float32, each shape (5 ** size, n_slots, n_lanes)
        Products over the blocks of a window; at least five slots and at least as many lanes as proteins.
    sizes : ndarray of int64, shape (3,)
        Letters in each block.
    margins : ndarray of int64, shape (n_rbps, 2)
        Bases that must lie left and right of a position, for each protein.
    start : int
        First position, 0-based.
    out : ndarray of float32, shape (m, n_rbps)
        Where to write.
    """
    left, right = margins[:, 0].max(), margins[:, 1].max()
    length = len(letters) - left - right
    first, second, third = _spellings(letters, sizes, start, len(out))
    for i in range(len(out)):
        position = start + i
        if letters[position + left] == 4:
            out[i] = 0.0
            continue
        _sum_slots(tables[0][first[i]], tables[1][second[i]], tables[2][third[i]], out[i])
        if position < left or length - 1 - position < right:
            _blank_edges(position, length, margins, out[i])


@njit(nogil=True, cache=True)
def find_above(
    letters: np.ndarray,
    tables: Tables,
    sizes: np.ndarray,
    margins: np.ndarray,
    span: tuple[int, int],
    thresholds: np.ndarray,
    found: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> tuple[int, int]:
    """List the scores above a threshold until the positions or the room in `found` end.

    Parameters
    ----------
    letters, tables, sizes, margins
        As in `score_positions`.
    span : tuple of int
        First position and the position after the last, 0-based.
    thresholds : ndarray of float32, shape (n_rbps,)
        A score is listed when it is larger.
    found : tuple of ndarray of int32, int16, float32, each shape (room,)
        Where positions, proteins and scores are written; room for at least one position of all proteins.

    Returns
    -------
    tuple of int
        The position to go on from (the span's end when done) and how many entries were written.
    """
    left, right = margins[:, 0].max(), margins[:, 1].max()
    length = len(letters) - left - right
    first, second, third = _spellings(letters, sizes, span[0], span[1] - span[0])
    row = np.zeros(len(thresholds), np.float32)
    n = 0
    for position in range(span[0], span[1]):
        if n + len(row) > len(found[0]):
            return position, n
        i = position - span[0]
        if letters[position + left] == 4:
            row[:] = 0.0
        else:
            _sum_slots(tables[0][first[i]], tables[1][second[i]], tables[2][third[i]], row)
            if position < left or length - 1 - position < right:
                _blank_edges(position, length, margins, row)
        above = np.int32(0)
        for k in range(len(row)):
            above += np.int32(row[k] > thresholds[k])
        if above:
            for k in range(len(row)):
                if row[k] > thresholds[k]:
                    found[0][n], found[1][n], found[2][n] = position, k, row[k]
                    n += 1
    return span[1], n
