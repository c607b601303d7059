"""Events of rMATS and VastDB: strands, bases of coordinates, signs, and tables that are none."""

import numpy as np
import pytest

from rbpviz.errors import DataSetError
from rbpviz.interpret.splicing_events import plain_chromosome, read_events

HEADER = "ID\tGeneID\tchr\tstrand\texonStart_0base\texonEnd\tupstreamES\tupstreamEE\tdownstreamES\tdownstreamEE\tFDR\tIncLevelDifference"


def rmats(*rows: tuple[str, str, int, int, str, str]) -> bytes:
    lines = [f"1\tg\t{c}\t{s}\t{a}\t{b}\t1\t2\t3\t4\t{fdr}\t{d}" for c, s, a, b, fdr, d in rows]
    return "\n".join([HEADER, *lines]).encode()


def test_rmats_exons_are_turned_into_transcript_orientation() -> None:
    found = read_events(rmats(("chr1", "+", 100, 150, "0.01", "-0.3"), ("chr2", "-", 100, 150, "0.5", "0.2")))
    assert found.kind == "rMATS"
    assert found.chromosome == ("1", "2")
    assert found.acceptor.tolist() == [100, 149]
    assert found.donor.tolist() == [149, 100]
    assert found.change.tolist() == [-0.3, 0.2]
    turned = read_events(rmats(("chr1", "+", 100, 150, "0.01", "-0.3")), sign="control first")
    assert turned.change.tolist() == [0.3]


def test_one_exon_counts_once_with_its_largest_change_and_na_is_left_out() -> None:
    rows = [("chr1", "+", 5, 9, "0.1", "0.1"), ("1", "+", 5, 9, "0.2", "-0.4"), ("chr1", "+", 50, 60, "NA", "NA")]
    found = read_events(rmats(*rows))
    assert found.change.tolist() == [-0.4]
    assert found.fdr.tolist() == [0.2]


def test_vastdb_is_one_based_in_per_cent_and_tells_the_strand_by_its_neighbours() -> None:
    table = (
        "GENE\tEVENT\tCOORD\tLENGTH\tFullCO\tdPSI\n"
        "A\tHsaEX01\tchr1:101-150\t50\tchr1:50,101-150,200\t-25\n"
        "B\tHsaEX02\tchr2:101-150\t50\tchr2:200,101-150,50\t40\n"
        "C\tHsaINT3\tchr2:10-20\t50\tchr2:1-5=6-9:+\t40\n"
        "D\tHsaEX04\tchr3:1-9\t9\tchr3:0,1-9,20\tNA\n"
    )
    found = read_events(table.encode())
    assert found.kind == "VastDB"
    assert found.acceptor.tolist() == [100, 149]
    assert found.donor.tolist() == [149, 100]
    assert found.change.tolist() == [-0.25, 0.4]
    assert np.isnan(found.fdr).all()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty table"),
        (HEADER.encode(), "without a usable exon"),
        (b"a\tb\n1\t2\n", "expected those of rMATS"),
        (rmats(("chr1", "*", 1, 5, "0.1", "0.1")), "line 2"),
        (rmats(("chr1", "+", 9, 5, "0.1", "0.1")), "0 <= start < end"),
        (rmats(("chr1", "+", 1, 5, "0.1", "30")), "from -1 to 1"),
        (rmats(("chr1", "+", 1, 5, "0.1", "x")), "cannot be read in line 2"),
        (b"COORD\tFullCO\tdPSI\nchr1:101-150\tchr1:50,101-150,200\tmuch\n", "'much' for dPSI in line 2"),
    ],
)
def test_what_is_no_table_of_exons_is_told(content: bytes, words: str) -> None:
    with pytest.raises(DataSetError, match=words):
        read_events(content, name="x.txt")


def test_chromosomes_of_both_habits_meet() -> None:
    assert [plain_chromosome(n) for n in ("chr1", "1", "chrX", "MT", "chrM", "GL000.1")] == ["1", "1", "X", "M", "M", "GL000.1"]
