"""Shipped examples: each has a source, papers and two sentences of what to notice, and opens."""

import pytest

from rbpviz.examples import EXAMPLES
from rbpviz.examples.gene_examples import FOLDER, GENE_EXAMPLES
from rbpviz.workflows.gene_library import open_gene


@pytest.mark.parametrize("name", sorted(GENE_EXAMPLES))
def test_a_shipped_gene_opens_and_says_where_it_comes_from(name: str) -> None:
    example = GENE_EXAMPLES[name]
    gene = open_gene(f"example-{name}")
    exon = gene.principal.exons[example.exon - 1]
    assert gene.symbol == example.symbol
    assert 0 < exon.start < exon.end < len(gene.sequence)
    assert "GRCh37" in example.source
    assert example.references
    assert example.notice.count(".") >= 2
    assert len(example.labels) == len(gene.principal.exons)


def test_every_file_belongs_to_an_example() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {f"example-{name}" for name in GENE_EXAMPLES}


def test_smn1_and_smn2_differ_by_the_sixth_base_of_exon_7_alone() -> None:
    one, two = open_gene("example-smn1"), open_gene("example-smn2")
    exon = one.principal.exons[GENE_EXAMPLES["smn1"].exon - 1]
    different = [k for k, (a, b) in enumerate(zip(one.sequence, two.sequence, strict=True)) if a != b]
    assert different == [exon.start + 5]
    assert (one.sequence[different[0]], two.sequence[different[0]]) == ("C", "U")
    assert one.sequence[exon.start : exon.end] == "GGUUUCAGACAAAAUCAAAAAGAAGGAAGGUGCUCACAUUCCUUAAAUUAAGGA"
    assert one.sequence[exon.end + 9 : exon.end + 24] == "CCAGCAUUAUGAAAG"


def test_the_first_example_is_a_set_of_rnas() -> None:
    assert EXAMPLES
