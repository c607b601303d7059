"""Structures on screen and on paper."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest
from matplotlib.text import Text

from rbpviz.errors import InvalidOptionError
from rbpviz.export.figures import figure_bytes
from rbpviz.plots.geometry import number_marks, number_step, pair_table, structure_drawing, value_scale
from rbpviz.plots.structure import plot_structure
from rbpviz.plots.structure_paper import draw_structure
from rbpviz.results.structures import Structure
from tests.plots.samples import HAIRPIN, HAIRPIN_ELEMENTS, sample_curves


def circle(length: int) -> np.ndarray:
    angle = 2 * np.pi * np.arange(length) / (length + 2)
    return 15 * length / 6 * np.column_stack([np.cos(angle), np.sin(angle)])


def hairpin() -> Structure:
    return Structure("GGGGAAAACCCC", HAIRPIN, -5.4, HAIRPIN_ELEMENTS, None, "test")


def bases(figure) -> object:
    return next(trace for trace in figure.data if trace.name == "bases")


def test_bases_sit_on_their_coordinates_and_carry_positions() -> None:
    xy = circle(12)
    trace = bases(plot_structure(hairpin(), xy))
    np.testing.assert_allclose(trace.x, xy[:, 0])
    np.testing.assert_allclose(np.asarray(trace.base, dtype=float) + np.asarray(trace.y) / 2, xy[:, 1], atol=1e-9)
    assert [row[0] for row in trace.customdata] == list(range(12))
    assert trace.customdata[4][1:4] == ["A", "hairpin loop", 5]


def test_elements_are_painted_with_a_key() -> None:
    figure = plot_structure(hairpin(), circle(12))
    assert bases(figure).marker.color[0] != bases(figure).marker.color[5]
    assert [trace.name for trace in figure.data if trace.showlegend] == ["S  stem", "H  hairpin loop"]


def test_values_are_painted_with_a_bar() -> None:
    values = np.linspace(0, 1, 12)
    figure = plot_structure(sample_curves(12), circle(12), values, value_name="<b>CNN")
    fills = bases(figure).marker.color
    assert (fills[0], fills[-1]) == ("#F7F4E9", "#1D2F5E")
    bar = next(trace for trace in figure.data if trace.name == "scale").marker
    assert (bar.cmin, bar.cmax, bar.colorbar.title.text) == (0, 1, "&lt;b&gt;CNN")
    assert "customdata[4]" in bases(figure).hovertemplate
    assert "rnassrnet/TEST_SET" in bases(figure).hovertemplate


def test_axes_are_equal() -> None:
    axis = plot_structure(hairpin(), circle(12)).layout.yaxis
    assert (axis.scaleanchor, axis.scaleratio) == ("x", 1)


def test_scale_is_even_around_zero_and_turned_for_dark() -> None:
    scale = value_scale(np.array([-0.2, 0.9]))
    assert (scale.low, scale.high, scale.colour(0.0)) == (-0.9, 0.9, "#F5F3EF")
    assert value_scale(np.array([0.0, 1.0]), dark=True).colour(1.0) == value_scale(np.array([0.0, 1.0])).colour(0.0)
    assert value_scale(np.array([np.nan])).high == 1.0


def test_pairs() -> None:
    assert pair_table("((..))").tolist() == [[0, 5], [1, 4]]
    assert pair_table("...").shape == (0, 2)


@pytest.mark.parametrize("bad", ["(((", "())", "([)]"])
def test_unbalanced_brackets_are_refused(bad: str) -> None:
    with pytest.raises(InvalidOptionError, match="matching brackets"):
        pair_table(bad)


def test_numbers_are_1_based_between_end_marks() -> None:
    drawing = structure_drawing(sample_curves(35), circle(35))
    marks = number_marks(drawing)
    assert [text for text, _, _ in marks] == ["5′", "10", "20", "30", "3′"]
    step = np.linalg.norm(marks[1][2] - drawing.xy[9])
    assert step == pytest.approx(drawing.label_gap)
    assert [number_step(n) for n in (200, 201, 701)] == [10, 50, 100]


@pytest.mark.parametrize("function", [plot_structure, draw_structure])
def test_wrong_shapes_are_refused(function) -> None:
    with pytest.raises(InvalidOptionError, match="a row per base"):
        function(hairpin(), circle(11))
    with pytest.raises(InvalidOptionError, match="one a base"):
        function(hairpin(), circle(12), np.zeros(3))
    with pytest.raises(InvalidOptionError, match="fold with mfe on"):
        function(sample_curves(12, folded=False), circle(12))


def test_paper_letters_are_text_of_seven_points() -> None:
    figure = draw_structure(hairpin(), circle(12), np.arange(12.0), value_name="a $b$")
    root = ET.fromstring(figure_bytes(figure, "svg"))
    texts = ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert [texts.count(letter) for letter in "GAC"] == [4, 4, 4]
    assert {"5′", "3′", "10"} <= set(texts)
    assert "a $b$" in texts
    assert min(text.get_fontsize() for text in figure.findobj(Text) if text.get_text()) >= 7


def test_large_structures_stay_on_the_page_without_small_letters() -> None:
    figure = draw_structure(sample_curves(400), circle(400))
    width, height = figure.get_size_inches() * 25.4
    assert width <= 180.01
    assert height <= 230.01
    assert "A" not in {text.get_text() for text in figure.findobj(Text)}
