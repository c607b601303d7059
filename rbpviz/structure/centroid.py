"""One structure from pairing probabilities: the pairs that are more likely than not to be there, nested."""

from rbpviz.results.structures import PairProbabilities

LIKELY = 0.5
"""A base has at most one pair above this, so the structure is the centroid of the ensemble (Ding et al. 2005)."""


def likely_structure(pairs: PairProbabilities, *, cutoff: float = LIKELY) -> str:
    """Return the nested pairs above a probability as dot-bracket, most likely pairs first.

    Probabilities averaged over windows may leave two likely pairs that cross; the less likely one is left out.

    Parameters
    ----------
    pairs : PairProbabilities
        Of one RNA.
    cutoff : float, default 0.5
        Least probability.

    Returns
    -------
    str
        One of `.()` a base.
    """
    partners = [-1] * pairs.length
    likely = pairs.probability > cutoff
    found = zip(pairs.probability[likely].tolist(), pairs.left[likely].tolist(), pairs.right[likely].tolist(), strict=True)
    for _, left, right in sorted(found, key=lambda pair: (-pair[0], pair[1])):
        if partners[left] < 0 and partners[right] < 0 and _fits(partners, left, right):
            partners[left], partners[right] = right, left
    return "".join("." if other < 0 else "(" if other > place else ")" for place, other in enumerate(partners))


def _fits(partners: list[int], left: int, right: int) -> bool:
    """Return whether no pair taken so far has one end between the two bases and the other outside."""
    return all(other < 0 or left < other < right for other in partners[left + 1 : right])
