"""Top-k accuracy of splice sites (section 8.1)."""

from dataclasses import dataclass

import numpy as np

from rbpviz.errors import DataSetError
from rbpviz.types import ACCEPTOR, DONOR


@dataclass(frozen=True, slots=True)
class TopK:
    """Top-k accuracy of one class of sites.

    Parameters
    ----------
    accuracy : float
        Fraction of labelled positions among the k best, with k their number.
    threshold : float
        Score of the last position called; what is above it is a call.
    n_sites : int
        k.
    """

    accuracy: float
    threshold: float
    n_sites: int


def top_k(scores: np.ndarray, is_site: np.ndarray) -> TopK:
    """Rank all positions together and count labelled ones among the k best, k being how many are labelled.

    Parameters
    ----------
    scores : ndarray of float, shape (n,)
        Any monotone score.
    is_site : ndarray of bool, shape (n,)
        Labels.

    Returns
    -------
    TopK

    Raises
    ------
    DataSetError
        If there is no site, or a score is NaN.
    """
    k = int(is_site.sum())
    if k == 0:
        raise DataSetError(f"Got {len(scores)} positions without a splice site of this kind; expected at least one.")
    if np.isnan(scores).any():
        raise DataSetError("Got scores that are not numbers (NaN); the model or its input is damaged.")
    best = np.argpartition(-scores, k - 1)[:k]
    return TopK(float(is_site[best].sum() / k), float(scores[best].min()), k)


def top_k_sites(scores: np.ndarray, labels: np.ndarray) -> tuple[TopK, TopK]:
    """Return the top-k accuracies of acceptors and donors.

    Parameters
    ----------
    scores : ndarray of float, shape (2, n)
        Any monotone score of each position as acceptor and as donor.
    labels : ndarray of int, shape (n,)
        0 none, 1 acceptor, 2 donor.

    Returns
    -------
    tuple of (TopK, TopK)

    Raises
    ------
    DataSetError
        See `top_k`.
    """
    return top_k(scores[0], labels == ACCEPTOR), top_k(scores[1], labels == DONOR)


def accuracies(found: tuple[TopK, TopK]) -> dict[str, float]:
    """Return what metrics files and cards call `top_k_acceptor`, `top_k_donor` and `top_k_mean`."""
    acceptor, donor = (part.accuracy for part in found)
    return {"top_k_acceptor": acceptor, "top_k_donor": donor, "top_k_mean": (acceptor + donor) / 2}
