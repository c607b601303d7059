"""Landscapes on paper."""

import xml.etree.ElementTree as ET

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from rbpviz.export.figures import figure_bytes
from rbpviz.plots.landscape_paper import draw_landscape
from tests.plots.landscapes import sample_landscape, sample_seeds


def svg_texts(figure: Figure) -> list[str]:
    root = ET.fromstring(figure_bytes(figure, "svg"))
    return ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]


def test_text_is_text_and_says_what_and_how() -> None:
    figure = draw_landscape(sample_landscape(edits=("QKI at 5 knocked out",)), axis="offset", seeds=sample_seeds())
    texts = svg_texts(figure)
    assert "GENE$1$ <b> t1, 81–380" in texts
    for word in ("RBP0", "acc", "don", "ISS-N1", "a", "b", "c"):
        assert word in texts
    whole = " ".join(texts)
    assert "full run: a window of 5,000 nt" in whole
    assert "QKI at 5 knocked out" in whole
    assert "range of the score over 3 seeds" in whole
    assert figure.get_size_inches()[0] * 25.4 == pytest.approx(180)
    assert min(text.get_fontsize() for text in figure.findobj(Text) if text.get_text()) >= 7


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("motifs", [0, 5, 120])
def test_nothing_leaves_the_page(motifs: int, dark: bool) -> None:
    figure = draw_landscape(sample_landscape(motifs=motifs), dark=dark, axis="genome", masked=[(90, 110)])
    figure.draw_without_rendering()
    page = figure.bbox
    for text in figure.findobj(Text):
        if text.get_text().strip() and text.get_visible():
            box = text.get_window_extent()
            assert box.x0 >= page.x0 - 1, text.get_text()
            assert box.x1 <= page.x1 + 1, text.get_text()
            assert box.y0 >= page.y0 - 1, text.get_text()
            assert box.y1 <= page.y1 + 1, text.get_text()


def test_names_do_not_overlap_on_paper() -> None:
    figure = draw_landscape(sample_landscape(motifs=60))
    figure.draw_without_rendering()
    for axes in figure.axes[:3]:
        boxes = [text.get_window_extent() for text in axes.texts if text.get_text().startswith("RBP")]
        for k, box in enumerate(boxes):
            assert not any(box.overlaps(other) for other in boxes[k + 1 :])


def test_the_same_landscape_gives_the_same_file() -> None:
    first, second = (figure_bytes(draw_landscape(sample_landscape()), "pdf") for _ in range(2))
    assert first == second
