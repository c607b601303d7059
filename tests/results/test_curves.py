"""Response curves as a table, standardised and smoothed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.results.curves import ResponseCurves, smooth, standardise
from rbpviz.types import Interval

CURVE = np.array([1, 2, 3, 4, 5], dtype=np.float32)


def curves(**changes: object) -> ResponseCurves:
    fields: dict[str, object] = {
        "id": "r1", "sequence": "ACGUN", "model": "m", "cnn": CURVE, "gcn": CURVE * 2, "gate": CURVE / 10,
        "elements": "SHHHS", "dot_bracket": "(...)", "score": 0.5, "percentile": 50.0, "viewpoint": Interval(1, 3),
    }  # fmt: skip
    return ResponseCurves(**{**fields, **changes})  # type: ignore[arg-type]


def test_a_row_a_base() -> None:
    frame = curves().frame()
    assert frame.columns.tolist() == ["position", "base", "element", "structure", "in_viewpoint", "cnn", "gcn", "gate", "gcn_gated"]
    assert frame["position"].tolist() == [0, 1, 2, 3, 4]
    assert "".join(frame["base"]) == "ACGUN"
    assert frame["in_viewpoint"].tolist() == [False, True, True, False, False]
    assert frame["gcn_gated"].tolist() == pytest.approx([0.2, 0.8, 1.8, 3.2, 5.0])


def test_what_was_not_computed_is_a_dash() -> None:
    frame = curves(elements="", dot_bracket="", viewpoint=None).frame()
    assert "".join(frame["element"]) == "".join(frame["structure"]) == "-----"
    assert not frame["in_viewpoint"].any()


def test_standardised_curves_have_mean_zero_and_deviation_one() -> None:
    found = standardise(CURVE)
    assert found.mean() == pytest.approx(0, abs=1e-6)
    assert found.std() == pytest.approx(1, abs=1e-6)
    assert standardise(np.full(3, 7.0)).tolist() == [0, 0, 0]


def test_moving_averages_by_hand() -> None:
    assert smooth(np.array([0, 0, 3, 0, 6], dtype=np.float32), 3).tolist() == [0, 1, 1, 3, 3]
    assert smooth(CURVE, 1).tolist() == CURVE.tolist()


@given(st.lists(st.floats(-5, 5, width=32), min_size=1, max_size=40), st.sampled_from([1, 3, 21]))
def test_smoothing_keeps_shape_and_bounds(values: list[float], window: int) -> None:
    curve = np.array(values, dtype=np.float32)
    found = smooth(curve, window)
    assert found.shape == curve.shape
    assert found.min() >= curve.min() - 1e-4
    assert found.max() <= curve.max() + 1e-4
