"""Fixed-motif scores: how strongly each protein's PSAMs match around every base of a sequence.

The score of protein r at position p is the sum over its PSAMs of `A0 / (largest A0 of r) / 0.2` times the product of the affinities along
the window, attributed to the row `(w - 1) // 2`. A base N inside a window counts as a perfect match; a position that is itself N, or whose
window leaves the sequence, scores 0. Windows are cut into three blocks of letters and the products of each block are looked up in a table,
which is exact and costs little more than reading the tables.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from rbpviz import config
from rbpviz.errors import InputLimitError, InvalidOptionError
from rbpviz.motifs.codes import check_codes
from rbpviz.motifs.psam_pack import PackedPsams
from rbpviz.types import N_CODE

Hits = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Positions, proteins and scores of the entries above a threshold."""
Result = TypeVar("Result")
_CHUNK = 32_768


def score_motifs(codes: np.ndarray, packed: PackedPsams, *, out: np.ndarray | None = None, threads: int | None = None) -> np.ndarray:
    """Return the fixed-motif score of every protein at every position.

    Parameters
    ----------
    codes : ndarray of uint8, shape (n,)
        A 0, C 1, G 2, U 3, N 4.
    packed : PackedPsams
        The matrices.
    out : ndarray of float32, shape (n, n_rbps), optional
        Where to write; saves the system the work of handing out fresh memory when sequence after sequence is scored.
    threads : int, optional
        How many may compute at once; all cores that rbpviz may use where not given. The result does not depend on it.

    Returns
    -------
    ndarray of float32, shape (n, n_rbps)
        Scores of 0 or more, largest about 5; raw, before any threshold. Takes 316 MB for a million positions and 79 proteins.

    Raises
    ------
    InvalidOptionError
        If the codes are not a row of numbers from 0 to 4, or `out` has another shape or type.
    """
    from rbpviz.motifs.psam_kernels import score_positions

    letters = _padded(codes, packed)
    tables, sizes, margins = packed.tables, packed.block_sizes, packed.margins
    shape = (len(codes), packed.n_rbps)
    if out is None:
        out = np.empty(shape, dtype=np.float32)
    elif out.shape != shape or out.dtype != np.float32 or not out.flags.c_contiguous:
        raise InvalidOptionError(
            f"Got an `out` of shape {out.shape} and type {out.dtype}; expected a contiguous float32 array of shape {shape}."
        )
    scores = out

    def score(start: int, end: int) -> None:
        score_positions(letters, tables, sizes, margins, start, scores[start:end])

    for _ in _in_chunks(score, len(codes), threads):
        pass
    return scores


def scan_above(
    codes: np.ndarray, packed: PackedPsams, thresholds: np.ndarray, *, threads: int | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """List the scores above a threshold of each protein, without an array of all scores.

    Parameters
    ----------
    codes : ndarray of uint8, shape (n,)
        A 0, C 1, G 2, U 3, N 4; fewer than 2,147,483,648.
    packed : PackedPsams
        The matrices.
    thresholds : ndarray, shape (n_rbps,)
        Raw scores, rounded to float32; a score is listed when it is larger. Infinite ones are allowed.
    threads : int, optional
        As in `score_motifs`.

    Returns
    -------
    positions : ndarray of int32, shape (n_hits,)
        0-based; ascending.
    rbps : ndarray of int16, shape (n_hits,)
        Index of the protein; ascending within a position.
    scores : ndarray of float32, shape (n_hits,)
        The very numbers that `score_motifs` gives.

    Raises
    ------
    InvalidOptionError
        If the codes are not a row of numbers from 0 to 4, or there is not one threshold, no NaN, for each protein.
    InputLimitError
        If the sequence is too long for 32-bit positions.
    """
    from rbpviz.motifs.psam_kernels import find_above

    limits = np.ascontiguousarray(thresholds, dtype=np.float32)
    if limits.shape != (packed.n_rbps,) or np.isnan(limits).any():
        raise InvalidOptionError(
            f"Got thresholds of shape {limits.shape} or with NaN; expected one number for each of {packed.n_rbps} proteins."
        )
    if len(codes) > np.iinfo(np.int32).max:
        raise InputLimitError(f"Got a sequence of {len(codes):,} bases; expected fewer than 2,147,483,648: scan it in pieces.")
    letters = _padded(codes, packed)
    tables, sizes, margins = packed.tables, packed.block_sizes, packed.margins

    def find(start: int, end: int) -> list[Hits]:
        room = max(packed.n_rbps, end - start)
        pieces = []
        while start < end:
            found = (np.empty(room, np.int32), np.empty(room, np.int16), np.empty(room, np.float32))
            start, n = find_above(letters, tables, sizes, margins, (start, end), limits, found)
            pieces.append((found[0][:n].copy(), found[1][:n].copy(), found[2][:n].copy()))
        return pieces

    pieces = [piece for chunk in _in_chunks(find, len(codes), threads) for piece in chunk]
    empty = (np.empty(0, np.int32), np.empty(0, np.int16), np.empty(0, np.float32))
    positions, rbps, scores = (np.concatenate(parts) for parts in zip(empty, *pieces, strict=True))
    return positions, rbps, scores


def _padded(codes: np.ndarray, packed: PackedPsams) -> np.ndarray:
    """Return the codes, checked, with N on both sides for the windows that leave the sequence."""
    check_codes(codes)
    letters = np.full(len(codes) + packed.window - 1, N_CODE, dtype=np.uint8)
    letters[packed.centre : packed.centre + len(codes)] = codes
    return letters


def _in_chunks(work: Callable[[int, int], Result], length: int, threads: int | None) -> Iterator[Result]:
    """Yield the results of `work(start, end)` over consecutive chunks, in order, computed on several threads."""
    if threads is not None and threads < 1:
        raise InvalidOptionError(f"Got {threads} threads; expected at least 1.")
    starts = range(0, length, _CHUNK)
    ends = [min(start + _CHUNK, length) for start in starts]
    number = min(threads or config.worker_count(), len(starts))
    if number < 2:
        yield from map(work, starts, ends)
        return
    with ThreadPoolExecutor(number, thread_name_prefix="psam") as pool:
        yield from pool.map(work, starts, ends)
