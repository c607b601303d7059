"""Top-k accuracy."""

import numpy as np
import pytest

from rbpviz.errors import DataSetError
from rbpviz.models.sam.metrics import top_k


def test_top_k_counts_labelled_positions_among_the_k_best() -> None:
    found = top_k(np.array([0.9, 0.1, 0.8, 0.7, 0.2]), np.array([True, False, False, True, True]))
    assert found.accuracy == pytest.approx(2 / 3)
    assert (found.threshold, found.n_sites) == (0.7, 3)


def test_the_threshold_calls_as_many_positions_as_there_are_sites() -> None:
    rng = np.random.default_rng(0)
    scores, labels = rng.random(5000), rng.random(5000) < 0.02
    found = top_k(scores, labels)
    assert (scores >= found.threshold).sum() == labels.sum() == found.n_sites


def test_no_site_or_no_number_is_an_error() -> None:
    with pytest.raises(DataSetError, match="without a splice site"):
        top_k(np.zeros(3), np.zeros(3, dtype=bool))
    with pytest.raises(DataSetError, match="NaN"):
        top_k(np.array([np.nan, 1.0]), np.array([True, False]))
