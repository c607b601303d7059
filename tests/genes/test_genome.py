"""A small genome with a gene on each strand: by symbol, by place, by BED, and every wrong question."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.errors import GeneError, InputLimitError, RbpvizError
from rbpviz.genes.genome import Genome, Locus, normal_build, parse_locus, read_bed
from rbpviz.genes.splice_sites import reverse_complement
from tests.genes.toy import Toy, fasta, gff3, gtf, toy

SPACER = "ACGT" * 25
FORWARD, BACKWARD = toy(flank=0, seed=1), toy(flank=0, seed=2)


def shifted(gene: Toy, by: int) -> list[tuple[int, int]]:
    return [(start + by, end + by) for start, end in gene.exons]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Write chr5: 100 nt, a plus-strand gene, 100 nt, a minus-strand gene, 100 nt; and a GTF that calls the chromosome 5."""
    plus, (minus, minus_exons) = FORWARD.dna, BACKWARD.on_minus()
    letters = SPACER + plus + SPACER + minus + SPACER
    second = 200 + len(plus)
    lines = gtf("5", shifted(FORWARD, 100), "+", gene="G1", transcript="T1")
    lines += gtf("5", [(start + second, end + second) for start, end in minus_exons], "-", gene="G2", transcript="T2")
    genome, annotation = tmp_path / "genome.fa", tmp_path / "genes.gtf"
    genome.write_text(fasta("chr5", letters) + fasta("chr9", SPACER))
    annotation.write_text(lines)
    return genome, annotation


def test_a_gene_is_found_by_symbol_on_either_strand(files: tuple[Path, Path]) -> None:
    genome, annotation = Genome(files[0], "hg38"), files[1]
    first, second = genome.gene("TOYG1", annotation), genome.gene("G2", annotation)
    assert (first.sequence, second.sequence) == (FORWARD.sequence, BACKWARD.sequence)
    assert [(exon.start, exon.end) for exon in second.principal.exons] == BACKWARD.exons
    assert (first.strand, second.strand) == ("+", "-")
    assert (first.assembly, first.chromosome) == ("GRCh38", "chr5")
    assert first.source == "genome.fa (GRCh38) with genes.gtf"


@pytest.mark.parametrize("chromosome", ["chr5", "5"])
def test_a_place_gives_the_gene_and_the_region_in_its_pre_mrna(files: tuple[Path, Path], chromosome: str) -> None:
    genome = Genome(files[0], "GRCh38")
    start, end = FORWARD.exons[1]
    found = genome.gene_at(Locus(chromosome, 100 + start, 100 + end), files[1])
    assert (found.gene.symbol, found.transcript, found.region) == ("TOYG1", "T1", (start, end))
    size, (start, end) = len(BACKWARD.sequence), BACKWARD.exons[1]
    low = 200 + len(FORWARD.sequence) + size - end
    found = genome.gene_at(Locus(chromosome, low, low + end - start, "-"), files[1])
    assert (found.gene.symbol, found.region) == ("TOYG2", (start, end))
    assert genome.sequence(Locus(chromosome, low, low + end - start, "-")).sequence == BACKWARD.sequence[start:end]


def test_letters_of_a_place_read_its_strand(files: tuple[Path, Path]) -> None:
    genome = Genome(files[0], "GRCh38")
    plus = genome.sequence(parse_locus("chr5:1-60(+)"))
    minus = genome.sequence(parse_locus("chr5:1-60(-)"))
    assert plus.sequence == (SPACER * 2)[:60].replace("T", "U")
    assert minus.sequence == reverse_complement(plus.sequence)
    assert minus.id == "chr5:1-60(-)"
    assert minus.description == "GRCh38 chr5:1-60(-)"


def test_a_gff3_is_read_too(files: tuple[Path, Path], tmp_path: Path) -> None:
    annotation = tmp_path / "genes.gff3"
    annotation.write_text(gff3("chr5", shifted(FORWARD, 100), "+"))
    found = Genome(files[0], "GRCh38").gene_at(parse_locus("chr5:120-130"), annotation)
    assert found.gene.sequence == FORWARD.sequence


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda g, a: g.gene("NOSUCH", a), "does not have"),
        (lambda g, a: g.gene_at(parse_locus("chr7:1-50"), a), "no chromosome 'chr7'; expected one of chr5, chr9"),
        (lambda g, a: g.gene_at(parse_locus("chr5:1-50"), a), "No gene with introns lies at chr5:1-50"),
        (lambda g, a: g.gene_at(parse_locus("chr5:120-130(-)"), a), "No gene with introns"),
        (lambda g, a: g.gene_at(parse_locus("chr5:110-700"), a), r"2 genes lie at chr5:110-700 \(TOYG1, TOYG2\)"),
        (lambda g, a: g.sequence(parse_locus("chr9:90-101")), "chr9 has 100 bases in GRCh38"),
    ],
)
def test_what_cannot_be_answered_is_told(files: tuple[Path, Path], ask: object, words: str) -> None:
    with pytest.raises(GeneError, match=words):
        ask(Genome(files[0], "GRCh38"), files[1])  # type: ignore[operator]


def test_a_genome_of_unknown_build_must_be_told(files: tuple[Path, Path]) -> None:
    with pytest.raises(GeneError, match="unknown build; expected it to be stated"):
        Genome(files[0])
    assert normal_build(" HG19 ") == "GRCh37"


def test_a_build_that_the_lengths_contradict_is_refused(files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    size = 300 + len(FORWARD.sequence) + len(BACKWARD.sequence)
    monkeypatch.setattr("rbpviz.genes.genome._LENGTHS", {"chr5": {size: "GRCh37"}})
    assert Genome(files[0]).assembly == "GRCh37"
    with pytest.raises(GeneError, match="said to be GRCh38 but its chromosomes have the lengths of GRCh37"):
        Genome(files[0], "hg38")


def test_files_that_are_no_genome_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x.fa").write_text(">a\nACGT\nAC\nACGTACGT\n")
    with pytest.raises(GeneError, match="cannot be indexed"):
        Genome(tmp_path / "x.fa", "GRCh38")
    with pytest.raises(GeneError, match="not there"):
        Genome(tmp_path / "none.fa", "GRCh38")


@given(st.integers(0, 10**8), st.integers(1, 10**6), st.sampled_from(["", "+", "-"]), st.sampled_from(["chr1", "X", "NC_000001.11"]))
def test_a_written_place_reads_back(start: int, length: int, strand: str, chromosome: str) -> None:
    locus = Locus(chromosome, start, start + length, strand)
    assert parse_locus(str(locus)) == locus
    assert parse_locus(f" {chromosome}:{start + 1:,}-{start + length:,}{f':{strand}' if strand else ''}") == locus


@given(st.text(max_size=40))
def test_any_text_is_a_place_or_an_error_of_ours(text: str) -> None:
    try:
        locus = parse_locus(text)
    except RbpvizError as error:
        told = str(error)
    else:
        told = "expected" if 0 <= locus.start < locus.end else ""
    assert "expected" in told


def test_bed_is_read_with_names_and_strands() -> None:
    text = b"track name=x\n#c\nchr5\t100\t150\tpeak\t0\t-\nchr5 1 2\n"
    assert list(read_bed(text)) == [Locus("chr5", 100, 150, "-", "peak"), Locus("chr5", 1, 2)]


@pytest.mark.parametrize("line", [b"chr1\t5\t5\n", b"chr1\t9\t5\n", b"chr1\tx\t5\n", b"chr1\n", b"chr1\t-1\t5\n"])
def test_a_line_that_is_no_bed_is_told_with_its_number(line: bytes) -> None:
    with pytest.raises(GeneError, match="line 1|expected a chromosome"):
        list(read_bed(line))


def test_an_endless_place_is_refused() -> None:
    with pytest.raises(InputLimitError, match="at most"):
        parse_locus("chr1:1-200,000,000")
