"""The layout of the benchmark data: on toy files, and on the data themselves where they are."""

from pathlib import Path

import pytest

from rbpviz.errors import GeneError
from rbpviz.genes.benchmark import read_benchmark
from rbpviz.genes.collect import GeneOptions
from rbpviz.genes.flags import GeneFlagKind
from rbpviz.genes.labels import gene_windows, site_labels
from rbpviz.genes.model import GeneModel
from rbpviz.genes.splice_sites import splice_fit
from rbpviz.genes.splits import TEST_CHROMOSOMES, chromosome_number, chromosome_split
from rbpviz.types import ACCEPTOR, DONOR, RejectedRecord
from tests.genes.toy import Toy, fasta, toy

TOY = toy()
COLUMNS = [
    *("split", "lrg", "symbol", "refseqgene", "assembly", "chrom", "start", "end", "strand", "length", "transcript", "has_paralog"),
    *("acceptors", "donors", "canonical_acceptors", "canonical_donors"),
]
EXPECTED = {
    ("train", "transcript"): (402, 5736, 5918, 4),
    ("valid", "transcript"): (38, 575, 622, 2),
    ("test", "transcript"): (39, 372, 437, 1),
    ("train", "canonical"): (389, 5624, 5743, 17),
    ("valid", "canonical"): (38, 581, 625, 2),
    ("test", "canonical"): (37, 371, 425, 3),
}
"""Genes, windows of 5,000, sites of each class, and genes refused."""


def row(gene: Toy, **changes: str) -> str:
    acceptors = ",".join(str(start + 1) for start, _ in gene.exons[1:])
    donors = ",".join(str(end) for _, end in gene.exons[:-1])
    cells = dict(
        zip(COLUMNS, ["train", "LRG_1", "TOY", "NG_1.1", "GRCh37", "chr2", "1001", str(1000 + len(gene.sequence)), "-"], strict=False)
    )
    cells |= {"length": str(len(gene.sequence)), "transcript": "t1", "has_paralog": "1", "acceptors": acceptors, "donors": donors}
    cells |= {"canonical_acceptors": acceptors, "canonical_donors": donors, **changes}
    return "\t".join(COLUMNS) + "\n" + "\t".join(cells[column] for column in COLUMNS) + "\n"


def exons(gene: Toy) -> str:
    return "lrg\tsymbol\ttranscript\texon\tstart\tend\n" + "".join(
        f"LRG_1\tTOY\tt1\t{i}\t{start + 1}\t{end}\n" for i, (start, end) in enumerate(gene.exons, 1)
    )


def read(table: str, *, beside: str | None = exons(TOY), **options: object) -> list[GeneModel]:
    given = {"exons": beside.encode()} if beside is not None else {}
    return list(read_benchmark(fasta("TOY LRG_1", TOY.dna).encode(), table.encode(), **given, **options))  # type: ignore[arg-type]


def test_a_row_becomes_a_gene() -> None:
    (gene,) = read(row(TOY))
    assert gene.sequence == TOY.sequence
    assert (gene.id, gene.symbol, gene.split, gene.has_paralog) == ("LRG_1", "TOY", "train", True)
    assert str(gene.span) == f"GRCh37 chr2:1001-{1000 + len(TOY.sequence)}(-)"
    assert [(exon.start, exon.end) for exon in gene.principal.exons] == TOY.exons
    assert [transcript.id for transcript in gene.transcripts] == ["t1", "canonical"]
    assert read(row(TOY, has_paralog=""))[0].has_paralog is None


def test_the_canonical_transcript_can_be_the_principal_one() -> None:
    table = row(TOY, canonical_acceptors=str(TOY.exons[2][0] + 1), canonical_donors=str(TOY.exons[0][1]))
    (gene,) = read(table, options=GeneOptions(labels="canonical"))
    assert gene.principal.id == "canonical"
    assert [(exon.start, exon.end) for exon in gene.principal.exons] == [TOY.exons[0], TOY.exons[2]]
    assert gene.flag(GeneFlagKind.ENDS_ASSUMED) is not None
    with pytest.raises(GeneError, match="no canonical splice sites"):
        read(row(TOY, canonical_acceptors="", canonical_donors=""), options=GeneOptions(labels="canonical"))


def test_ends_are_assumed_where_no_table_of_exons_states_them(tmp_path: Path) -> None:
    (gene,) = read(row(TOY), beside=None)
    assert gene.flag(GeneFlagKind.ENDS_ASSUMED) is not None
    assert gene.principal.donors == tuple(end - 1 for _, end in TOY.exons[:-1])
    for name, text in (("g.fa", fasta("TOY", TOY.dna)), ("g.tsv", row(TOY)), ("exons.tsv", exons(TOY))):
        (tmp_path / name).write_text(text)
    (found,) = read_benchmark(tmp_path / "g.fa", tmp_path / "g.tsv")
    assert found.principal.pre_mrna.end == TOY.exons[-1][1]


def test_a_site_without_its_partner_is_left_out_with_a_flag() -> None:
    table = row(TOY, canonical_acceptors=f"11,{TOY.exons[1][0] + 1},{TOY.exons[2][0] + 1}")
    (gene,) = read(table, options=GeneOptions(labels="canonical"))
    assert gene.principal.exons[0].start == 10
    assert gene.flag(GeneFlagKind.PARTIAL) is not None


def test_canonical_sites_that_were_counted_wrongly_are_not_used() -> None:
    shifted = {
        "canonical_acceptors": ",".join(str(s + 2) for s, _ in TOY.exons[1:]),
        "canonical_donors": ",".join(str(e + 1) for _, e in TOY.exons[:-1]),
        "end": str(1001 + len(TOY.sequence)),
    }
    (gene,) = read(row(TOY, **shifted))
    assert gene.flag(GeneFlagKind.DROPPED_TRANSCRIPTS) is not None
    assert len(gene.transcripts) == 1
    with pytest.raises(GeneError, match="differs by 1 bases from the genome"):
        read(row(TOY, **shifted), options=GeneOptions(labels="canonical"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"acceptors": "5,x"}, "'x' in acceptors"),
        ({"acceptors": "131,140,150"}, "3 acceptors and 2 donors; expected one of each"),
        ({"acceptors": "", "donors": ""}, "no introns in transcript 't1'"),
        ({"length": "7"}, "the table says 7"),
        ({"symbol": "OTHER", "lrg": "LRG_8"}, "is not in the table"),
        ({"acceptors": "131,99999"}, "inside it"),
    ],
)
def test_rows_that_cannot_be_used(changes: dict[str, str], sentence: str) -> None:
    with pytest.raises(GeneError, match=sentence):
        read(row(TOY, **changes), beside=None)
    rejected: list[RejectedRecord] = []
    assert read(row(TOY, **changes), beside=None, rejected=rejected) == []
    assert len(rejected) == 1


def test_a_table_without_the_columns() -> None:
    with pytest.raises(GeneError, match="expected symbol"):
        read("acceptors\tdonors\n")


def _benchmark(folder: Path, split: str, labels: str) -> tuple[list[GeneModel], list[RejectedRecord]]:
    rejected: list[RejectedRecord] = []
    found = read_benchmark(
        folder / "genes" / f"{split}.fa.gz", folder / "genes" / "genes.tsv", options=GeneOptions(labels=labels), rejected=rejected
    )
    return list(found), rejected


@pytest.fixture(scope="module", params=[("test", "transcript"), ("valid", "transcript"), ("train", "canonical"), ("train", "transcript")])
def real(request: pytest.FixtureRequest, benchmark_data: Path) -> tuple[str, str, list[GeneModel], int]:
    """Genes of one split, the labels, and how many were refused."""
    if not (benchmark_data / "genes").is_dir():
        pytest.skip("no genes in the benchmark data")
    genes, rejected = _benchmark(benchmark_data, *request.param)
    return *request.param, genes, len(rejected)


@pytest.mark.data
def test_counts_of_the_benchmark(real: tuple[str, str, list[GeneModel], int]) -> None:
    split, labels, genes, refused = real
    windows = sum(len(gene_windows(len(gene.principal.pre_mrna))) for gene in genes)
    sites = {kind: sum(int((site_labels(gene) == kind).sum()) for gene in genes) for kind in (ACCEPTOR, DONOR)}
    expected = EXPECTED[split, labels]
    assert (len(genes), windows, sites[ACCEPTOR], sites[DONOR], refused) == (*expected[:3], expected[2], expected[3])
    assert {gene.split for gene in genes} == {split}


@pytest.mark.data
def test_sites_of_the_benchmark_have_the_usual_dinucleotides_on_both_strands(real: tuple[str, str, list[GeneModel], int]) -> None:
    for strand in "+-":
        fits = [splice_fit(g.sequence, g.principal.donors, g.principal.acceptors) for g in real[2] if g.strand == strand]
        assert sum(fit.usual_donors for fit in fits) >= 0.98 * sum(fit.donors for fit in fits) > 0
        assert sum(fit.usual_acceptors for fit in fits) >= 0.98 * sum(fit.acceptors for fit in fits) > 0


@pytest.mark.data
def test_splits_of_the_benchmark_are_by_chromosome(real: tuple[str, str, list[GeneModel], int]) -> None:
    split, _, genes, _ = real
    assert {chromosome_split(gene.chromosome, False) for gene in genes} == {"train" if split == "train" else "test"}
    assert all((chromosome_number(gene.chromosome) in TEST_CHROMOSOMES) == (split != "train") for gene in genes)
