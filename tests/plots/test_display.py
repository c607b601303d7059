"""What is drawn is what was asked for."""

import numpy as np
import pytest

from rbpviz.errors import InvalidOptionError
from rbpviz.plots.display import displayed_curves, padded_range, score_line
from tests.plots.samples import sample_curves


def test_raw_curves_are_untouched() -> None:
    curves = sample_curves(30)
    shown = displayed_curves(curves)
    np.testing.assert_array_equal(shown.cnn, curves.cnn)
    np.testing.assert_array_equal(shown.gated, curves.gcn * curves.gate)
    assert shown.how == ""


def test_standardised_curves_leave_the_gate() -> None:
    curves = sample_curves(50)
    shown = displayed_curves(curves, display="standardised", smoothing=5)
    assert shown.cnn.mean() == pytest.approx(0, abs=1e-5)
    assert shown.gcn.std() == pytest.approx(1, abs=1e-5)
    assert 0 < shown.gate.min() <= shown.gate.max() < 1
    assert shown.how == "moving average over 5 nt, mean 0, standard deviation 1"


@pytest.mark.parametrize("length", [1, 2, 4, 7])
def test_window_never_exceeds_the_sequence(length: int) -> None:
    shown = displayed_curves(sample_curves(length), smoothing=21)
    assert shown.cnn.shape == shown.gate.shape == (length,)


@pytest.mark.parametrize("options", [{"smoothing": 0}, {"smoothing": 4}, {"display": "log"}])
def test_bad_options_are_refused(options: dict) -> None:
    with pytest.raises(InvalidOptionError, match="expected"):
        displayed_curves(sample_curves(20), **options)


def test_padded_range() -> None:
    assert padded_range(np.array([0.0, 1.0]), np.array([2.0, np.nan])) == pytest.approx([-0.12, 2.12])
    assert padded_range(np.array([3.0])) == [2.5, 3.5]


def test_score_line() -> None:
    assert score_line(0.87312, 98.2) == "score 0.873, higher than 98 % of the unbound RNAs"
    assert score_line(0.5, float("nan")) == "score 0.500"
    assert score_line(0.5, 98.2, windowed=True) == "score 0.500 in its best window, higher than 98 % of the unbound RNAs of one window"
    assert score_line(float("nan"), 3.0) == "no score"
