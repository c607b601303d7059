"""The split by chromosome."""

import pytest

from rbpviz.genes.build import build_gene, make_transcript
from rbpviz.genes.model import GenomicSpan
from rbpviz.genes.splits import TEST_CHROMOSOMES, TRAIN_CHROMOSOMES, chromosome_number, chromosome_split, split_genes
from tests.genes.toy import toy


def test_every_chromosome_is_on_one_side() -> None:
    assert not TRAIN_CHROMOSOMES & TEST_CHROMOSOMES
    assert {*map(str, range(1, 23)), "X", "Y"} == TRAIN_CHROMOSOMES | TEST_CHROMOSOMES


@pytest.mark.parametrize(
    ("name", "paralog", "expected"),
    [
        ("chr2", True, "train"),
        ("X", None, "train"),
        ("chr1", False, "test"),
        ("chr1", True, ""),
        ("9", None, ""),
        ("NC_000016.9", True, "train"),
        ("NC_000023.11", None, "train"),
        ("NC_000001.10", False, "test"),
        ("chrM", False, ""),
        ("", False, ""),
        ("GL000220.1", False, ""),
    ],
)
def test_sides(name: str, paralog: bool | None, expected: str) -> None:
    assert chromosome_split(name, paralog) == expected


def test_unknown_paralogs_are_tested_on_only_when_asked() -> None:
    assert chromosome_split("chr3", None, keep_unknown=True) == "test"
    assert chromosome_split("chr3", True, keep_unknown=True) == ""
    assert chromosome_number("chrY") == "Y"


def test_genes_are_sorted_by_chromosome() -> None:
    one = toy()
    transcripts = [make_transcript("t1", one.exons)]
    genes = [
        build_gene(name, one.sequence, transcripts, span=GenomicSpan("", name, "+", 0, len(one.sequence)), has_paralog=False)
        for name in ("chr1", "chr2", "chrM")
    ]
    sides = split_genes(genes)
    assert {side: [gene.id for gene in found] for side, found in sides.items()} == {"train": ["chr2"], "test": ["chr1"], "": ["chrM"]}
