"""Response curves on paper."""

import xml.etree.ElementTree as ET

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from rbpviz.export.figures import figure_bytes
from rbpviz.plots.curves_paper import draw_response_curves
from rbpviz.types import Interval
from tests.plots.samples import sample_curves


def svg_texts(figure: Figure) -> list[str]:
    root = ET.fromstring(figure_bytes(figure, "svg"))
    return ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]


def test_figure_is_180_mm_wide_with_text_of_seven_points() -> None:
    figure = draw_response_curves(sample_curves(60, viewpoint=Interval(10, 20)))
    assert figure.get_size_inches()[0] * 25.4 == pytest.approx(180)
    sizes = [text.get_fontsize() for text in figure.findobj(Text) if text.get_text()]
    assert min(sizes) >= 7


def test_letters_are_text_in_the_svg() -> None:
    curves = sample_curves(40)
    texts = svg_texts(draw_response_curves(curves))
    for letter in "ACGU":
        assert texts.count(letter) == curves.sequence.count(letter)
    for letter in "SH":
        assert texts.count(letter) == curves.elements.count(letter)


def test_long_sequences_get_labelled_lanes() -> None:
    figure = draw_response_curves(sample_curves(375))
    labels = [label.get_text() for axes in figure.axes for label in axes.get_yticklabels()]
    assert [label for label in labels if label in tuple("ACGU")] == list("ACGU")
    assert [label for label in labels if label in tuple("SHIBME")] == ["S", "H", "E"]


def test_viewpoint_and_id_are_written_literally() -> None:
    texts = svg_texts(draw_response_curves(sample_curves(60, viewpoint=Interval(10, 20), record_id="a$x_1$ <b>&")))
    assert "viewpoint 11–20" in texts
    assert "a$x_1$ <b>&" in texts


@pytest.mark.parametrize("length", [1, 40, 81, 1500])
@pytest.mark.parametrize("dark", [False, True])
def test_nothing_leaves_the_page(length: int, dark: bool) -> None:
    figure = draw_response_curves(sample_curves(length, viewpoint=Interval(0, 1)), dark=dark, show_gate=length != 40)
    figure.draw_without_rendering()
    page = figure.bbox
    for text in figure.findobj(Text):
        if text.get_text() and text.get_visible() and text.axes is not None:
            box = text.get_window_extent()
            assert box.x0 >= page.x0 - 1, text.get_text()
            assert box.x1 <= page.x1 + 1, text.get_text()
            assert box.y0 >= page.y0 - 1, text.get_text()
            assert box.y1 <= page.y1 + 1, text.get_text()
