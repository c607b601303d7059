"""Scores as a table."""

from rbpviz.results.predictions import PREDICTION_COLUMNS, Prediction, percentile_words, predictions_frame
from rbpviz.types import Flag


def test_a_row_a_score() -> None:
    flagged = Prediction("r", 0, 9, "m", 0.25, 40.0, (Flag.WINDOWED, Flag.AMBIGUOUS))
    frame = predictions_frame([flagged, Prediction("s", 3, 5, "m", 1.0, 100.0)])
    assert tuple(frame.columns) == PREDICTION_COLUMNS
    assert frame.iloc[0].tolist() == ["r", 0, 9, "m", 0.25, 40.0, "windowed,ambiguous"]
    assert frame.iloc[1]["flags"] == ""
    assert tuple(predictions_frame([]).columns) == PREDICTION_COLUMNS


def test_percentiles_are_told_in_words_and_never_rounded_up() -> None:
    assert [percentile_words(p) for p in (0.0, 98.2, 99.9, 100.0)] == [
        "higher than 0 %",
        "higher than 98 %",
        "higher than 99 %",
        "higher than all",
    ]
