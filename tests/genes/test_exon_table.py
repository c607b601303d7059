"""FASTA with a table of exons."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rbpviz.errors import GeneError, InvalidSequenceError
from rbpviz.genes.collect import GeneOptions
from rbpviz.genes.exon_table import ExonTable, read_exon_table
from rbpviz.genes.flags import GeneFlagKind
from rbpviz.genes.inputs import as_input
from rbpviz.genes.model import GeneModel
from rbpviz.genes.readers import read_genes
from rbpviz.types import RejectedRecord
from tests.genes.toy import LENGTHS, exon_rows, fasta, toy

HEADER = "gene\ttranscript\tstart\tend\n"
TOY = toy()


def read(letters: str, table: str, **options: object) -> list[GeneModel]:
    return list(read_exon_table(letters.encode(), table.encode(), **options))  # type: ignore[arg-type]


def pairs(gene: GeneModel, transcript: str | None = None) -> list[tuple[int, int]]:
    return [(exon.start, exon.end) for exon in gene.transcript(transcript).exons]


@settings(max_examples=30, deadline=None)
@given(LENGTHS, st.integers(0, 9))
def test_what_is_written_is_read(lengths: list[tuple[int, int]], seed: int) -> None:
    gene = toy(lengths, seed=seed)
    (found,) = read(fasta("g", gene.dna), HEADER + exon_rows("g", gene.exons))
    assert found.sequence == gene.sequence
    assert pairs(found) == gene.exons
    assert found.flag(GeneFlagKind.NONCANONICAL_SITES) is None


@pytest.mark.parametrize(
    "table",
    [
        "Gene ID;Exon Start;Exon End;note\n" + "".join(f"g;{s + 1};{e};x\n" for s, e in TOY.exons),
        "start,end,symbol\n" + "".join(f"{s + 1},{e},g\n" for s, e in TOY.exons),
        "# made by hand\n\nEND\tSTART\tname\n" + "".join(f"{e}\t{s + 1}\tg\n" for s, e in TOY.exons),
        "\ufeffgene\tstart\tend\r\n" + "".join(f'"g"\t {s + 1} \t{e:,}\r\n' for s, e in TOY.exons),
    ],
)
def test_headers_order_and_separators_are_tolerated(table: str) -> None:
    (found,) = read(fasta("g", TOY.dna), table)
    assert pairs(found) == TOY.exons
    assert found.principal.id == "t1"


def test_the_transcript_with_the_most_exonic_bases_comes_first_and_is_flagged() -> None:
    table = HEADER + exon_rows("g", TOY.exons[:2], "a") + exon_rows("g", TOY.exons, "b")
    (found,) = read(fasta("g", TOY.dna), table)
    assert [transcript.id for transcript in found.transcripts] == ["b", "a"]
    flag = found.flag(GeneFlagKind.PRINCIPAL_GUESSED)
    assert flag is not None
    assert flag.count == 2


def test_a_record_is_found_by_any_name_and_located_by_its_header() -> None:
    header = f"TOY LRG_9 GRCh37 chr16:1001-{1000 + len(TOY.sequence)}(-)"
    (found,) = read(
        fasta(header, TOY.dna),
        "lrg\tsymbol\ttranscript\texon\tstart\tend\n"
        + "".join(f"LRG_9\tTOY\tt1\t{i}\t{s + 1}\t{e}\n" for i, (s, e) in enumerate(TOY.exons, 1)),
    )
    assert (found.id, found.symbol) == ("TOY", "TOY")
    assert (found.assembly, found.chromosome, found.strand) == ("GRCh37", "chr16", "-")
    assert found.genome_base1(0) == 1000 + len(TOY.sequence)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("g\tt\tx\t9\n", "'x' for a position in line 2; expected a whole number"),
        ("g\tt\t9\n", "'' for a position in line 2"),
        ("g\tt\t9\t5\n", "an exon from 9 to 5 in line 2; expected 1 <= start <= end"),
        ("g\tt\t0\t5\n", "an exon from 0 to 5 in line 2"),
        ("g\tt\t1\t9\n", "no introns"),
        ("g\tt\t1\t9\ng\tt\t5\t20\n", "overlap"),
        ("g\tt\t30\t39\ng\tt\t5\t20\n", "out of order"),
        ("g\tt\t1\t9\ng\tt\t50\t9999\n", "but the sequence has"),
        ("h\tt\t1\t9\n", "Record 'g' has no exons in the input"),
        ("\tt\t1\t9\n", "no gene in line 2"),
    ],
)
def test_rows_that_cannot_be_used(rows: str, sentence: str) -> None:
    with pytest.raises(GeneError, match=sentence):
        read(fasta("g", TOY.dna), HEADER + rows)


@pytest.mark.parametrize("table", ["", "\n# x\n", "a\tb\n1\t2\n", "gene\tstart\nx\t1\n"])
def test_tables_without_the_columns(table: str) -> None:
    with pytest.raises(GeneError, match="expected"):
        read(fasta("g", TOY.dna), table)


def test_a_name_that_two_genes_share_is_refused() -> None:
    table = ExonTable(as_input(b"lrg\tsymbol\tstart\tend\nL1\tA\t1\t5\nL2\tA\t1\t5\n"))
    with pytest.raises(GeneError, match="2 genes named 'A'"):
        table.find("A")
    assert table.find("L2", "A") is table.genes()[1]
    assert table.find("B") is None


def test_good_genes_are_given_when_others_are_bad() -> None:
    sequences = fasta("a", TOY.dna) + fasta("b", "ACGX") + fasta("c", TOY.dna) + fasta("d", TOY.dna) + fasta("e", TOY.dna)
    table = HEADER + "".join(exon_rows(name, TOY.exons) for name in "ae") + "c\tt\t7\t3\nz\tt\t1\t2\n"
    rejected: list[RejectedRecord] = []
    assert [gene.id for gene in read(sequences, table, rejected=rejected)] == ["a", "e"]
    assert [(found.id, found.ordinal) for found in rejected] == [("b", 2), ("c", 2), ("d", 3), ("", 4)]
    assert rejected[-1].reason == "Genes of the table without a sequence: 1 (z)."
    with pytest.raises(InvalidSequenceError):
        read(sequences, table)


def test_only_the_genes_wanted_are_read() -> None:
    sequences = fasta("a", TOY.dna) + fasta("b.2", TOY.dna)
    table = HEADER + exon_rows("a", TOY.exons) + exon_rows("b.2", TOY.exons)
    assert [gene.id for gene in read(sequences, table, options=GeneOptions(genes=frozenset({"b"})))] == ["b.2"]
    with pytest.raises(GeneError, match="gave no genes"):
        read(sequences, table, options=GeneOptions(genes=frozenset({"c"})))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from('gt\t\n0123456789,;-x".'), max_size=80))
def test_any_table_is_read_or_refused_in_a_sentence(rows: str) -> None:
    rejected: list[RejectedRecord] = []
    genes = list(read_genes(fasta("g", TOY.dna).encode(), (HEADER + rows).encode(), rejected=rejected))
    assert genes or rejected
    assert all(len(gene.principal.exons) > 1 for gene in genes)
    assert all(found.reason.endswith((".", ")")) for found in rejected)
