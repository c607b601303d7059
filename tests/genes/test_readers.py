"""The front door: the right reader for every content, whatever the name, and one gene through every format."""

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rbpviz.errors import GeneError, RbpvizError
from rbpviz.genes.benchmark import read_benchmark
from rbpviz.genes.collect import GeneOptions
from rbpviz.genes.model import GeneModel
from rbpviz.genes.readers import read_genes
from rbpviz.types import RejectedRecord
from tests.genes.toy import Toy, exon_rows, fasta, genbank, gff3, gtf, lrg, toy

TOY = toy()
MINUS, MINUS_EXONS = TOY.on_minus()
SOURCES = {
    "table": (fasta("g", TOY.dna), "gene\ttranscript\tstart\tend\n" + exon_rows("g", TOY.exons)),
    "gtf": (fasta("g", MINUS), gtf("g", MINUS_EXONS, "-")),
    "gff3": (fasta("g", TOY.dna), gff3("g", TOY.exons, "+")),
    "genbank": (genbank("X1", MINUS, MINUS_EXONS, complement=True), None),
    "lrg": (lrg(TOY.dna, TOY.exons), None),
    "benchmark": (
        fasta("g", TOY.dna),
        "symbol\tacceptors\tdonors\ng\t"
        + ",".join(str(s + 1) for s, _ in TOY.exons[1:])
        + "\t"
        + ",".join(str(e) for _, e in TOY.exons[:-1]),
    ),
}


@pytest.mark.parametrize("kind", SOURCES)
@pytest.mark.parametrize("packed", [False, True])
def test_every_format_gives_the_same_gene(tmp_path: Path, kind: str, packed: bool) -> None:
    pack = gzip.compress if packed else bytes
    first, second = SOURCES[kind]
    main = tmp_path / "upload.dat"
    main.write_bytes(pack(first.encode()))
    beside = ("notes.xml", io.BytesIO(pack(second.encode()))) if second is not None else None
    (gene,) = read_genes(main, beside)
    assert gene.sequence == TOY.sequence
    assert gene.principal.donors == tuple(end - 1 for _, end in TOY.exons[:-1])
    assert gene.principal.acceptors == tuple(start for start, _ in TOY.exons[1:])


def test_the_two_files_may_be_exchanged() -> None:
    first, second = SOURCES["gtf"]
    assert [gene.id for gene in read_genes(str(second).encode(), first.encode())] == ["G1"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        (SOURCES["gtf"][0], None, "is FASTA, which has no exons; expected an exon table"),
        (SOURCES["gtf"][1], None, "is GTF or GFF3; expected the FASTA"),
        (SOURCES["lrg"][0], SOURCES["gtf"][1], "holds its own exons"),
        (SOURCES["gtf"][0], SOURCES["gtf"][0], "is FASTA; expected an exon table"),
        (SOURCES["gtf"][0], SOURCES["lrg"][0], "is LRG XML; expected an exon table"),
        ("hello", None, "of an unknown kind"),
        ("", None, "is empty"),
    ],
)
def test_what_does_not_go_together(first: str, second: str | None, sentence: str) -> None:
    beside = second.encode() if second is not None else None
    with pytest.raises(GeneError, match=sentence):
        list(read_genes(first.encode(), beside))
    rejected: list[RejectedRecord] = []
    assert list(read_genes(("a.fa", first.encode()), beside, rejected=rejected)) == []
    assert [found.id for found in rejected] == ["a.fa"]


def test_options_are_checked() -> None:
    with pytest.raises(RbpvizError, match="labels"):
        GeneOptions(labels="best")
    with pytest.raises(RbpvizError, match="flank"):
        GeneOptions(flank=-1)
    assert GeneOptions(genes=frozenset({"ENSG1"})).wants("ENSG1.7", "X")
    assert not GeneOptions(genes=frozenset({"ENSG1"})).wants("ENSG2.7", "")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=120), st.binary(max_size=120) | st.none())
def test_any_bytes_are_read_or_refused_in_a_sentence(first: bytes, second: bytes | None) -> None:
    rejected: list[RejectedRecord] = []
    assert list(read_genes(first, second, rejected=rejected)) == []
    assert rejected
    assert all(found.reason for found in rejected)


@pytest.mark.data
def test_real_genes_come_through_every_format_unchanged(benchmark_data: Path) -> None:
    folder = benchmark_data / "genes"
    if not folder.is_dir():
        pytest.skip("no genes in the benchmark data")
    genes = list(read_benchmark(folder / "test.fa.gz", folder / "genes.tsv", rejected=[]))
    short = sorted(genes, key=len)[:6]
    assert {gene.strand for gene in short} == {"+", "-"}
    for gene in short:
        for found in _through_formats(Toy(gene.sequence, [(exon.start, exon.end) for exon in gene.principal.exons])):
            assert found.sequence == gene.sequence
            assert found.principal.exons == gene.principal.exons


def _through_formats(gene: Toy) -> list[GeneModel]:
    minus, exons = gene.on_minus()
    sources = (
        (fasta("g", gene.dna), gtf("g", gene.exons, "+")),
        (fasta("g", minus), gff3("g", exons, "-")),
        (genbank("X1", minus, exons, complement=True), None),
        (lrg(gene.dna, gene.exons), None),
        (fasta("g", gene.dna), "gene\ttranscript\tstart\tend\n" + exon_rows("g", gene.exons)),
    )
    return [found for first, second in sources for found in read_genes(first.encode(), second.encode() if second else None)]
