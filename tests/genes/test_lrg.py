"""LRG XML: fixed transcripts, mappings, and XML that attacks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rbpviz.errors import GeneError
from rbpviz.genes.collect import GeneOptions
from rbpviz.genes.flags import GeneFlagKind
from rbpviz.genes.lrg import read_lrg
from rbpviz.genes.model import GeneModel
from rbpviz.genes.readers import read_genes
from rbpviz.types import RejectedRecord
from tests.genes.toy import LENGTHS, lrg, toy

TOY = toy()
SIZE = len(TOY.sequence)
MAPPINGS = "".join(
    f'<mapping coord_system="{build}" other_name="1" type="{kind}" other_start="{start}" other_end="{start + SIZE - 1}">'
    f'<mapping_span lrg_start="1" lrg_end="{SIZE}" other_start="{start}" other_end="{start + SIZE - 1}" strand="-1"/></mapping>'
    for build, kind, start in (("GRCh37.p13", "other_assembly", 5001), ("GRCh38.p12", "main_assembly", 7001))
)


def read(text: str, **options: object) -> list[GeneModel]:
    return list(read_lrg(text.encode(), **options))  # type: ignore[arg-type]


@settings(max_examples=25, deadline=None)
@given(LENGTHS, st.integers(0, 9))
def test_what_is_written_is_read(lengths: list[tuple[int, int]], seed: int) -> None:
    gene = toy(lengths, seed=seed)
    (found,) = read(lrg(gene.dna, gene.exons))
    assert found.sequence == gene.sequence
    assert [(exon.start, exon.end) for exon in found.principal.exons] == gene.exons
    assert (found.id, found.symbol, found.principal.id, found.span) == ("LRG_1", "TOY", "t1", None)


@pytest.mark.parametrize(
    ("assembly", "build", "last"),
    [("", "GRCh38.p12", 7000 + SIZE), ("GRCh37", "GRCh37.p13", 5000 + SIZE), ("hg4", "GRCh38.p12", 7000 + SIZE)],
)
def test_the_build_wanted_is_taken(assembly: str, build: str, last: int) -> None:
    (found,) = read(lrg(TOY.dna, TOY.exons, mapping=MAPPINGS), options=GeneOptions(assembly=assembly))
    assert (found.assembly, found.chromosome, found.strand) == (build, "chr1", "-")
    assert found.genome_base1(0) == last


@pytest.mark.parametrize(
    "change", [("/></mapping>", '><diff type="other_ins" lrg_start="5"/></mapping_span></mapping>'), ('lrg_start="1"', 'lrg_start="2"')]
)
def test_a_mapping_with_gaps_gives_no_positions(change: tuple[str, str]) -> None:
    (found,) = read(lrg(TOY.dna, TOY.exons, mapping=MAPPINGS.replace(*change)))
    assert found.flag(GeneFlagKind.NO_GENOME_POSITIONS) is not None
    with pytest.raises(GeneError, match="no gaps"):
        found.genome_base1(0)


def test_a_bad_transcript_is_dropped_with_a_flag() -> None:
    bad = '<transcript name="t2"><exon><coordinates coord_system="LRG_9" start="1" end="5"/></exon></transcript>'
    (found,) = read(lrg(TOY.dna, TOY.exons, transcripts=bad))
    flag = found.flag(GeneFlagKind.DROPPED_TRANSCRIPTS)
    assert flag is not None
    assert (flag.count, flag.total) == (1, 2)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (lrg(TOY.dna, TOY.exons)[:-20], "damaged XML"),
        (lrg("", TOY.exons), "has no sequence"),
        (lrg(TOY.dna, TOY.exons[:1]), "no introns"),
        (lrg(TOY.dna, TOY.exons).replace('start="21"', 'start="x"'), "Got start='x'"),
        (lrg(TOY.dna, TOY.exons).replace('strand="1"', 'strand="-1"'), "other strand"),
        ("<lrg/>", "no fixed_annotation"),
        ("<svg><lrg /></svg>", "with the root 'svg'"),
        (lrg(TOY.dna, []), "has no exons"),
    ],
)
def test_files_that_cannot_be_used(text: str, sentence: str) -> None:
    with pytest.raises(GeneError, match=sentence):
        read(text)
    rejected: list[RejectedRecord] = []
    assert read(text, rejected=rejected) == []
    assert len(rejected) == 1


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE lrg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE lrg [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE lrg SYSTEM "http://localhost/x.dtd">',
    ],
)
def test_entities_and_document_types_are_refused(prologue: str) -> None:
    text = lrg(TOY.dna, TOY.exons).replace("<lrg ", prologue + "<lrg ", 1)
    with pytest.raises(GeneError, match="XML that LRG files do not use"):
        read(text)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 900), st.text(alphabet=st.sampled_from('<>/"=& a1t'), max_size=20), st.integers(0, 30))
def test_any_damage_is_read_or_refused_in_a_sentence(place: int, put: str, cut: int) -> None:
    text = lrg(TOY.dna, TOY.exons)
    rejected: list[RejectedRecord] = []
    genes = list(read_genes((text[:place] + put + text[place + cut :]).encode(), rejected=rejected))
    assert bool(genes) != bool(rejected)
    assert all(found.reason.endswith(".") for found in rejected)
