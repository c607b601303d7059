"""What splicing models are trained on: a class for each base, the windows of a pre-mRNA, and which of their bases are real.

A window reads the transcript alone: context outside it is N, and bases after its end are padding, which is masked and no negative.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rbpviz.errors import InvalidOptionError
from rbpviz.genes.model import GeneModel
from rbpviz.types import ACCEPTOR, DONOR

SPAN = 5_000
"""Bases that a window predicts."""
CONTEXT = 400
"""Bases of context in all, half on each side."""


@dataclass(frozen=True, slots=True)
class GeneWindow:
    """One window of a pre-mRNA.

    Parameters
    ----------
    start, end : int
        Bases of the pre-mRNA in the window, 0-based half-open, counted from the transcript's first base.
    span : int
        Length of the window; what exceeds `end - start` is padding on the right.
    """

    start: int
    end: int
    span: int

    @property
    def padding(self) -> int:
        """Positions after the end of the transcript."""
        return self.span - (self.end - self.start)


@dataclass(frozen=True, slots=True, eq=False)
class LabelledWindow:
    """A window with everything that training needs.

    Parameters
    ----------
    gene_id, transcript_id : str
        Whose window it is.
    window : GeneWindow
        Its place in the pre-mRNA.
    offset : int
        Position of the window's first predicted base in the stored sequence, 0-based.
    sequence : str
        Letters with context, `span + context` long; N outside the transcript.
    labels : ndarray of uint8, shape (span,)
        0 none, 1 acceptor, 2 donor; 0 in the padding.
    mask : ndarray of bool, shape (span,)
        True for bases of the transcript, False for padding.
    """

    gene_id: str
    transcript_id: str
    window: GeneWindow
    offset: int
    sequence: str
    labels: NDArray[np.uint8]
    mask: NDArray[np.bool_]


def gene_windows(length: int, span: int = SPAN) -> list[GeneWindow]:
    """Cut a pre-mRNA into consecutive windows that do not overlap.

    Parameters
    ----------
    length : int
        Length of the pre-mRNA, nt, at least 1.
    span : int, default 5000
        Length of a window, nt, at least 1.

    Returns
    -------
    list of GeneWindow
        `ceil(length / span)` windows from the first base on; the last one may have padding. A length that is a multiple of `span` has none.
    """
    if length < 1 or span < 1:
        raise InvalidOptionError(f"Got a pre-mRNA of {length} nt and windows of {span} nt; expected at least 1 nt each.")
    return [GeneWindow(start, min(start + span, length), span) for start in range(0, length, span)]


def site_labels(gene: GeneModel, transcript_id: str | None = None) -> NDArray[np.uint8]:
    """Return the class of every base of the stored sequence: 0 none, 1 acceptor, 2 donor.

    Parameters
    ----------
    gene : GeneModel
        The gene.
    transcript_id : str, optional
        Whose sites; the principal transcript's where none is given.

    Returns
    -------
    ndarray of uint8, shape (L,)
        Acceptors are first, donors last bases of exons; an exon of one base counts as a donor.
    """
    transcript = gene.transcript(transcript_id)
    labels = np.zeros(len(gene), dtype=np.uint8)
    labels[list(transcript.acceptors)] = ACCEPTOR
    labels[list(transcript.donors)] = DONOR
    return labels


def transcript_mask(gene: GeneModel, transcript_id: str | None = None) -> NDArray[np.bool_]:
    """Return which bases of the stored sequence lie in the pre-mRNA of a transcript, shape (L,)."""
    pre_mrna = gene.transcript(transcript_id).pre_mrna
    mask = np.zeros(len(gene), dtype=np.bool_)
    mask[pre_mrna.start : pre_mrna.end] = True
    return mask


def labelled_windows(
    gene: GeneModel, transcript_id: str | None = None, *, span: int = SPAN, context: int = CONTEXT
) -> Iterator[LabelledWindow]:
    """Yield the windows of a transcript with letters, labels and mask.

    Parameters
    ----------
    gene : GeneModel
        The gene.
    transcript_id : str, optional
        The transcript; the principal one where none is given.
    span : int, default 5000
        Bases that a window predicts.
    context : int, default 400
        Even number of bases of context, half on each side; N outside the transcript.

    Yields
    ------
    LabelledWindow
    """
    if context < 0 or context % 2:
        raise InvalidOptionError(f"Got a context of {context} nt; expected an even number of at least 0.")
    transcript = gene.transcript(transcript_id)
    first, last = transcript.pre_mrna.start, transcript.pre_mrna.end
    side = context // 2
    padded = "N" * side + gene.sequence[first:last] + "N" * (side + span)
    labels = site_labels(gene, transcript.id)[first:last]
    for window in gene_windows(last - first, span):
        own_labels = np.zeros(span, dtype=np.uint8)
        own_labels[: window.end - window.start] = labels[window.start : window.end]
        mask = np.arange(span) < window.end - window.start
        letters = padded[window.start : window.start + span + context]
        yield LabelledWindow(gene.id, transcript.id, window, first + window.start, letters, own_labels, mask)
