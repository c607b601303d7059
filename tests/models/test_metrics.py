"""Metrics, their standard error, and percentiles among negatives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.errors import DataSetError
from rbpviz.models.metrics import auroc_standard_error, binary_metrics, percentile_of

QUANTILES = tuple(i / 100 for i in range(101))


def test_metrics_by_hand() -> None:
    """Of the four pairs of a positive and a negative three are in order; one positive of two and both negatives are called right."""
    found = binary_metrics(np.array([1, 1, 0, 0]), np.array([0.9, 0.3, 0.4, 0.1]))
    assert found["auroc"] == 0.75
    assert found["auprc"] == pytest.approx(0.5 * 1 + 0.5 * 2 / 3)
    assert found["accuracy"] == 0.75
    assert found["mcc"] == pytest.approx(1 / np.sqrt(3))
    assert (found["n_positives"], found["n_negatives"]) == (2, 2)


@pytest.mark.parametrize("labels", [[1, 1], [0, 0], []])
def test_one_class_is_no_test(labels: list[int]) -> None:
    with pytest.raises(DataSetError, match="at least one of each"):
        binary_metrics(np.array(labels), np.full(len(labels), 0.5))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_scores_that_are_no_numbers_are_an_error(bad: float) -> None:
    with pytest.raises(DataSetError, match="not numbers"):
        binary_metrics(np.array([0, 1]), np.array([0.5, bad]))


@pytest.mark.parametrize(("auroc", "n", "m", "error"), [(0.90, 500, 500, 0.010), (0.95, 500, 500, 0.007), (0.77, 134, 132, 0.029)])
def test_standard_errors_of_the_literature(auroc: float, n: int, m: int, error: float) -> None:
    assert auroc_standard_error(auroc, n, m) == pytest.approx(error, abs=5e-4)


@pytest.mark.parametrize(("score", "percentile"), [(0.0, 0), (0.25, 25), (0.255, 25.5), (1.0, 100), (1.5, 100), (-1, 0)])
def test_percentiles_are_read_between_quantiles(score: float, percentile: float) -> None:
    assert percentile_of(score, QUANTILES) == pytest.approx(percentile)


def test_ties_count_half() -> None:
    assert percentile_of(0.5, (0.0, 0.5, 0.5, 0.5, 1.0)) == 50
    assert percentile_of(0.0, (0.0, 0.0, 1.0)) == 25


@given(st.lists(st.floats(0, 1), min_size=2, max_size=30), st.floats(0, 1), st.floats(0, 1))
def test_percentiles_rise_with_the_score(grid: list[float], a: float, b: float) -> None:
    background = tuple(sorted(grid))
    low, high = sorted((a, b))
    assert 0 <= percentile_of(low, background) <= percentile_of(high, background) + 1e-9 <= 100 + 1e-9
