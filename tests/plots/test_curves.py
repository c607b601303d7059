"""Response curves on screen."""

import json

import numpy as np
import pytest

from rbpviz.plots.curves import first_window, plot_response_curves
from rbpviz.types import Interval
from tests.plots.samples import sample_curves


def traces(figure, name: str) -> list:
    return [trace for trace in figure.data if trace.name == name]


def test_lines_carry_the_curves_and_0_based_positions() -> None:
    curves = sample_curves(60)
    figure = plot_response_curves(curves)
    (cnn,) = traces(figure, "CNN")
    np.testing.assert_array_equal(cnn.y, curves.cnn)
    assert (cnn.x[0], cnn.x[-1]) == (1, 60)
    assert cnn.customdata[4][:3] == [4, curves.sequence[4], "hairpin loop"]
    (gated,) = traces(figure, "GCN after the gate")
    np.testing.assert_allclose(gated.y, curves.gcn * curves.gate)
    assert gated.line.dash != traces(figure, "GCN")[0].line.dash


def test_hover_says_position_base_element_value_and_model() -> None:
    for name in ("CNN", "GCN", "gate", "bases", "elements"):
        template = traces(plot_response_curves(sample_curves(40)), name)[0].hovertemplate
        for part in ("position %{x}", "customdata[1]", "customdata[2]", ".4f", "rnassrnet/TEST_SET"):
            assert part in template, (name, part)


@pytest.mark.parametrize(("length", "window"), [(40, (0.5, 40.5)), (400, (0.5, 400.5)), (1500, (530.5, 930.5))])
def test_first_view_is_whole_up_to_400(length: int, window: tuple) -> None:
    curves = sample_curves(length, viewpoint=Interval(700, 760) if length > 1000 else None)
    assert first_window(curves) == window
    axis = plot_response_curves(curves).layout.xaxis
    assert tuple(axis.range) == window
    assert axis.rangeslider.visible is (length > 400)
    assert (axis.minallowed, axis.maxallowed) == (0.5, length + 0.5)


def test_long_view_without_viewpoint_opens_at_the_peak() -> None:
    curves = sample_curves(900)
    curves.cnn[840:860] = 9
    low, high = first_window(curves)
    assert low < 850 < high <= 900.5
    assert high - low == 400


def test_viewpoint_is_shaded_over_all_tracks_and_labelled_1_based() -> None:
    figure = plot_response_curves(sample_curves(120, viewpoint=Interval(50, 80)))
    (shade,) = figure.layout.shapes
    assert (shade.x0, shade.x1, shade.y0, shade.y1, shade.yref) == (50.5, 80.5, 0, 1, "paper")
    assert any(note.text == "viewpoint 51–80" for note in figure.layout.annotations)


def test_zoom_survives_options_but_not_another_record() -> None:
    first = plot_response_curves(sample_curves(60))
    again = plot_response_curves(sample_curves(60), smoothing=3, display="standardised", dark=True)
    other = plot_response_curves(sample_curves(60, record_id="other"))
    assert first.layout.uirevision == again.layout.uirevision != other.layout.uirevision


def test_tracks_do_not_overlap() -> None:
    for show_gate in (True, False):
        figure = plot_response_curves(sample_curves(60), show_gate=show_gate)
        domains = sorted(axis.domain for axis in figure.select_yaxes() if axis.domain)
        assert all(below[1] <= above[0] + 1e-9 for below, above in zip(domains, domains[1:], strict=False))


def test_without_structure_there_is_no_element_track() -> None:
    figure = plot_response_curves(sample_curves(60, folded=False))
    assert not traces(figure, "elements")
    assert traces(figure, "CNN")[0].customdata[0][2] == "not computed"


def test_untrusted_id_is_shown_literally() -> None:
    figure = plot_response_curves(sample_curves(40, record_id="<a href='javascript:x'>id</a>"))
    assert "<a" not in figure.layout.title.text
    assert "&lt;a" in figure.layout.title.text
    json.loads(figure.to_json())


def test_selected_position_is_marked() -> None:
    assert plot_response_curves(sample_curves(40), selected=9).layout.shapes[-1].x0 == 10
    assert not plot_response_curves(sample_curves(40), selected=40).layout.shapes


@pytest.mark.parametrize("length", [1, 2, 13])
def test_tiny_sequences_draw(length: int) -> None:
    assert len(plot_response_curves(sample_curves(length), smoothing=5).data) > 4
