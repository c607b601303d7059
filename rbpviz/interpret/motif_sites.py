"""Motif sites of several SAM models over the same pre-mRNAs, with the letters and the part of the gene around each (section 9c.1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from rbpviz.errors import InvalidOptionError
from rbpviz.features.encoding import cut_window
from rbpviz.models.sam.loaded import LoadedSplicer, window_codes
from rbpviz.models.sam.network import SPAN, one_hot
from rbpviz.results.motif_comparisons import WIDTH
from rbpviz.types import ACCEPTOR, DONOR, N_CODE, Progress, ignore_progress

NEAR = 100
"""Within so many nt of a splice site counts as near it."""
HALF = WIDTH // 2
_MARGIN = 32
"""Bases given to the motif models on either side: more than any of them sees."""
_FAR = 1 << 40


@dataclass(frozen=True, slots=True)
class Window:
    """Bases of a pre-mRNA that are looked at together.

    Parameters
    ----------
    gene : int
        Index of the pre-mRNA.
    start, end : int
        0-based half-open.
    """

    gene: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class MotifSites:
    """Sites of several models, one row a position and RBP where any of them has one.

    Parameters
    ----------
    rbp, members : ndarray of int16, shape (n,)
        Index of the RBP; bit m is set where model m has the site.
    gene, position : ndarray of int32, shape (n,)
        Index of the pre-mRNA; 0-based position in it.
    region : ndarray of int8, shape (n,)
        See `gene_regions`.
    kmer : ndarray of int64, shape (n,)
        The 21 letters around it as a number in base 4, first letter highest; -1 where one is N or lies outside the pre-mRNA.
    positions : int
        Bases that were looked at.
    region_bases : ndarray of int64, shape (6,)
        Bases in each region.
    """

    rbp: np.ndarray
    members: np.ndarray
    gene: np.ndarray
    position: np.ndarray
    region: np.ndarray
    kmer: np.ndarray
    positions: int
    region_bases: np.ndarray


def gene_windows(lengths: Iterable[int], span: int = SPAN) -> list[Window]:
    """Return consecutive windows of pre-mRNAs of these lengths; the last of each may be shorter."""
    return [Window(g, start, min(start + span, n)) for g, n in enumerate(lengths) for start in range(0, n, span)]


def gene_regions(labels: np.ndarray) -> np.ndarray:
    """Return where each base of a pre-mRNA lies, int8, an index into `results.motif_comparisons.REGIONS`.

    Parameters
    ----------
    labels : ndarray of uint8, shape (n,)
        1 for acceptors (first bases of exons), 2 for donors (last bases). The pre-mRNA begins in an exon unless its first site is an
        acceptor.
    """
    place = np.arange(len(labels))
    acceptors, donors = np.flatnonzero(labels == ACCEPTOR), np.flatnonzero(labels == DONOR)
    sites = np.flatnonzero(labels)
    begins_in_exon = bool(not len(sites) or labels[sites[0]] == DONOR)
    left = np.zeros(len(labels), dtype=np.int64)
    left[donors[donors + 1 < len(labels)] + 1] = 1
    exon = int(begins_in_exon) + np.cumsum(labels == ACCEPTOR) - np.cumsum(left) > 0
    since_acceptor, to_donor = place - _previous(acceptors, place), _next(donors, place) - place
    to_acceptor, since_donor = _next(acceptors, place) - place, place - _previous(donors, place)
    inside = np.where((since_acceptor <= to_donor) & (since_acceptor <= NEAR), 0, np.where(to_donor <= NEAR, 1, 2))
    outside = np.where((to_acceptor <= since_donor) & (to_acceptor <= NEAR), 3, np.where(since_donor <= NEAR, 4, 5))
    return np.where(exon, inside, outside).astype(np.int8)


def _previous(sites: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Return the last site at or before each place, far below where there is none."""
    return np.concatenate([[-_FAR], sites])[np.searchsorted(sites, place, side="right")]


def _next(sites: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Return the first site at or after each place, far above where there is none."""
    return np.concatenate([sites, [_FAR]])[np.searchsorted(sites, place, side="left")]


def collect_sites(
    models: Sequence[LoadedSplicer],
    genes: Sequence[tuple[np.ndarray, np.ndarray]],
    windows: Sequence[Window],
    *,
    progress: Progress = ignore_progress,
) -> MotifSites:
    """Return the sites of several models in some windows.

    Parameters
    ----------
    models : sequence of LoadedSplicer
        SAM models of the same RBPs.
    genes : sequence of (ndarray of uint8, ndarray of uint8)
        Base codes and labels of each pre-mRNA.
    windows : sequence of Window
        Where to look.
    progress : Progress, optional
        Called after each window; it may raise to cancel.

    Returns
    -------
    MotifSites
    """
    if len({model.card.channels for model in models}) != 1:
        raise InvalidOptionError("Got models of different RBPs; expected a fixed model and seeds of an adjusted one with the same PSAMs.")
    if len(models) > 12:
        raise InvalidOptionError(f"Got {len(models)} models; expected at most 12.")
    parts: list[tuple[np.ndarray, ...]] = []
    bases, known, regions = np.zeros(6, dtype=np.int64), -1, np.zeros(0, dtype=np.int8)
    for done, window in enumerate(windows, start=1):
        codes, labels = genes[window.gene]
        if window.gene != known:
            known, regions = window.gene, gene_regions(labels)
        members = _members(models, codes, window)
        rbp, offset = np.nonzero(members)
        parts.append(
            (
                rbp.astype(np.int16),
                members[rbp, offset],
                *_place(window, offset),
                regions[window.start + offset],
                _kmers(codes, window, offset),
            )
        )
        bases += np.bincount(regions[window.start : window.end], minlength=6)
        progress(done, len(windows), "windows searched for motif sites")
    names = ("rbp", "members", "gene", "position", "region", "kmer")
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)] if parts else _no_sites()
    return MotifSites(**dict(zip(names, columns, strict=True)), positions=int(bases.sum()), region_bases=bases)


def _no_sites() -> list[np.ndarray]:
    return [np.zeros(0, dtype=kind) for kind in (np.int16, np.int16, np.int32, np.int32, np.int8, np.int64)]


def _place(window: Window, offset: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.full(len(offset), window.gene, dtype=np.int32), (window.start + offset).astype(np.int32)


def _members(models: Sequence[LoadedSplicer], codes: np.ndarray, window: Window) -> np.ndarray:
    """Return which models have a site at each position, int16, shape (n_rbps, end - start)."""
    piece = torch.from_numpy(window_codes(codes, window.start - _MARGIN, window.end + _MARGIN))
    found = np.zeros((len(models[0].card.channels), window.end - window.start), dtype=np.int16)
    for bit, model in enumerate(models):
        with model.lock, torch.inference_mode():
            here = piece.to(model.device)[None]
            sites = model.sam.finder(here, one_hot(here))[0, : len(found), _MARGIN:-_MARGIN] != 0
        found |= sites.cpu().numpy().astype(np.int16) << bit
    return found


def _kmers(codes: np.ndarray, window: Window, offset: np.ndarray) -> np.ndarray:
    around = cut_window(codes, window.start - HALF, window.end + HALF, fill=N_CODE)
    letters = around[offset[:, None] + np.arange(WIDTH)]
    numbers = letters.astype(np.int64) @ (4 ** np.arange(WIDTH - 1, -1, -1, dtype=np.int64))
    return np.where((letters == N_CODE).any(axis=1), -1, numbers)


def kmer_letters(kmers: np.ndarray) -> np.ndarray:
    """Return the letters of k-mers as codes, uint8, shape (n, 21); all N for -1."""
    letters = (kmers[:, None] >> (2 * np.arange(WIDTH - 1, -1, -1))) & 3
    return np.where(kmers[:, None] < 0, N_CODE, letters).astype(np.uint8)
