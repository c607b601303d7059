"""Scores as a table."""

from rbpviz.results.predictions import PREDICTION_COLUMNS, Prediction, predictions_frame
from rbpviz.types import Flag


def test_a_row_a_score() -> None:
    flagged = Prediction("r", 0, 9, "m", 0.25, 40.0, (Flag.WINDOWED, Flag.AMBIGUOUS))
    frame = predictions_frame([flagged, Prediction("s", 3, 5, "m", 1.0, 100.0)])
    assert tuple(frame.columns) == PREDICTION_COLUMNS
    assert frame.iloc[0].tolist() == ["r", 0, 9, "m", 0.25, 40.0, "windowed,ambiguous"]
    assert frame.iloc[1]["flags"] == ""
    assert tuple(predictions_frame([]).columns) == PREDICTION_COLUMNS
