"""From records to features: what is left out and counted, samples, viewpoints, what is folded."""

from collections.abc import Iterable, Iterator

import numpy as np
import pytest

from rbpviz.errors import DataSetError
from rbpviz.features.encoding import encode_bases
from rbpviz.results.structures import PairProbabilities, Structure
from rbpviz.training.data import CleanSet, build_features, clean_training_set, debias, positive_borders, subsample, with_viewpoint
from rbpviz.types import Interval, RnaRecord
from tests.training.samples import simulated_sequences


def records(*sequences: str) -> list[RnaRecord]:
    return [RnaRecord(f"r{k}", s) for k, s in enumerate(sequences)]


def test_what_misleads_is_left_out_and_counted() -> None:
    clean = clean_training_set(
        records("AAAA", "CCCC", "AAAA", "GGGG", "UUUU", "AAAA"), records("GGGG", "ACGU", "ACGU", "CCCC", "UGCA"),
        test_sequences=frozenset({"UUUU", "UGCA", "CACA"}),
    )  # fmt: skip
    assert [r.sequence for r in clean.records] == ["AAAA", "ACGU"]
    assert clean.labels.tolist() == [1, 0]
    assert clean.dropped == {"dropped_both_labels": 4, "dropped_in_test": 2, "dropped_duplicates": 3}


@pytest.mark.parametrize(("positives", "negatives", "name"), [((), ("A",), "positives"), (("A",), (), "negatives")])
def test_a_missing_class_is_named(positives: tuple[str, ...], negatives: tuple[str, ...], name: str) -> None:
    with pytest.raises(DataSetError, match=f"Got no {name}"):
        clean_training_set(records(*positives), records(*negatives))


def many(n_positives: int, n_negatives: int) -> CleanSet:
    sequences, _ = simulated_sequences((n_positives + n_negatives + 1) // 2)
    labels = np.repeat(np.array([1, 0], np.uint8), [n_positives, n_negatives])
    return CleanSet(tuple(records(*sequences[: len(labels)])), labels, {"dropped_duplicates": 7})


@pytest.mark.parametrize(("most", "positives"), [(100, 75), (103, 77), (101, 76), (2, 2)])
def test_a_sample_keeps_the_proportion_and_the_limit(most: int, positives: int) -> None:
    sample = subsample(many(150, 50), most, seed=0)
    assert len(sample.records) == len(sample.labels) == most
    assert int(sample.labels.sum()) == positives
    assert (np.diff(sample.labels.astype(int)) <= 0).all()
    assert sample.dropped == {"dropped_duplicates": 7, "dropped_by_limit": 200 - most}


def test_equal_classes_and_an_odd_limit() -> None:
    assert [len(subsample(many(100, 100), most, seed=0).records) for most in (101, 103, 199)] == [101, 103, 199]


def test_a_sample_is_that_of_its_seed_and_keeps_labels_with_records() -> None:
    full = many(60, 60)
    of = {r.id: label for r, label in zip(full.records, full.labels, strict=True)}
    chosen = [[r.id for r in subsample(full, 40, seed=seed).records] for seed in (1, 1, 2)]
    assert chosen[0] == chosen[1] != chosen[2]
    sample = subsample(full, 40, seed=1)
    assert all(of[r.id] == label for r, label in zip(sample.records, sample.labels, strict=True))
    assert subsample(full, 120, seed=1) is full


def test_viewpoints_are_kept_or_inferred() -> None:
    own = RnaRecord("a", "A" * 320, Interval(3, 5))
    assert with_viewpoint(own) is own
    assert with_viewpoint(RnaRecord("b", "A" * 320)).viewpoint == Interval(150, 170)
    assert with_viewpoint(RnaRecord("c", "A" * 300)).viewpoint is None


def test_debiasing_changes_six_bases_at_most_and_is_repeatable() -> None:
    record = RnaRecord("a", "A" * 340)
    changed = debias(record)
    different = [i for i, (a, b) in enumerate(zip(record.sequence, changed.sequence, strict=True)) if a != b]
    assert different
    assert set(different) <= {148, 149, 150, 188, 189, 190}
    assert debias(record) == changed


def test_features_hold_what_was_folded_in_order() -> None:
    asked: list[str] = []

    def fold(sequences: Iterable[str]) -> Iterator[Structure]:
        for s in sequences:
            asked.append(s)
            pair = PairProbabilities(np.array([0]), np.array([len(s) - 1]), np.array([0.5], np.float32), len(s), 1e-4)
            yield Structure(s, None, None, None, pair, "made up")

    data = build_features(records("ACGUACGU", "GGGGG", "C" * 310), np.array([1, 0, 1]), fold)
    assert asked == data.sequences() == ["ACGUACGU", "GGGGG", "C" * 310]
    assert data.labels.tolist() == [1, 0, 1]
    assert data.labels.dtype == np.uint8
    assert data.viewpoints.tolist() == [[-1, -1], [-1, -1], [150, 160]]
    assert data.rnas.codes(1).tolist() == encode_bases("GGGGG").tolist()
    assert [part.tolist() for part in data.rnas.pairs(1)] == [[0], [4], [0.5]]


def test_borders_of_positives_are_read_before_anything_is_replaced() -> None:
    flank = "A" * 150
    positive = flank[:-2] + "CG" + "U" + "A" * 8 + "GC" + "U" + flank[:-1]
    clean = CleanSet(tuple(records(positive, "ACGU", positive)), np.array([1, 1, 0], np.uint8), {})
    assert positive_borders(clean).tolist() == [encode_bases("CGUGCU").tolist()]
    assert positive_borders(CleanSet(tuple(records("ACGU")), np.array([1], np.uint8), {})).shape == (0, 6)
