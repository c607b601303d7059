"""GenBank records: joins, complements, several genes, and what is damaged."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rbpviz.errors import GeneError
from rbpviz.genes.collect import GeneOptions
from rbpviz.genes.flags import GeneFlagKind
from rbpviz.genes.genbank import read_genbank
from rbpviz.genes.model import GeneModel
from rbpviz.genes.readers import read_genes
from rbpviz.types import RejectedRecord
from tests.genes.toy import LENGTHS, Pairs, genbank, toy

TOY = toy()
PLAIN = genbank("X1", TOY.dna, TOY.exons)


def read(text: str, **options: object) -> list[GeneModel]:
    return list(read_genbank(text.encode(), **options))  # type: ignore[arg-type]


def pairs(gene: GeneModel) -> Pairs:
    return [(exon.start, exon.end) for exon in gene.principal.exons]


@settings(max_examples=25, deadline=None)
@given(LENGTHS, st.integers(0, 9), st.booleans())
def test_what_is_written_is_read_on_both_strands(lengths: list[tuple[int, int]], seed: int, complement: bool) -> None:
    gene = toy(lengths, seed=seed)
    letters, exons = gene.on_minus() if complement else (gene.dna, gene.exons)
    (found,) = read(genbank("X1", letters, exons, complement=complement))
    assert found.sequence == gene.sequence
    assert pairs(found) == gene.exons
    assert (found.symbol, found.principal.id, found.chromosome) == ("TOY", "NM_1.1", "X1.1")
    assert found.strand == ("-" if complement else "+")


def test_a_region_of_a_chromosome_is_located() -> None:
    size = len(TOY.sequence)
    (found,) = read(genbank("NC_000007", TOY.dna, TOY.exons, accession=f" REGION: complement(1001..{1000 + size})"))
    assert (found.chromosome, found.strand) == ("chr7", "-")
    assert found.genome_base1(0) == 1000 + size
    (ensembl,) = read(PLAIN.replace("ACCESSION   X1", f"ACCESSION   chromosome:GRCh38:7:2001:{2000 + size}:1"))
    assert (ensembl.assembly, ensembl.chromosome, ensembl.genome_base1(0)) == ("GRCh38", "7", 2001)


def test_coding_parts_stand_in_and_open_ends_are_flagged() -> None:
    text = PLAIN.replace("     mRNA            join(21", "     CDS             join(<21")
    (found,) = read(text)
    assert pairs(found) == TOY.exons
    assert {flag.kind for flag in found.flags} >= {GeneFlagKind.EXONS_FROM_CDS, GeneFlagKind.PARTIAL}


def test_several_genes_of_one_record_are_cut_out() -> None:
    size = len(TOY.sequence)
    both = [(s + size, e + size) for s, e in TOY.exons]
    text = genbank("X1", TOY.dna * 2, both)
    first = PLAIN[PLAIN.index("     mRNA") : PLAIN.index("ORIGIN")].replace('"TOY"', '"TOY0"')
    found = read(text.replace("ORIGIN", first + "ORIGIN"), options=GeneOptions(flank=5))
    assert [gene.symbol for gene in found] == ["TOY", "TOY0"]
    assert found[0].sequence == found[1].sequence == TOY.sequence[15:-15]
    assert found[0].genome_base1(0) - found[1].genome_base1(0) == size


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (PLAIN[: PLAIN.index("ORIGIN")] + "ORIGIN\n//\n", "no sequence in record 'X1.1'"),
        (PLAIN[: PLAIN.index("ORIGIN")] + "CONTIG      join(U1.1:1..300)\n//\n", "no sequence in record 'X1.1'"),
        (PLAIN.replace("join(21..", "join(J00194.1:21.."), "lies partly on another record"),
        (PLAIN.replace("join(21..70", "join(complement(21..70)"), "both strands"),
        (PLAIN.replace("..", "."), "damaged GenBank record|gave no genes"),
        (PLAIN.replace("     mRNA ", "     exon "), "gave no genes"),
        (genbank("X1", TOY.dna, TOY.exons[:1]), "gave no genes; expected records with sequence"),
        (genbank("X1", TOY.dna, [*TOY.exons, (300, 9999)]), "but record 'X1.1' has"),
        ("LOCUS ", "damaged GenBank record"),
    ],
)
def test_records_that_cannot_be_used(text: str, sentence: str) -> None:
    with pytest.raises(GeneError, match=sentence):
        read(text)


def test_good_records_are_given_when_others_are_bad() -> None:
    rejected: list[RejectedRecord] = []
    found = read("LOCUS  rubbish\n//\n" + PLAIN + PLAIN.replace("join(21..", "join(J1.1:21.."), rejected=rejected)
    assert [gene.id for gene in found] == ["TOY"]
    assert [record.ordinal for record in rejected] == [1, 3]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(PLAIN)), st.text(alphabet=st.sampled_from('\n ./(),"<>acgtjoin0189'), max_size=30), st.integers(0, 40))
def test_any_damage_is_read_or_refused_in_a_sentence(place: int, put: str, cut: int) -> None:
    rejected: list[RejectedRecord] = []
    genes = list(read_genes((PLAIN[:place] + put + PLAIN[place + cut :]).encode(), rejected=rejected))
    assert genes or rejected
    assert all(found.reason.endswith(".") for found in rejected)
