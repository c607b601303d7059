"""Controls of response curves on responses made by hand."""

import numpy as np
import pytest

from rbpviz.interpret.controls import (
    CURVES,
    SitedResponse,
    curve_of,
    inside_auroc,
    localisation_controls,
    mean_curve,
    peak_distances,
)
from rbpviz.models.loaded import BaseResponses
from rbpviz.types import Interval


def response(cnn: np.ndarray, gcn: np.ndarray | None = None, gate: np.ndarray | None = None) -> BaseResponses:
    flat = np.ones_like(cnn)
    return BaseResponses(0.5, cnn, flat if gcn is None else gcn, flat if gate is None else gate)


def bump(n: int, start: int, end: int) -> np.ndarray:
    curve = np.zeros(n, dtype=np.float32)
    curve[start:end] = 1
    return curve


def test_the_gated_curve_is_a_product() -> None:
    one = response(bump(4, 0, 1), np.array([1.0, 2, 3, 4]), np.array([0.5, 0.5, 1, 0]))
    assert curve_of(one, "gcn_gated").tolist() == [0.5, 1, 3, 0]
    assert curve_of(one, "cnn").tolist() == [1, 0, 0, 0]


def test_a_response_inside_the_viewpoint_only_has_an_auroc_of_one() -> None:
    inside = SitedResponse(response(bump(100, 40, 60)), Interval(40, 60))
    outside = SitedResponse(response(1 - bump(100, 40, 60)), Interval(40, 60))
    assert inside_auroc([inside], "cnn") == 1
    assert inside_auroc([outside], "cnn") == 0
    assert inside_auroc([inside, outside], "cnn") == 0.5
    assert inside_auroc([inside], "gcn") == 0.5
    assert np.isnan(inside_auroc([SitedResponse(response(bump(9, 0, 9)), Interval(0, 9))], "cnn"))


def test_distances_of_the_peak_by_hand() -> None:
    """The peak of the smoothed bump lies at 50, the viewpoint's middle at 29.5."""
    sited = SitedResponse(response(bump(101, 40, 61)), Interval(20, 40))
    found, chance = peak_distances([sited], "cnn")
    assert found == pytest.approx(50 - 29.5)
    assert chance == pytest.approx(np.mean([abs(i - 29.5) for i in range(101)]))


def test_controls_are_keyed_by_words() -> None:
    sited = [SitedResponse(response(bump(100, 40, 60)), Interval(40, 60))] * 3
    found = localisation_controls(sited, suffix="_shift_20")
    expected = {f"{c}_{w}_shift_20" for c in CURVES for w in ("inside_auroc", "peak_distance")}
    assert set(found) == expected | {"n_viewpoints_shift_20", "random_peak_distance_shift_20"}
    assert found["n_viewpoints_shift_20"] == 3
    assert found["cnn_inside_auroc_shift_20"] == 1
    assert localisation_controls([]) == {}


def test_mean_curves_are_binned_and_end_where_half_of_the_rnas_do() -> None:
    lengths = (10, 17, 30)
    responses = [response(np.full(n, float(k), dtype=np.float32)) for k, n in enumerate(lengths, start=1)]
    assert mean_curve(responses, "cnn") == [2, 2, 2.5]
    assert mean_curve([response(np.arange(10, dtype=np.float32))], "cnn") == [2, 7]


def test_there_may_be_nothing_to_average() -> None:
    assert mean_curve([], "cnn") == []
    assert mean_curve([response(np.ones(4, dtype=np.float32))], "cnn") == []
