"""Genes by key and by name, adding them from files, a genome and Ensembl, and their tables."""

from pathlib import Path

import pytest

from rbpviz.errors import GeneError, InvalidOptionError, NetworkError
from rbpviz.genes.inputs import GENE_LIMITS
from rbpviz.genes.library import GeneLibrary
from rbpviz.workflows import gene_library
from rbpviz.workflows.gene_library import (
    AddGenesRequest,
    add_genes,
    entries_frame,
    exon_frame,
    find_gene,
    list_genes,
    list_genomes,
    open_gene,
)
from tests.genes.ensembl_server import running, toy_service
from tests.genes.test_library import gene
from tests.genes.toy import exon_rows, fasta, gtf, toy

HEADER = "gene\ttranscript\tstart\tend\n"


@pytest.fixture
def library(tmp_path: Path) -> GeneLibrary:
    return GeneLibrary(tmp_path / "genes")


def table(*names: str) -> tuple[bytes, bytes]:
    genes = {name: toy(seed=i) for i, name in enumerate(names, start=1)}
    letters = "".join(fasta(name, one.dna) for name, one in genes.items())
    return letters.encode(), (HEADER + "".join(exon_rows(name, one.exons) for name, one in genes.items())).encode()


def test_files_go_into_the_library_with_their_name_as_source(library: GeneLibrary) -> None:
    letters, exons = table("A", "B")
    report = add_genes(AddGenesRequest(source=("x.fa", letters), annotation=("x.tsv", exons)), library=library)
    assert [entry.symbol for entry in report.entries] == ["A", "B"]
    assert report.entries[0].source == "File x.fa"
    assert report.rejected == ()
    assert library.get(report.entries[1].key).sequence == toy(seed=2).sequence


def test_one_gene_of_a_file_can_be_asked_for_and_a_wrong_name_is_told(library: GeneLibrary) -> None:
    letters, exons = table("A", "B")
    request = AddGenesRequest(name="B", source=letters, annotation=exons)
    assert [entry.symbol for entry in add_genes(request, library=library).entries] == ["B"]
    with pytest.raises(GeneError, match="NONE|none|no genes"):
        add_genes(AddGenesRequest(name="NONE", source=letters, annotation=exons), library=library)


def test_what_cannot_be_read_is_listed_and_the_rest_is_added(library: GeneLibrary) -> None:
    letters, exons = table("A", "B")
    broken = exons.replace(b"B\tt1\t21\t", b"B\tt1\tx\t")
    report = add_genes(AddGenesRequest(source=letters, annotation=broken), library=library)
    assert [entry.symbol for entry in report.entries] == ["A"]
    assert "'x' for a position" in report.rejected[0].reason


def test_a_file_with_too_many_genes_says_how_many_were_added(library: GeneLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gene_library, "MAX_ADDED", 2)
    letters, exons = table("A", "B", "C")
    report = add_genes(AddGenesRequest(source=letters, annotation=exons), library=library)
    assert len(report.entries) == 2
    assert "Only the first 2 genes" in report.rejected[-1].reason


def test_a_genome_gives_genes_by_symbol_and_by_place(library: GeneLibrary, tmp_path: Path) -> None:
    one = toy(flank=0)
    genome, annotation = tmp_path / "hg38.fa", tmp_path / "hg38.gtf"
    genome.write_text(fasta("chr5", "ACGT" * 25 + one.dna + "ACGT" * 25))
    annotation.write_text(gtf("chr5", [(s + 100, e + 100) for s, e in one.exons], "+"))
    request = AddGenesRequest(name="TOYG1", genome=genome, annotation=annotation, assembly="hg38")
    assert add_genes(request, library=library).entries[0].assembly == "GRCh38"
    start, end = one.exons[1]
    place = AddGenesRequest(name=f"chr5:{101 + start}-{100 + end}(+)", genome=genome, annotation=annotation, assembly="hg38")
    report = add_genes(place, library=library)
    assert (report.transcript, report.region) == ("T1", (start, end))
    with pytest.raises(InvalidOptionError, match="annotation"):
        add_genes(AddGenesRequest(name="TOYG1", genome=genome), library=library)


def test_a_name_alone_is_fetched_from_ensembl(library: GeneLibrary, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RBPVIZ_CACHE", str(tmp_path / "cache"))
    with running() as service:
        monkeypatch.setenv("RBPVIZ_ENSEMBL_GRCH38", service.address)
        toy_service(service)
        entry = add_genes(AddGenesRequest(name="ENST00000000001"), library=library).entries[0]
    assert (entry.symbol, entry.assembly, entry.aliases) == ("SMN1", "GRCh38", ("ENST00000000001",))
    monkeypatch.setenv("RBPVIZ_ENSEMBL_GRCH38", "http://127.0.0.1:9")
    with pytest.raises(NetworkError, match="cannot be reached"):
        add_genes(AddGenesRequest(name="TP53"), library=library)
    with pytest.raises(InvalidOptionError, match="no gene to add"):
        add_genes(AddGenesRequest(), library=library)
    assert AddGenesRequest().limits == GENE_LIMITS


def test_a_gene_is_found_by_key_symbol_id_and_build(library: GeneLibrary) -> None:
    old, new = library.add(gene(assembly="GRCh37")), library.add(gene(assembly="GRCh38"))
    assert find_gene(old.key, library=library)[1].assembly == "GRCh37"
    assert find_gene("toy", assembly="hg38", library=library)[0] == new.key
    assert find_gene("FAS", library=library)[0] == "example-fas"
    assert find_gene("simulated-3", library=library)[1].symbol == "SIM3"
    with pytest.raises(GeneError, match="2 genes named 'TOY'"):
        find_gene("TOY", library=library)
    with pytest.raises(GeneError, match="add it first"):
        find_gene("TO", library=library)
    for wrong in ("example-x", "simulated-01", "nope"):
        with pytest.raises(GeneError, match="expected one of the library"):
            open_gene(wrong, library=library)


def test_own_genes_come_before_examples_in_the_list(library: GeneLibrary) -> None:
    key = library.add(gene("ZZZ")).key
    listing = list_genes(library=library)
    assert listing.entries[0].key == key
    assert listing.entries[1].key == "example-smn1"
    frame = entries_frame(listing.entries)
    assert list(frame["place_1based"])[:2] == ["chr7:1001-1300(-)", "chr5:70241893-70248839(+)"]


def test_the_exon_table_counts_in_transcript_and_genome() -> None:
    frame = exon_frame(gene(), "T1")
    first = gene().principal.exons[0]
    assert list(frame["name"]) == ["1", "2a", "2b"]
    assert (frame["start"][0], frame["end"][0]) == (0, len(first))
    assert (frame["genome_start"][0], frame["genome_end"][0]) == (1_300 - first.end, 1_300 - first.start)
    assert set(frame["strand"]) == {-1}
    assert frame["intron_after"][2] is None
    assert exon_frame(open_gene("simulated-1"))["genome_start"][0] is None


def test_genomes_of_this_machine_are_pairs_of_files(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list_genomes() == []
    monkeypatch.setenv("RBPVIZ_GENOMES", str(tmp_path))
    for name in ("GRCh38.fa", "GRCh38.gtf.gz", "mine.fasta", "mine.gff3", "alone.fa", "x.txt"):
        (tmp_path / name).write_text("")
    assert [(one.name, one.assembly, one.annotation.name) for one in list_genomes()] == [
        ("GRCh38", "GRCh38", "GRCh38.gtf.gz"),
        ("mine", "", "mine.gff3"),
    ]
