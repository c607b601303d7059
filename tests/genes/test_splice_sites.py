"""Dinucleotides beside sites, and exons that fit only another way round."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rbpviz.errors import GeneError
from rbpviz.genes.build import make_transcript
from rbpviz.genes.splice_sites import check_orientation, reverse_complement, splice_fit
from tests.genes.toy import LENGTHS, Pairs, Toy, toy

FIVE = ((50, 60), (40, 80), (30, 70), (35, 50), (60, 1))


def check(sequence: str, pairs: Pairs) -> tuple[int, int]:
    fit = check_orientation(sequence, [make_transcript("t", pairs)], subject="Gene 'x'")
    return fit.usual, fit.sites


def test_usual_sites_are_counted_and_unknown_ones_left_out() -> None:
    #           0         1
    #           0123456789012345678901
    sequence = "ACGUAAAGUACGGCAAAGANNACG"
    assert sequence[4:6] == "AA"
    fit = splice_fit(sequence, [2, 7, 11, 18], [9, 18, 0, 1])
    assert (fit.donors, fit.usual_donors) == (3, 1)
    assert (fit.acceptors, fit.usual_acceptors) == (2, 1)
    assert fit.fraction == 2 / 5


def test_a_fit_without_sites_is_no_misfit() -> None:
    assert splice_fit("NNNN", [0], [3]).fraction == 1.0


@given(st.text("ACGUN", max_size=50))
def test_the_reverse_complement_of_the_reverse_complement(sequence: str) -> None:
    assert reverse_complement(reverse_complement(sequence)) == sequence
    assert reverse_complement("GUAAGN") == "NCUUAC"


@settings(max_examples=40, deadline=None)
@given(LENGTHS, st.integers(0, 5))
def test_genes_in_their_own_orientation_pass(lengths: list[tuple[int, int]], seed: int) -> None:
    gene = toy(lengths, seed=seed)
    sites = 2 * (len(lengths) - 1)
    assert check(gene.sequence, gene.exons) == (sites, sites)


@settings(max_examples=40, deadline=None)
@given(LENGTHS, st.integers(0, 5))
def test_genes_in_genomic_orientation_are_refused_with_counts(lengths: list[tuple[int, int]], seed: int) -> None:
    gene = toy(lengths, seed=seed)
    sequence, exons = gene.on_minus()
    sites = 2 * (len(lengths) - 1)
    rna = sequence.replace("T", "U")
    if splice_fit(rna, [e - 1 for _, e in exons[:-1]], [s for s, _ in exons[1:]]).fraction < 0.5:
        with pytest.raises(GeneError, match=f"at {sites} of {sites} on the reverse complement; .* minus strand"):
            check(rna, exons)


def _shifted(gene: Toy, start: int, end: int) -> Pairs:
    return [(s + start, e + end) for s, e in gene.exons]


def test_other_ways_round_are_told() -> None:
    gene = toy(FIVE)
    size = len(gene.sequence)
    mirrored = [(size - e, size - s) for s, e in reversed(gene.exons)]
    with pytest.raises(GeneError, match="reverse complement with the same numbers"):
        check(reverse_complement(gene.sequence), gene.exons)
    with pytest.raises(GeneError, match="counted from the sequence's other end"):
        check(gene.sequence, mirrored)


@pytest.mark.parametrize(
    ("start", "end", "remedy"), [(-1, 0, "add 1 to every start"), (-1, -1, "add 1 to every start and end"), (1, 1, "take 1 from every")]
)
def test_numbers_that_are_off_by_one_are_told(start: int, end: int, remedy: str) -> None:
    gene = toy(FIVE)
    with pytest.raises(GeneError, match=remedy):
        check(gene.sequence, _shifted(gene, start, end))


def test_sites_that_fit_no_way_round_are_left_to_a_flag() -> None:
    gene = toy(FIVE)
    spoilt = "".join("C" if letter in "GU" else letter for letter in gene.sequence)
    assert check(spoilt, gene.exons) == (0, 8)
