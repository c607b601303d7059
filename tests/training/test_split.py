"""Training and validation rows."""

import numpy as np
import pytest

from rbpviz.errors import DataSetError
from rbpviz.training.split import MIN_CLASS, split_validation
from tests.training.samples import simulated_sequences


def test_one_tenth_validates_with_both_classes_in_proportion() -> None:
    sequences, _ = simulated_sequences(200)
    labels = np.repeat(np.array([1, 0], np.uint8), [100, 300])
    train, validation = split_validation(sequences, labels, seed=0)
    assert sorted([*train, *validation]) == list(range(400))
    assert (len(validation), int(labels[validation].sum())) == (40, 10)
    assert (np.diff(train) > 0).all()
    assert (np.diff(validation) > 0).all()


def test_the_split_is_that_of_the_seed() -> None:
    sequences, labels = simulated_sequences(50)
    first, again, other = (split_validation(sequences, labels, seed=seed)[1].tolist() for seed in (3, 3, 4))
    assert first == again != other


def test_identical_sequences_stay_on_one_side() -> None:
    sequences, labels = simulated_sequences(60)
    sequences = [*sequences[:20] * 3, *sequences[60:]]
    for seed in range(5):
        train, validation = split_validation(sequences, labels, seed=seed)
        assert not {sequences[i] for i in train} & {sequences[i] for i in validation}
        assert 0 < labels[validation].mean() < 1


@pytest.mark.parametrize(("positives", "negatives"), [(MIN_CLASS - 1, 50), (50, 3), (0, 60)])
def test_small_classes_are_refused(positives: int, negatives: int) -> None:
    labels = np.repeat(np.array([1, 0], np.uint8), [positives, negatives])
    with pytest.raises(DataSetError, match=f"Got {positives} positives and {negatives} negatives"):
        split_validation([str(i) for i in range(len(labels))], labels, seed=0)
