"""Top-k accuracy of splice sites (section 8.1)."""

from dataclasses import dataclass

import numpy as np

from rbpviz.errors import DataSetError


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
