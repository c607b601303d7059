"""Labels, windows and masks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rbpviz.errors import GeneError, InvalidOptionError
from rbpviz.genes.build import build_gene, make_transcript
from rbpviz.genes.labels import gene_windows, labelled_windows, site_labels, transcript_mask
from rbpviz.genes.model import GeneModel
from rbpviz.types import ACCEPTOR, DONOR
from tests.genes.toy import LENGTHS, toy


def model(lengths: list[tuple[int, int]] | None = None) -> GeneModel:
    gene = toy(lengths) if lengths else toy()
    return build_gene("G1", gene.sequence, [make_transcript("t1", gene.exons), make_transcript("t2", gene.exons[:2])])


@pytest.mark.parametrize(("length", "expected"), [(1, 1), (4999, 1), (5000, 1), (5001, 2), (10_000, 2), (10_001, 3)])
def test_the_number_of_windows(length: int, expected: int) -> None:
    windows = gene_windows(length)
    assert len(windows) == expected
    assert windows[-1].end == length
    assert sum(window.padding for window in windows) == expected * 5000 - length


def test_a_length_that_is_a_multiple_has_no_padding() -> None:
    assert [window.padding for window in gene_windows(10_000)] == [0, 0]


@given(st.integers(1, 3_000), st.integers(1, 400))
def test_windows_cover_each_base_once(length: int, span: int) -> None:
    windows = gene_windows(length, span)
    assert [window.start for window in windows] == list(range(0, length, span))
    assert [window.end for window in windows[:-1]] == [window.start for window in windows[1:]]
    assert all(0 <= window.padding < span for window in windows)


@pytest.mark.parametrize(("length", "span"), [(0, 5000), (10, 0), (-1, 5)])
def test_windows_of_nothing(length: int, span: int) -> None:
    with pytest.raises(InvalidOptionError):
        gene_windows(length, span)


def test_labels_lie_on_exonic_bases_and_letters_agree() -> None:
    gene = model()
    labels = site_labels(gene)
    assert labels.dtype == np.uint8
    assert labels.shape == (len(gene),)
    assert np.flatnonzero(labels == ACCEPTOR).tolist() == list(gene.principal.acceptors)
    assert np.flatnonzero(labels == DONOR).tolist() == list(gene.principal.donors)
    for position in np.flatnonzero(labels == ACCEPTOR):
        assert gene.sequence[position - 2 : position] == "AG"
    for position in np.flatnonzero(labels == DONOR):
        assert gene.sequence[position + 1 : position + 3] == "GU"


def test_labels_and_mask_of_another_transcript() -> None:
    gene = model()
    assert np.count_nonzero(site_labels(gene, "t2")) == 2
    mask = transcript_mask(gene, "t2")
    assert (int(mask.argmax()), int(mask.sum())) == (20, gene.transcript("t2").pre_mrna.end - 20)
    with pytest.raises(GeneError):
        site_labels(gene, "t3")


@settings(max_examples=30, deadline=None)
@given(LENGTHS, st.integers(1, 200), st.integers(0, 20).map(lambda half: 2 * half))
def test_windows_put_together_give_the_transcript(lengths: list[tuple[int, int]], span: int, context: int) -> None:
    gene = model(lengths)
    pre_mrna, side = gene.principal.pre_mrna, context // 2
    windows = list(labelled_windows(gene, span=span, context=context))
    mask = np.concatenate([window.mask for window in windows])
    labels = np.concatenate([window.labels for window in windows])
    assert int(mask.sum()) == len(pre_mrna)
    assert labels[~mask].sum() == 0
    np.testing.assert_array_equal(labels[mask], site_labels(gene)[pre_mrna.start : pre_mrna.end])
    middle = "".join(window.sequence[side : side + span] for window in windows)
    assert middle == gene.sequence[pre_mrna.start : pre_mrna.end] + "N" * (len(mask) - int(mask.sum()))
    assert windows[0].sequence[:side] == "N" * side
    assert all(len(window.sequence) == span + context for window in windows)
    assert all(gene.sequence[w.offset] == w.sequence[side] for w in windows)


def test_context_reaches_into_the_neighbour_and_stops_at_the_transcript() -> None:
    gene = model()
    start, end = gene.principal.pre_mrna.start, gene.principal.pre_mrna.end
    first, second, *_ = labelled_windows(gene, span=100, context=40)
    assert first.sequence[120:] == gene.sequence[start + 100 : start + 120]
    assert second.sequence[:20] == gene.sequence[start + 80 : start + 100]
    last = list(labelled_windows(gene, span=100, context=40))[-1]
    real = end - start - last.window.start
    assert set(last.sequence[20 + real :]) == {"N"}
    with pytest.raises(InvalidOptionError, match="even"):
        next(labelled_windows(gene, context=41))
