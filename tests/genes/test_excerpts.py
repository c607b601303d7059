"""Excerpts and the shipped genes: what the papers say stands where they say, and the files are what the recipes make."""

from pathlib import Path

import pytest

from rbpviz.errors import GeneError
from rbpviz.examples.gene_examples import FOLDER, GENE_EXAMPLES
from rbpviz.genes.collect import GeneOptions
from rbpviz.genes.excerpts import EXAMPLE_PREFIX, cut_exons, edit_base, make_example
from rbpviz.genes.flags import GeneFlagKind
from rbpviz.genes.model import GeneModel
from rbpviz.genes.readers import read_genes
from rbpviz.genes.stored import read_gene
from tests.genes.test_library import gene


def shipped(name: str) -> GeneModel:
    return read_gene(FOLDER, EXAMPLE_PREFIX + name)


def test_smn1_and_smn2_differ_in_the_sixth_base_of_exon_7_alone() -> None:
    first, second = shipped("smn1"), shipped("smn2")
    exon = first.principal.exons[1]
    assert first.principal.label(2) == "7"
    assert len(exon) == 54
    assert first.sequence[exon.start : exon.end] == "GGUUUCAGACAAAAUCAAAAAGAAGGAAGGUGCUCACAUUCCUUAAAUUAAGGA"
    differences = [i for i, (a, b) in enumerate(zip(first.sequence, second.sequence, strict=True)) if a != b]
    assert differences == [exon.start + 5]
    assert (first.sequence[exon.start + 5], second.sequence[exon.start + 5]) == ("C", "U")
    assert first.genome_base1(exon.start + 5) == 70_247_773
    assert second.flag(GeneFlagKind.EDITED) is not None
    assert first.flag(GeneFlagKind.EDITED) is None


def test_iss_n1_lies_at_10_to_24_of_intron_7() -> None:
    smn1 = shipped("smn1")
    element = next(one for one in smn1.elements if one.name == "ISS-N1")
    donor = smn1.principal.donors[1]
    assert (element.start - donor, element.end - 1 - donor) == (10, 24)
    assert smn1.sequence[element.start : element.end] == "CCAGCAUUAUGAAAG"


def test_cftr_has_eleven_ug_before_seven_u() -> None:
    cftr = shipped("cftr")
    acceptor = cftr.principal.acceptors[0]
    assert cftr.sequence[acceptor - 34 : acceptor] == "UG" * 11 + "U" * 7 + "AACAG"


def test_the_progeria_change_makes_a_donor_150_nt_before_the_end_of_the_exon() -> None:
    wild, changed = shipped("lmna"), shipped("lmna-progeria")
    exon = wild.principal.exons[1]
    place = exon.end - 150
    assert wild.sequence[place - 3 : place + 6] == "CAGGUGGGC"
    assert changed.sequence[place - 3 : place + 6] == "CAGGUGGGU"


@pytest.mark.parametrize("name", list(GENE_EXAMPLES))
def test_every_example_names_its_source_and_what_to_notice(name: str) -> None:
    example, made = GENE_EXAMPLES[name], shipped(name)
    assert str(made.span).removeprefix("GRCh37 ") in example.source
    assert example.record in example.source
    assert made.source == example.source
    assert made.flag(GeneFlagKind.EXCERPT) is not None
    assert example.notice.count(". ") == 1
    assert example.title.endswith("?")
    assert example.references
    assert 1 < example.exon < len(made.principal.exons)
    assert made.flag(GeneFlagKind.NONCANONICAL_SITES) is None


@pytest.mark.data
@pytest.mark.parametrize("name", list(GENE_EXAMPLES))
def test_the_files_are_what_the_recipes_make(name: str, benchmark_data: Path) -> None:
    example, folder = GENE_EXAMPLES[name], benchmark_data / "genes"
    symbol = "SMN1" if name == "smn2" else example.symbol
    options = GeneOptions(genes=frozenset({symbol}))
    whole = next(read_genes(folder / f"{example.split}.fa.gz", folder / "exons.tsv", options=options, rejected=[]))
    assert make_example(example, whole) == shipped(name)


def test_a_recipe_that_does_not_fit_is_refused() -> None:
    with pytest.raises(GeneError, match="where . stands; expected"):
        edit_base(gene(), 3, "N", alt="A", name="x")
    with pytest.raises(GeneError, match="expected two or more of 1 to 3"):
        cut_exons(gene(), "T1", (3, 4))


def test_an_excerpt_keeps_its_place_in_the_genome() -> None:
    whole = gene()
    cut = cut_exons(whole, "T1", (2, 3))
    start = whole.principal.exons[1].start
    assert cut.sequence == whole.sequence[start : whole.principal.exons[2].end]
    assert cut.genome_base1(7) == whole.genome_base1(start + 7)
    assert cut.principal.labels == ("2", "3")
