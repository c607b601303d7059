"""Overlap, densities and regions of fixed and adjusted motifs, on screen and on paper."""

import io
from xml.etree import ElementTree

import numpy as np
import pytest

from rbpviz.export.figures import figure_bytes
from rbpviz.plots.motif_compare import plot_density, plot_overlap, plot_regions, venn_parts
from rbpviz.plots.motif_compare_paper import draw_motif_comparison, draw_motif_grid
from tests.results.comparisons import RBPS, small_comparison


def test_parts_of_circles_are_positions_by_sets() -> None:
    comparison = small_comparison()
    parts, models = venn_parts(comparison, "TRA2A", (0, 1))
    assert parts.tolist() == comparison.overlap[0].tolist()
    assert models == ["sam-fm/human", "sam-am/human", "sam-am/human-seed1"]
    turned, models = venn_parts(comparison, "TRA2A", (1,))
    assert turned.tolist() == [0, 20 + 30, 5 + 8, 15 + 40]
    assert models == ["sam-fm/human", "sam-am/human-seed1"]


def test_the_overlap_writes_sites_in_a_thousand_positions() -> None:
    figure = plot_overlap(small_comparison(), "TRA2A")
    assert len(figure.layout.shapes) == 3
    assert sorted(figure.data[0].text) == sorted(["2", "1", "3", "0.5", "1.5", "0.8", "4"])
    assert "[10.5]" in figure.layout.annotations[0].text
    empty = plot_overlap(small_comparison(), "PCBP1", dark=True)
    assert "No model has a site" in empty.layout.annotations[0].text


def test_densities_name_their_proteins() -> None:
    figure = plot_density(small_comparison(), selected="TRA2A")
    names = [row[0] for trace in figure.data[1:] for row in trace.customdata]
    assert sorted(names) == sorted(RBPS)
    assert figure.data[2].text[0] == "TRA2A"
    assert figure.data[2].x[0] == pytest.approx(10.5)


def test_regions_are_told_by_class_with_counts() -> None:
    figure = plot_regions(small_comparison(), "TRA2A", seed=0)
    assert [bar.name for bar in figure.data] == ["kept (70)", "gained (18)", "lost (35)"]
    assert figure.data[0].x[0] == pytest.approx(np.log2(10.5 / 4))


@pytest.mark.parametrize("dark", [False, True])
def test_paper_figures_have_text_that_is_text(dark: bool) -> None:
    comparison = small_comparison()
    for figure in (draw_motif_comparison(comparison, "TRA2A", seed=1, dark=dark), draw_motif_grid(comparison, RBPS, dark=dark)):
        tree = ElementTree.parse(io.BytesIO(figure_bytes(figure, "svg")))
        texts = ["".join(node.itertext()) for node in tree.iter("{http://www.w3.org/2000/svg}text")]
        assert "TRA2A" in texts
        assert figure_bytes(figure, "png", dpi=60).startswith(b"\x89PNG")
    assert figure_bytes(draw_motif_comparison(comparison, "PCBP1"), "pdf").startswith(b"%PDF")
