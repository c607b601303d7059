"""RNA maps on screen and on paper: rows, columns with the gap, signs, and what a click can read."""

import io
from xml.etree import ElementTree

import numpy as np
import pytest

from rbpviz.errors import InvalidOptionError
from rbpviz.export.figures import figure_bytes
from rbpviz.plots.rna_map import plot_rna_maps
from rbpviz.plots.rna_map_curve import plot_exon_intron, plot_rna_curve
from rbpviz.plots.rna_map_paper import draw_exon_intron, draw_rna_curve, draw_rna_maps
from rbpviz.plots.rna_map_rows import GAP, WIDTH, MapView, column_of, column_ticks, effect_scale, exon_spans, map_columns, map_rows
from rbpviz.results.rna_map_expectation import expectation_frame
from tests.results.comparisons import small_map

ALL = MapView(groups=("hnRNP", "SR", "other"))


def test_rows_are_grouped_or_clustered() -> None:
    one = small_map()
    assert [one.rbps[k] for k in map_rows(one, MapView())] == ["HNRNPA1", "PCBP1", "SRSF2", "TRA2A"]
    assert [one.rbps[k] for k in map_rows(one, ALL)][-1] == "QKI"
    clustered = map_rows(one, MapView(order="clustered", groups=ALL.groups))
    assert sorted(clustered) == [0, 1, 2, 3, 4]
    with pytest.raises(InvalidOptionError, match="grouped or clustered"):
        MapView(order="sorted")  # type: ignore[arg-type]


def test_columns_run_over_both_panels_with_a_gap() -> None:
    values, edge = map_columns(small_map(), MapView())
    assert values.shape == (5, WIDTH) == (5, 2 * 201 + GAP)
    assert edge == 1
    assert np.isnan(values[:, 201 : 201 + GAP]).all()
    assert values[0, column_of(0, 20)] == 1
    assert values[0, column_of(1, 5)] < 0
    assert dict(zip(*column_ticks(), strict=True))[column_of(1, 0)] == "D"
    (acceptor, _), (_, donor) = exon_spans()
    assert (acceptor, donor) == (column_of(0, 0) - 0.5, column_of(1, 0) + 0.5)


def test_supporting_is_red_and_suppressing_blue() -> None:
    for dark in (False, True):
        low, high = effect_scale(dark)[0][1], effect_scale(dark)[-1][1]
        assert int(low[5:], 16) > int(low[1:3], 16)
        assert int(high[1:3], 16) > int(high[5:], 16)


@pytest.mark.parametrize("dark", [False, True])
def test_two_maps_share_rows_and_each_row_can_be_chosen(dark: bool) -> None:
    figure = plot_rna_maps([("AM", small_map()), ("F<b>M", small_map())], ALL, selected="QKI", dark=dark)
    heat = [trace for trace in figure.data if trace.type == "heatmap"]
    assert [trace.z.shape for trace in heat] == [(5, WIDTH)] * 2
    assert heat[0].zmin == -heat[0].zmax
    dots = next(trace for trace in figure.data if trace.type == "scatter")
    assert [list(d) for d in dots.customdata] == [["HNRNPA1"], ["PCBP1"], ["SRSF2"], ["TRA2A"], ["QKI"]]
    texts = " ".join(a.text for a in figure.layout.annotations)
    assert "F&lt;b&gt;M" in texts
    assert "red, +" in texts
    assert figure.layout.yaxis.ticktext[1] == "PCBP1 (HNRNPE1)"


def test_maps_of_other_proteins_are_refused() -> None:
    with pytest.raises(InvalidOptionError, match="Got 0 maps"):
        plot_rna_maps([])


def test_the_curve_has_a_band_over_seeds_and_the_summary_three_marks() -> None:
    figure = plot_rna_curve([("AM", small_map())], "TRA2A")
    line = [trace for trace in figure.data if trace.showlegend is not False]
    assert max(line[0].y) == pytest.approx(0.25)
    assert line[0].x[0] == 0
    summary = plot_exon_intron(expectation_frame(small_map(), "adjusted"), selected="TRA2A")
    assert [trace.name for trace in summary.data] == ["as expected (2)", "not as expected (1)", "no motif site (1)"]
    assert "<b>TRA2A</b>" in summary.layout.yaxis.ticktext


def test_paper_figures_are_vectors_with_text() -> None:
    frame = expectation_frame(small_map(), "adjusted")
    two = draw_rna_maps([("AM $x$", small_map()), ("FM", small_map())], ALL)
    for figure, word in ((two, "AM $x$"), (draw_rna_curve([("AM", small_map())], "TRA2A"), "TRA2A"), (draw_exon_intron(frame), "TRA2A")):
        tree = ElementTree.parse(io.BytesIO(figure_bytes(figure, "svg")))
        texts = ["".join(node.itertext()) for node in tree.iter("{http://www.w3.org/2000/svg}text")]
        assert word in texts
        images = list(tree.iter("{http://www.w3.org/2000/svg}image"))
        assert len(images) <= 1  # the colour bar's gradient, if any
        assert figure_bytes(figure, "pdf").startswith(b"%PDF")
