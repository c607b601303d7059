"""Figures of model cards."""

import pytest

from rbpviz.errors import InvalidOptionError
from rbpviz.plots.cards import axis_limits, card_points, draw_card_metrics, plot_card_metrics, plot_mean_curves
from tests.plots.samples import sample_card


def test_points_are_published_first_then_ours_in_order() -> None:
    points = card_points(sample_card())
    assert [point.label for point in points] == [
        "published: RNASSR-Net, table 1",
        "validation",
        "test, as published",
        "test, borders debiased",
        "test, shifted by 5 nt",
        "test, shifted by 20 nt",
        "test, shifted by 60 nt",
    ]
    assert (points[0].value, points[0].error, points[0].published) == (0.981, 0.006, True)
    assert (points[2].value, points[2].error, points[2].published) == (0.925, 0.009, False)
    assert points[4].error == 0


def test_dots_differ_by_shape_and_carry_their_values() -> None:
    published, ours = plot_card_metrics(sample_card(), dark=True).data
    assert published.marker.symbol != ours.marker.symbol
    assert list(published.error_x.array) == [0.006]
    assert list(ours.text) == ["0.931", "0.925", "0.912", "0.921", "0.919", "0.902"]


def test_axis_holds_all_points() -> None:
    card = sample_card(metrics={"test": {"auroc": 0.41, "auroc_se": 0.03}})
    low, high = axis_limits(card_points(card))
    assert low < 0.38
    assert high > 1


def test_paper_figure_has_a_line_for_each_point() -> None:
    axes = draw_card_metrics(sample_card()).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == [point.label for point in card_points(sample_card())]


def test_mean_curves_tell_negatives_by_dash() -> None:
    figure = plot_mean_curves(sample_card())
    assert {trace.name: trace.line.dash for trace in figure.data} == {"CNN, positives": "solid", "CNN, negatives": "dot"}
    assert list(figure.data[0].x) == [3, 8, 13], "the middles of bins of five bases, 1-based"


def test_cards_without_figures_are_refused() -> None:
    with pytest.raises(InvalidOptionError, match="no AUROC"):
        plot_card_metrics(sample_card(metrics={}, published=()))
    with pytest.raises(InvalidOptionError, match="no mean curves"):
        plot_mean_curves(sample_card(mean_curves={}))
