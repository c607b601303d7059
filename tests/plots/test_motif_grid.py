"""Logos of fixed and adjusted motifs: the grid with a cell a protein, the three logos of one, quick enough for 79."""

import time
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from rbpviz.plots.motif_grid import GridLook, logo_trio_svg, motif_grid_svg, trio_rows
from rbpviz.results.motif_comparisons import MotifComparison
from tests.results.comparisons import RBPS, small_comparison

SVG = "{http://www.w3.org/2000/svg}"


def test_the_grid_has_a_cell_for_each_protein_in_order() -> None:
    tree = ElementTree.fromstring(motif_grid_svg(small_comparison(), ["HNRNPA1", "TRA2A", "PCBP1"], GridLook(selected="TRA2A")))
    cells = [node for node in tree.iter(f"{SVG}g") if "data-rbp" in node.attrib]
    assert [cell.attrib["data-rbp"] for cell in cells] == ["HNRNPA1", "TRA2A", "PCBP1"]
    assert [cell.attrib["aria-pressed"] for cell in cells] == ["false", "true", "false"]
    texts = ["".join(node.itertext()) for node in cells[2].iter(f"{SVG}text")]
    assert texts.count("no sites") == 2
    assert "90%" in ["".join(node.itertext()) for node in cells[1].iter(f"{SVG}text")]
    assert len(list(cells[1].iter(f"{SVG}use"))) > 40


def test_names_are_escaped() -> None:
    comparison = replace(small_comparison(), rbps=("<b>&", *RBPS[1:]))
    text = motif_grid_svg(comparison, ["<b>&"])
    assert "<b>" not in text
    assert ElementTree.fromstring(text).find(f"{SVG}g").attrib["data-rbp"] == "<b>&"


@pytest.mark.parametrize("dark", [False, True])
def test_three_logos_of_a_protein(dark: bool) -> None:
    comparison = small_comparison()
    tree = ElementTree.fromstring(logo_trio_svg(comparison, "TRA2A", GridLook(seed=1, dark=dark)))
    words = " ".join("".join(node.itertext()) for node in tree.iter(f"{SVG}text"))
    for part in ("Fixed (FM): sam-fm/human", "Adjusted (AM): sam-am/human-seed1", "30 gained, 20 lost sites", "bits", "+10"):
        assert part in words
    _, heights, (low, high), _ = trio_rows(comparison, "TRA2A", 1)[2]
    assert low == -high
    assert (heights[:, 0] > 0).all()
    assert (heights[:, 3] < 0).all()


def test_a_grid_of_79_proteins_is_drawn_in_less_than_two_seconds() -> None:
    small = small_comparison()
    row = np.zeros(79, int)
    names = tuple(f"R{k}" for k in range(79))
    arrays = {name: np.take(getattr(small, name), row, axis=1) for name in ("bases", "gained", "lost", "weights", "scores", "regions")}
    big = replace(small, rbps=names, overlap=small.overlap[row], **arrays)
    assert isinstance(big, MotifComparison)
    began = time.process_time()
    text = motif_grid_svg(big, names)
    assert time.process_time() - began < 2
    assert text.count("data-rbp") == 79
