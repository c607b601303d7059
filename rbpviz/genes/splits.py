"""Training and test chromosomes of human splicing models."""

import re
from collections.abc import Iterable

from rbpviz.genes.model import GeneModel

TRAIN_CHROMOSOMES = frozenset({"2", "4", "6", "8", *map(str, range(10, 23)), "X", "Y"})
TEST_CHROMOSOMES = frozenset({"1", "3", "5", "7", "9"})
_ACCESSION = re.compile(r"NC_0*(\d+)(?:\.\d+)?")
_SEX_CHROMOSOMES = {"23": "X", "24": "Y"}


def chromosome_number(name: str) -> str:
    """Return the bare name of a human chromosome: `chr16`, `16` and `NC_000016.9` are `16`; other names are returned as they are."""
    accession = _ACCESSION.fullmatch(name)
    if accession:
        return _SEX_CHROMOSOMES.get(accession[1], accession[1])
    bare = name[3:] if name[:3].lower() == "chr" else name
    return bare.upper()


def chromosome_split(chromosome: str, has_paralog: bool | None = None, *, keep_unknown: bool = False) -> str:
    """Return which side of the split by chromosome a gene belongs to.

    Parameters
    ----------
    chromosome : str
        Name of a human chromosome, with or without `chr`, or its RefSeq accession.
    has_paralog : bool, optional
        Whether the gene has paralogs; None where unknown.
    keep_unknown : bool, default False
        Whether genes of which this is unknown may be tested on.

    Returns
    -------
    str
        `train` (2, 4, 6, 8, 10-22, X, Y), `test` (1, 3, 5, 7, 9, without paralogs) or an empty string for genes on neither side.
    """
    number = chromosome_number(chromosome)
    if number in TRAIN_CHROMOSOMES:
        return "train"
    if number in TEST_CHROMOSOMES and (has_paralog is False or (has_paralog is None and keep_unknown)):
        return "test"
    return ""


def split_genes(genes: Iterable[GeneModel], *, keep_unknown: bool = False) -> dict[str, list[GeneModel]]:
    """Sort genes into `train`, `test` and `""` (neither) by `chromosome_split`; what a file states as split is not looked at."""
    sides: dict[str, list[GeneModel]] = {"train": [], "test": [], "": []}
    for gene in genes:
        sides[chromosome_split(gene.chromosome, gene.has_paralog, keep_unknown=keep_unknown)].append(gene)
    return sides
