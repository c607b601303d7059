"""The experiment's line beside the model's: both scaled, with text that is text on paper."""

import io
from xml.etree import ElementTree

import numpy as np

from rbpviz.export.figures import figure_bytes
from rbpviz.plots.clip_map import draw_clip_map, plot_clip_map, scaled_lines
from rbpviz.results.clip_maps import ClipMap
from tests.results.comparisons import small_map


def test_lines_are_scaled_and_drawn() -> None:
    share = np.zeros((2, 201))
    share[0, 90:120] = 0.02
    clip = ClipMap(share, np.zeros((2, 201)), share, (150, 120, 9), 44, 100)
    assert clip.flags() == ()
    lines = scaled_lines(clip, ("AM", small_map()), "TRA2A")
    assert [name for name, _ in lines] == ["experiment: CLIP around changed exons", "AM"]
    assert lines[0][1].max() == lines[1][1].max() == 1
    assert len(scaled_lines(clip, ("AM", small_map()), "UNKNOWN")) == 1
    figure = plot_clip_map(lines, "TRA2A", dark=True)
    assert [trace.name for trace in figure.data if trace.showlegend] == [name for name, _ in lines]
    tree = ElementTree.parse(io.BytesIO(figure_bytes(draw_clip_map(lines, "TRA2A"), "svg")))
    assert "TRA2A" in {"".join(node.itertext()) for node in tree.iter("{http://www.w3.org/2000/svg}text")}
