"""Containers: derived sites, coordinates on both strands, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.errors import GeneError, InvalidSequenceError
from rbpviz.genes.flags import GENE_FLAG_MEANINGS, GeneFlag, GeneFlagKind
from rbpviz.genes.model import Exon, GeneModel, GenomicSpan, Transcript
from rbpviz.types import Interval

PLUS = GenomicSpan("GRCh38", "chr7", "+", 100, 120)
MINUS = GenomicSpan("GRCh38", "chr7", "-", 100, 120)


def transcript(*pairs: tuple[int, int], name: str = "t1") -> Transcript:
    return Transcript(name, tuple(Exon(start, end) for start, end in pairs))


def gene(*transcripts: Transcript, span: GenomicSpan | None = None) -> GeneModel:
    return GeneModel("LRG_1", "ACGUACGUACGUACGUACGN", transcripts or (transcript((2, 5), (9, 12), (15, 20)),), "TOY", span)


def test_sites_lie_on_exonic_bases() -> None:
    one = transcript((2, 5), (9, 12), (15, 20))
    assert one.acceptors == (9, 15)
    assert one.donors == (4, 11)
    assert one.introns == (Interval(5, 9), Interval(12, 15))
    assert one.pre_mrna == Interval(2, 20)
    assert one.exonic_length == 11


def test_genome_coordinates_are_1_based_on_both_strands() -> None:
    assert [PLUS.base1(0), PLUS.base1(19)] == [101, 120]
    assert [MINUS.base1(0), MINUS.base1(19)] == [120, 101]
    assert str(MINUS) == "GRCh38 chr7:101-120(-)"
    assert (PLUS.part(2, 5).start, PLUS.part(2, 5).end) == (102, 105)
    assert (MINUS.part(2, 5).start, MINUS.part(2, 5).end) == (115, 118)


@given(st.integers(0, 10**6), st.integers(1, 10**4), st.sampled_from("+-"), st.data())
def test_coordinates_come_back(start: int, length: int, strand: str, data: st.DataObject) -> None:
    span = GenomicSpan("", "7", strand, start, start + length)
    position = data.draw(st.integers(0, length - 1))
    assert start < span.base1(position) <= start + length
    assert span.position(span.base1(position)) == position
    assert span.flipped().base1(length - 1 - position) == span.base1(position)
    assert span.part(position, length).base1(0) == span.base1(position)


@pytest.mark.parametrize("position", [-1, 20])
def test_positions_outside_are_refused(position: int) -> None:
    with pytest.raises(GeneError, match="expected 0 to 19"):
        PLUS.base1(position)


@pytest.mark.parametrize("base1", [100, 121])
def test_coordinates_outside_are_refused(base1: int) -> None:
    with pytest.raises(GeneError, match="expected a base of GRCh38 chr7:101-120"):
        MINUS.position(base1)


def test_a_span_with_gaps_gives_no_positions() -> None:
    gapped = GenomicSpan("GRCh37", "chr1", "+", 0, 25, gapless=False)
    located = gene(span=gapped)
    with pytest.raises(GeneError, match="no gaps"):
        located.genome_base1(3)
    with pytest.raises(GeneError, match="genomic span of 25"):
        gene(span=GenomicSpan("GRCh37", "chr1", "+", 0, 25))


def test_a_gene_gives_genome_positions_and_says_when_it_has_none() -> None:
    assert gene(span=MINUS).genome_base1(9) == 111
    assert gene(span=MINUS).position_of_base1(111) == 9
    assert (gene(span=MINUS).assembly, gene(span=MINUS).chromosome, gene(span=MINUS).strand) == ("GRCh38", "chr7", "-")
    with pytest.raises(GeneError, match="no genome coordinates"):
        gene().genome_base1(0)
    assert gene().strand == ""


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        ([(5, 9), (8, 12)], "exon 1 at 6-9 and exon 2 at 9-12 .*overlap; expected at least one base of intron"),
        ([(5, 9), (9, 12)], "touch without an intron"),
        ([(10, 12), (2, 5)], "out of order; expected exons by ascending position in transcript orientation"),
        ([(2, 5), (2, 5)], "overlap"),
        ([], "has no exons"),
    ],
)
def test_exons_that_cannot_be(pairs: list[tuple[int, int]], sentence: str) -> None:
    with pytest.raises(GeneError, match=sentence):
        transcript(*pairs)


@pytest.mark.parametrize("pair", [(5, 5), (6, 5), (-1, 4)])
def test_an_exon_has_at_least_one_base(pair: tuple[int, int]) -> None:
    with pytest.raises(GeneError, match="at least one base"):
        Exon(*pair)


def test_genes_that_cannot_be() -> None:
    with pytest.raises(GeneError, match="no introns"):
        gene(transcript((2, 20)))
    with pytest.raises(GeneError, match=r"exon 2 at 10-21 \(1-based\) but the sequence has 20 bases"):
        gene(transcript((2, 5), (9, 21)))
    with pytest.raises(GeneError, match="two transcripts of one name"):
        gene(transcript((2, 5), (9, 12)), transcript((2, 5), (9, 13)))
    with pytest.raises(InvalidSequenceError, match="'T' at position 2"):
        GeneModel("x", "ATG", (transcript((0, 1), (2, 3)),))
    with pytest.raises(GeneError, match="strand"):
        GenomicSpan("", "1", ".", 0, 1)


def test_transcripts_are_found_by_id() -> None:
    both = gene(transcript((2, 5), (9, 12)), transcript((2, 12), name="t2"))
    assert both.transcript() is both.principal
    assert both.transcript("t2").exonic_length == 10
    with pytest.raises(GeneError, match="expected one of t1, t2"):
        both.transcript("t3")


def test_flags_say_how_often_and_what() -> None:
    assert set(GENE_FLAG_MEANINGS) == set(GeneFlagKind)
    sentence = str(GeneFlag(GeneFlagKind.SHORT_EXONS, 1, 20, "shortest 1 nt"))
    assert sentence == "1 of 20 exons are shorter than 3 nt (shortest 1 nt)"
