"""Variants of a test set, and the controls that go on a card."""

import numpy as np
import pytest

from rbpviz.interpret.controls import CURVES
from rbpviz.models.checkpoints import load_model
from rbpviz.types import Interval, RnaRecord
from rbpviz.workflows.assess import MIN_SHIFTED, control_curves, measure_all, respond_to, shift_record, variants
from rbpviz.workflows.assess import LabelledSet as LabelledSet
from tests.workflows.samples import PAPER, SCAN, HereFolds, random_records

SETS = {"test", "test_debiased", "test_shift_5", "test_shift_20", "test_shift_60"}


def small_test(n: int = 4, length: int = 320) -> LabelledSet:
    return LabelledSet(tuple(random_records(*[length] * 2 * n)), np.repeat([1, 0], n))


@pytest.mark.parametrize(
    ("n", "left", "viewpoint"), [(0, 100, (40, 60)), (20, 80, (20, 40)), (50, 50, (0, 10)), (60, 40, None), (95, 30, None)]
)
def test_a_shift_moves_the_viewpoint_along(n: int, left: int, viewpoint: tuple[int, int] | None) -> None:
    record = RnaRecord("r", "A" * 50 + "C" * 50, Interval(40, 60))
    found = shift_record(record, n)
    assert len(found) == max(left, MIN_SHIFTED)
    assert found.sequence == record.sequence[100 - left :]
    assert found.viewpoint == (Interval(*viewpoint) if viewpoint else None)


def test_short_records_are_never_shifted_away() -> None:
    assert shift_record(RnaRecord("r", "ACGU"), 60).sequence == "ACGU"


def test_variants_of_a_test_set() -> None:
    test = small_test(1)
    found = variants(test)
    assert set(found) == SETS
    assert found["test"] is test
    for n in (5, 20, 60):
        assert [r.sequence for r in found[f"test_shift_{n}"].records] == [r.sequence[n:] for r in test.records]
    changed = [
        i for i, (a, b) in enumerate(zip(test.records[0].sequence, found["test_debiased"].records[0].sequence, strict=True)) if a != b
    ]
    assert set(changed) <= {148, 149, 150, 168, 169, 170}
    assert all((v.labels == test.labels).all() for v in found.values())


def test_every_variant_is_measured() -> None:
    reports: list[tuple[int, int | None, str]] = []
    found = measure_all(load_model(SCAN), small_test(2, 80), folds=HereFolds(), progress=lambda *r: reports.append(r))
    assert set(found) == SETS
    assert all(m["n_positives"] == 2 for m in found.values())
    assert [r[:2] for r in reports] == [(k, 5) for k in range(1, 6)]
    assert found["test"] == found["test_debiased"], "80 nt imply no viewpoint, so nothing is debiased"


def test_controls_say_where_responses_peak() -> None:
    controls, curves = control_curves(load_model(PAPER), small_test(), folds=HereFolds())
    assert {f"{c}_inside_auroc{s}" for c in CURVES for s in ("", "_shift_20")} <= set(controls)
    assert controls["n_viewpoints"] == controls["n_viewpoints_shift_20"] == 4
    assert set(curves) == {f"{c}_{k}" for c in CURVES for k in ("positives", "negatives", "shuffled")}
    assert all(len(curve) == 64 for curve in curves.values())


def test_records_without_a_viewpoint_have_no_localisation() -> None:
    controls, curves = control_curves(load_model(SCAN), small_test(2, 90), folds=HereFolds())
    assert controls == {}
    assert len(curves["cnn_positives"]) == 18


def test_responses_are_cut_at_a_fixed_width() -> None:
    records = random_records(400, 80)
    assert [len(a.cnn) for a in respond_to(load_model(PAPER), records, folds=HereFolds())] == [375, 80]
    assert [len(a.cnn) for a in respond_to(load_model(SCAN), records, folds=HereFolds())] == [400, 80]
