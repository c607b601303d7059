"""Model cards in readable form: tables and words."""

from pathlib import Path

import pytest

from rbpviz.results.cards import MEAN_CURVE_BIN
from rbpviz.ui import cache, card_panel


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("cnn_inside_auroc", "CNN: inside against outside the viewpoint (AUROC)"),
        ("gcn_gated_peak_distance_shift_20", "Graph, after the gate: distance from the viewpoint's middle (nt), RNA shifted by 20 nt"),
        ("random_peak_distance", "Random position: distance from the viewpoint's middle (nt)"),
        ("n_viewpoints", "RNAs with a known viewpoint"),
        ("something_new", "something new"),
    ],
)
def test_controls_have_names_in_words(name: str, label: str) -> None:
    assert card_panel.control_label(name) == label


def test_the_list_of_models_has_the_figures_of_the_cards(models: Path, home: Path) -> None:
    frame = card_panel.models_frame()
    assert list(frame["role"]) == ["scan", "scan", "published", "published"]
    for row in frame.itertuples():
        card = cache.shelf().cards[row.model]
        assert row.ours == card.metrics["test"]["auroc"]
        assert row.debiased == card.metrics["test_debiased"]["auroc"]
        assert row.published == card.published[0].value


def test_tables_of_a_card(models: Path, home: Path) -> None:
    card = cache.shelf().cards["rnassrnet/PARCLIP_QKI"]
    metrics = card_panel.metrics_frame(card)
    assert list(metrics["set"])[:2] == ["validation", "test"]
    means = card_panel.mean_curves_frame(card)
    assert list(means["start"]) == [0, MEAN_CURVE_BIN, 2 * MEAN_CURVE_BIN]
    assert list(means["cnn_positives"]) == [0.1, 0.2, 0.1]
