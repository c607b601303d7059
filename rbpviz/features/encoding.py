"""One-hot encoding of RNA."""

from collections.abc import Sequence

import numpy as np

from rbpviz.types import N_CODE

_CODES = np.full(256, N_CODE, dtype=np.uint8)
for _index, _letter in enumerate("ACGU"):
    _CODES[ord(_letter)] = _index
PAD_CODE = 5


def encode_bases(sequence: str) -> np.ndarray:
    """Return the code of each base, uint8, shape (length,): A 0, C 1, G 2, U 3, anything else 4 (N)."""
    return _CODES[np.frombuffer(sequence.encode("ascii", "replace"), dtype=np.uint8)]


def code_table(*, padding: float = 0.25) -> np.ndarray:
    """Return the vector of each code, float32, shape (6, 4): four bases, N (0.25 each), padding.

    Parameters
    ----------
    padding : float, default 0.25
        Value of all four channels at padded positions (0.25 in the paper, 0 in the authors' code).
    """
    table = np.zeros((6, 4), dtype=np.float32)
    table[:4] = np.eye(4, dtype=np.float32)
    table[N_CODE] = 0.25
    table[PAD_CODE] = padding
    return table


def pad_codes(codes: Sequence[np.ndarray], width: int) -> np.ndarray:
    """Return code rows right-padded with `PAD_CODE` to `width`, uint8, shape (n, width); longer rows are an error of the caller."""
    padded = np.full((len(codes), width), PAD_CODE, dtype=np.uint8)
    for row, one in zip(padded, codes, strict=True):
        row[: len(one)] = one
    return padded


def cut_window(values: np.ndarray, start: int, end: int, *, fill: int) -> np.ndarray:
    """Return `[start, end)` of a row, with `fill` where that lies outside it.

    Parameters
    ----------
    values : ndarray, shape (length,)
        A number for each base, such as its code.
    start, end : int
        0-based half-open; may lie outside the row.
    fill : int
        What stands outside, such as the code of N.

    Returns
    -------
    ndarray of the same type, shape (end - start,)
    """
    window = np.full(end - start, fill, dtype=values.dtype)
    low, high = max(start, 0), min(end, len(values))
    if low < high:
        window[low - start : high - start] = values[low:high]
    return window
