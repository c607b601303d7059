"""Cards and the table of all of them."""

import math

import pytest
from pydantic import ValidationError

from rbpviz.results.cards import ModelCard, Published
from rbpviz.results.overview import OVERVIEW_COLUMNS, overview_frame
from tests.models.samples import POOLED, small_card


def test_a_card_survives_json() -> None:
    card = small_card(POOLED, metrics={"test": {"auroc": 0.123456}}, mean_curves={"cnn_negatives": [0.5, 0.25]})
    assert ModelCard.model_validate_json(card.model_dump_json()) == card
    assert card.id == "rnassrnet/small"


def test_a_card_cannot_be_changed_and_holds_nothing_else() -> None:
    card = small_card(POOLED)
    with pytest.raises(ValidationError, match="frozen"):
        card.name = "other"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="Extra inputs"):
        ModelCard(**card.model_dump(), more=1)


def test_the_overview_has_a_row_a_model_and_gaps_where_nothing_was_measured() -> None:
    published = (Published(metric="auroc", value=0.98, standard_error=0.004, source="paper"),)
    tested = small_card(POOLED, name="a", metrics={"test": {"auroc": 0.9}, "test_shift_60": {"auroc": 0.8}}, published=published)
    frame = overview_frame([tested, small_card(POOLED, name="b", weights_bytes=1_234_567)])
    assert tuple(frame.columns) == OVERVIEW_COLUMNS
    assert frame["model"].tolist() == ["rnassrnet/a", "rnassrnet/b"]
    assert frame.loc[0, ["auroc_test", "auroc_published", "auroc_shift_60"]].tolist() == [0.9, 0.98, 0.8]
    assert all(math.isnan(frame.loc[1, name]) for name in ("auroc_test", "auroc_published", "auroc_debiased"))
    assert frame.loc[1, "megabytes"] == 1.23
