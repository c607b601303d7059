"""FASTA with GTF or GFF3: coordinates, strands, parents, and everything odd."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rbpviz.errors import GeneError, RbpvizError
from rbpviz.genes import records
from rbpviz.genes.collect import GeneOptions
from rbpviz.genes.flags import GeneFlagKind
from rbpviz.genes.gff import read_gff
from rbpviz.genes.model import GeneModel
from rbpviz.types import RejectedRecord
from tests.genes.toy import LENGTHS, Pairs, Toy, fasta, gff3, gtf, toy

TOY = toy()
ANYTHING = st.text(alphabet=st.sampled_from('gT1\t\n=;" ,.+-%'), max_size=60)


def read(letters: str, annotation: str, **options: object) -> list[GeneModel]:
    return list(read_gff(letters.encode(), annotation.encode(), **options))  # type: ignore[arg-type]


def pairs(gene: GeneModel) -> Pairs:
    return [(exon.start, exon.end) for exon in gene.principal.exons]


def placed(gene: Toy, strand: str) -> tuple[str, Pairs]:
    return (gene.dna, gene.exons) if strand == "+" else gene.on_minus()


@settings(max_examples=30, deadline=None)
@given(LENGTHS, st.integers(0, 9), st.sampled_from("+-"), st.sampled_from([gtf, gff3]))
def test_what_is_written_is_read_on_both_strands(lengths: list[tuple[int, int]], seed: int, strand: str, write: object) -> None:
    gene = toy(lengths, seed=seed)
    letters, exons = placed(gene, strand)
    (found,) = read(fasta("rec", letters), write("rec", exons, strand))  # type: ignore[operator]
    assert found.sequence == gene.sequence
    assert pairs(found) == gene.exons
    assert (found.id, found.symbol, found.principal.id) == ("G1", "TOYG1", "T1")
    assert (found.chromosome, found.strand, len(found.span or "")) == ("rec", strand, len(gene.sequence))
    first = gene.exons[0][0]
    assert found.genome_base1(first) == (exons[0][0] + 1 if strand == "+" else exons[-1][1])


@pytest.mark.parametrize("strand", ["+", "-"])
@pytest.mark.parametrize("flank", [0, 15, 10_000])
def test_genes_are_cut_out_of_longer_records(strand: str, flank: int) -> None:
    letters, exons = placed(TOY, strand)
    annotation = gtf("1", [(s + 500, e + 500) for s, e in exons], strand) + gtf("1", [(3, 9), (40, 50)], "+", gene="G2", transcript="T2")
    found = read(fasta("chr1", "A" * 500 + letters + "C" * 70), annotation, options=GeneOptions(flank=flank, assembly="hg38"))[0]
    kept = min(flank, 20 + (500 if flank > 20 else 0))
    assert found.chromosome == "chr1"
    assert found.assembly == "hg38"
    core = TOY.sequence[TOY.exons[0][0] - min(flank, 20) : TOY.exons[-1][1] + min(flank, 20)]
    assert core in found.sequence
    assert len(found) == len(core) if flank <= 20 else len(found) == 500 + len(letters) + 70
    assert found.sequence[found.principal.acceptors[0] - 2 :].startswith("AG")
    assert found.position_of_base1(found.genome_base1(kept)) == kept


def test_ensembl_and_refseq_spellings_of_gff3() -> None:
    letters, exons = TOY.on_minus()
    rows = [f"1\tRefSeq\tgene\t1\t{len(letters)}\t.\t-\t.\tID=gene-AARS1;Name=AARS1;gene=AARS1"]
    rows.append(
        f"1\tRefSeq\tmRNA\t1\t{len(letters)}\t.\t-\t.\tID=rna-NM_2.1;Parent=gene-AARS1;gene=AARS1;tag=MANE Select;transcript_id=NM_2.1"
    )
    rows.append(f"1\tRefSeq\tmRNA\t1\t{len(letters)}\t.\t-\t.\tID=rna-NM_3.1;Parent=gene-AARS1;gene=AARS1;transcript_id=NM_3.1")
    rows += [f"1\tRefSeq\texon\t{s + 1}\t{e}\t.\t-\t.\tID=e{s};Parent=rna-NM_3.1,rna-NM_2.1;gene=AARS1" for s, e in reversed(exons)]
    rows.append(f"1\tRefSeq\tCDS\t{exons[0][0] + 5}\t{exons[0][1]}\t.\t-\t0\tParent=rna-NM_2.1")
    (found,) = read(fasta("1", letters), "\n".join(rows))
    assert (found.id, found.symbol) == ("AARS1", "AARS1")
    assert [transcript.id for transcript in found.transcripts] == ["NM_2.1", "NM_3.1"]
    assert pairs(found) == TOY.exons
    assert found.flag(GeneFlagKind.PRINCIPAL_GUESSED) is None


def test_marks_of_gtf_choose_the_principal_transcript() -> None:
    annotation = gtf("r", TOY.exons, "+") + gtf("r", TOY.exons[:2], "+", transcript="T2", extra=' tag "basic"; tag "Ensembl_canonical";')
    (found,) = read(fasta("r", TOY.dna), annotation)
    assert found.principal.id == "T2"
    assert found.flag(GeneFlagKind.PRINCIPAL_GUESSED) is None


def test_coding_parts_stand_in_for_exons() -> None:
    (found,) = read(fasta("r", TOY.dna), gtf("r", TOY.exons, "+").replace("\texon\t", "\tCDS\t"))
    assert pairs(found) == TOY.exons
    assert found.flag(GeneFlagKind.EXONS_FROM_CDS) is not None


def test_a_bad_transcript_is_dropped_with_a_flag() -> None:
    bad = gtf("r", [(20, 60), (50, 90)], "+", transcript="T2") + gtf("r", [(20, 60), (90, 9000)], "+", transcript="T3")
    (found,) = read(fasta("r", TOY.dna), gtf("r", TOY.exons, "+") + bad)
    flag = found.flag(GeneFlagKind.DROPPED_TRANSCRIPTS)
    assert flag is not None
    assert (flag.count, flag.total) == (2, 3)
    assert [transcript.id for transcript in found.transcripts] == ["T1"]


@pytest.mark.parametrize(
    ("annotation", "sentence"),
    [
        (gtf("r", TOY.exons, "."), "strand '.'; expected"),
        (gtf("r", [(20, 60), (90, 9000)], "+"), "ends at 9,000 but record 'r' has .* one build"),
        (gtf("r", TOY.exons[:1], "+") + gtf("r", TOY.exons[1:], "-"), "both strands"),
        (gtf("r", TOY.exons[:1], "+"), "gave no genes; expected wanted genes with introns on records named r"),
        (gtf("elsewhere", TOY.exons, "+"), "gave no genes"),
        ("r\tx\texon\t5\n", "in line 1 4 columns"),
        ('r\tx\texon\tfive\t9\t.\t+\t.\tgene_id "G";\n', "positions 'five' and '9'"),
        ('r\tx\texon\t9\t5\t.\t+\t.\tgene_id "G";\n', "expected 1 <= start <= end"),
        ("r\tx\texon\t5\t9\t.\t+\t.\tcolour=red\n", "neither transcript_id nor Parent"),
        (gtf("r", TOY.on_minus()[1], "-"), "0 of 4 splice sites|reverse complement|no usual|other end"),
    ],
)
def test_annotations_that_cannot_be_used(annotation: str, sentence: str) -> None:
    with pytest.raises(GeneError, match=sentence):
        read(fasta("r", TOY.dna), annotation)


def test_good_genes_are_given_when_others_are_bad() -> None:
    sequences = fasta("a", TOY.dna) + fasta("b", "ACGX") + fasta("c", TOY.dna)
    annotation = "junk\n" + gtf("a", TOY.exons, "+") + gtf("c", TOY.exons, "?", gene="G2", transcript="T2")
    annotation += gtf("c", TOY.exons[:1], "+", gene="G3", transcript="T3") + gtf("d", TOY.exons, "+", gene="G4", transcript="T4")
    rejected: list[RejectedRecord] = []
    assert [gene.id for gene in read(sequences, annotation, rejected=rejected)] == ["G1"]
    reasons = " | ".join(found.reason for found in rejected)
    for part in ("'b' has 'X'", "line 1 1 columns", "strand '?'", "without introns: 1 (TOYG3)", "not among the sequences: 1 (TOYG4)"):
        assert part in reasons, reasons


def test_the_same_id_twice_is_renamed() -> None:
    annotation = gtf("a", TOY.exons, "+") + gtf("b", TOY.exons, "+")
    found = read(fasta("a", TOY.dna) + fasta("b", TOY.dna), annotation)
    assert [gene.id for gene in found] == ["G1", "G1_2"]
    assert found[1].flag(GeneFlagKind.RENAMED) is not None


def test_attributes_with_semicolons_commas_and_percent_signs() -> None:
    odd = gtf("r", TOY.exons, "+", extra=' note "a; gene_id b"; product "x, y";') + gtf("r", TOY.exons, "+", transcript="T2")
    assert {t.id for t in read(fasta("r", TOY.dna), odd)[0].transcripts} == {"T1", "T2"}
    escaped = gff3("r", TOY.exons, "+").replace("Name=TOYG1\n", "Name=TOY%3BG%2C1;Note=a%3Db\n")
    assert read(fasta("r", TOY.dna), escaped)[0].symbol == "TOY;G,1"


@pytest.mark.parametrize("packed", [False, True])
def test_a_genome_is_read_through_an_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: bool) -> None:
    from Bio import bgzf

    monkeypatch.setattr(records, "INDEX_FROM_BYTES", 100)
    monkeypatch.setenv("RBPVIZ_CACHE", str(tmp_path / "cache"))
    minus, exons = TOY.on_minus()
    genome = fasta("chr1", "acgt" * 100 + minus + "ACGT" * 50) + fasta("chr2", "N" * 300)
    path = tmp_path / ("genome.fa.gz" if packed else "genome.fa")
    with bgzf.open(path, "wb") if packed else path.open("wb") as stream:
        stream.write(genome.encode())
    annotation = gtf("chr1", [(s + 400, e + 400) for s, e in exons], "-") + gtf("chr1", [(0, 9), (50, 60)], "+", gene="G2", transcript="T2")
    for _ in range(2):
        wanted = GeneOptions(genes=frozenset({"TOYG1"}))
        (found,) = read_gff(path, gzip.compress(annotation.encode()), options=wanted)
        assert found.sequence == TOY.sequence[20:-20]
        assert found.strand == "-"
    assert sorted(p.suffix for p in (tmp_path / "cache" / "genomes").iterdir()) == ([".fai", ".gzi"] if packed else [".fai"])
    assert {p.name for p in tmp_path.iterdir()} == {"cache", path.name}


def test_a_file_that_cannot_be_indexed_is_read_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "INDEX_FROM_BYTES", 100)
    path = tmp_path / "uneven.fa"
    path.write_text(fasta("r", TOY.dna[:100], 50) + TOY.dna[100:133] + "\n" + TOY.dna[133:] + "\n")
    (found,) = read_gff(path, gtf("r", TOY.exons, "+").encode())
    assert found.sequence == TOY.sequence


@settings(max_examples=80, deadline=None)
@given(ANYTHING, ANYTHING)
def test_any_annotation_is_read_or_refused_in_a_sentence(lines: str, attributes: str) -> None:
    text = lines + "\n" + "".join(f"r\tx\t{kind}\t21\t70\t.\t+\t.\t{attributes}\n" for kind in ("mRNA", "exon"))
    rejected: list[RejectedRecord] = []
    assert read(fasta("r", TOY.dna), text, rejected=rejected) == []
    assert rejected
    with pytest.raises(RbpvizError):
        read(fasta("r", TOY.dna), text)
