"""Simulated genes: the same seed gives the same gene, labelled everywhere, with the elements that it says it has."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rbpviz.errors import InvalidOptionError
from rbpviz.genes.flags import GeneFlagKind
from rbpviz.genes.simulate import ACCEPTOR, BRANCH_POINT, BRANCH_RANGE, DONOR, SimulateOptions, simulate_gene

SMALL = SimulateOptions(max_exons=5, intron_median=300, max_intron=2_000)


def test_seed_7_gives_the_same_gene_on_every_machine() -> None:
    gene = simulate_gene(7)
    assert gene == simulate_gene(7)
    assert hashlib.sha256(gene.sequence.encode()).hexdigest()[:16] == "55447ef18fb633cf"
    assert simulate_gene(8).sequence != gene.sequence


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 999_999_999))
def test_a_simulated_gene_has_what_it_says(seed: int) -> None:
    gene = simulate_gene(seed, options=SMALL)
    assert SMALL.min_exons <= len(gene.principal.exons) <= SMALL.max_exons
    assert all(120 <= len(intron) <= SMALL.max_intron for intron in gene.principal.introns)
    assert all(gene.sequence[place - 2 : place] == "AG" for place in gene.principal.acceptors)
    assert all(gene.sequence[place + 1] == "G" for place in gene.principal.donors)
    for element in gene.elements:
        word = element.name.rpartition(" ")[2]
        assert gene.sequence[element.start : element.end] == ("A" if word.isdigit() else word), element
    spans = [(one.start, one.end) for one in gene.elements if "branch" not in one.name]
    assert all(left[1] <= right[0] for left, right in zip(spans, spans[1:], strict=False))


def test_each_intron_has_one_branch_point_and_no_ag_after_it() -> None:
    gene = simulate_gene(11)
    points = [one.start for one in gene.elements if one.name.startswith("branch point")]
    assert len(points) == len(gene.principal.introns)
    for point, acceptor in zip(points, gene.principal.acceptors, strict=True):
        assert BRANCH_RANGE[0] <= acceptor - point <= BRANCH_RANGE[1]
        assert "AG" not in gene.sequence[point : acceptor - 2]


def test_it_is_labelled_in_id_symbol_source_and_flags() -> None:
    gene = simulate_gene(3)
    assert gene.id == "SIMULATED_3"
    assert gene.symbol == "SIM3"
    assert "Simulated" in gene.source
    assert "no organism" in gene.source
    flag = gene.flag(GeneFlagKind.SIMULATED)
    assert flag is not None
    assert "seed 3" in str(flag)
    assert gene.span is None


@pytest.mark.parametrize("table", [DONOR, ACCEPTOR, BRANCH_POINT])
def test_weights_are_probabilities(table: tuple[tuple[float, ...], ...]) -> None:
    assert all(sum(column) == pytest.approx(1) for column in table)


def test_lengths_follow_their_medians() -> None:
    lengths = sorted(len(exon) for seed in range(60) for exon in simulate_gene(seed).principal.exons[1:-1])
    assert lengths[len(lengths) // 2] == pytest.approx(123, rel=0.15)


@pytest.mark.parametrize("wrong", [{"min_exons": 1}, {"min_exons": 9, "max_exons": 4}, {"intron_median": 5}, {"exon_sigma": 9.0}])
def test_options_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidOptionError, match="expected"):
        SimulateOptions(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [-1, 10**9])
def test_a_seed_out_of_range_is_refused(seed: int) -> None:
    with pytest.raises(InvalidOptionError, match="999,999,999"):
        simulate_gene(seed)
