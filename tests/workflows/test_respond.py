"""Response curves of records, whole and joined from windows."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.models.checkpoints import load_model
from rbpviz.models.loaded import BaseResponses
from rbpviz.models.windows import WindowPlan
from rbpviz.sequences.windows import cut_windows
from rbpviz.structure.folding import fold
from rbpviz.types import Flag, Interval, RnaRecord
from rbpviz.workflows.predict import PredictRequest, predict
from rbpviz.workflows.respond import RESPONSE_FOLD, RespondRequest, join_windows, respond, respond_one
from tests.workflows.samples import PAPER, SCAN, HereFolds, random_records


@pytest.mark.parametrize("name", [SCAN, PAPER])
def test_curves_are_those_of_the_network_and_the_fold(name: str) -> None:
    (record,) = random_records(90)
    record = replace(record, viewpoint=Interval(30, 50), flags=(Flag.CASE_IGNORED,))
    (found,) = respond(RespondRequest(name), [record], folds=HereFolds())
    model, structure = load_model(name), fold(record.sequence, RESPONSE_FOLD)
    (answer,) = model.respond([structure])
    for curve in ("cnn", "gcn", "gate"):
        np.testing.assert_array_equal(getattr(found, curve), getattr(answer, curve))
    assert (found.id, found.sequence, found.model, found.viewpoint) == ("r0", record.sequence, name, Interval(30, 50))
    assert (found.elements, found.dot_bracket) == (structure.elements, structure.dot_bracket)
    assert found.flags == (Flag.CASE_IGNORED,)
    (scored,) = predict(PredictRequest((name,)), [record], folds=HereFolds())
    assert (found.score, found.percentile) == (scored.score, scored.percentile)


def test_long_records_are_joined_from_windows() -> None:
    (record,) = random_records(500)
    model, structure = load_model(SCAN), fold(record.sequence, RESPONSE_FOLD)
    found = respond_one(model, record, structure)
    assert len(found) == len(found.cnn) == len(found.gate) == 500
    assert Flag.WINDOWED in found.flags
    windows = [(0, 375), (50, 425), (100, 475), (125, 500)]
    answers = [model.respond([structure.crop_probabilities(*w)])[0] for w in windows]
    for position in (0, 10, 190, 250, 290, 330, 499):
        start, end, answer = min(
            ((*w, a) for w, a in zip(windows, answers, strict=True)), key=lambda x: abs(position - (x[0] + x[1] - 1) / 2)
        )
        assert start <= position < end
        assert found.gcn[position] == answer.gcn[position - start]
    assert (
        found.score == max(a.score for a in answers) == max(p.score for p in predict(PredictRequest((SCAN,)), [record], folds=HereFolds()))
    )


def test_each_base_takes_the_window_in_which_it_lies_deepest() -> None:
    plan = WindowPlan((Interval(0, 6), Interval(4, 10)), ())
    answers = [BaseResponses(s, *(np.full(6, v, np.float32) for _ in range(3))) for s, v in ((0.2, 1.0), (0.7, 2.0))]
    joined = join_windows(plan, answers, 10)
    assert joined.score == 0.7
    assert joined.cnn.tolist() == joined.gate.tolist() == [1] * 5 + [2] * 5


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 200))
def test_the_deepest_window_is_found_without_looking_at_all(window: int, step: int, length: int) -> None:
    """The rule in its plainest form: the nearest middle, the first one where two are equally near."""
    plan = WindowPlan(tuple(cut_windows(length, window=window, step=min(step, window))), ())
    numbers = [np.arange(w.start, w.end, dtype=np.float32) + 1000 * k for k, w in enumerate(plan.intervals)]
    joined = join_windows(plan, (BaseResponses(0.5, n, n, n) for n in numbers), length)
    middles = np.array([(w.start + w.end - 1) / 2 for w in plan.intervals])
    nearest = np.abs(np.arange(length)[:, None] - middles[None, :]).argmin(axis=1)
    assert joined.cnn.tolist() == (np.arange(length) + 1000 * nearest).tolist()


def test_the_windows_of_a_long_record_are_cut_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    (record,) = random_records(800)
    model, structure = load_model(SCAN), fold(record.sequence, RESPONSE_FOLD)
    whole = respond_one(model, record, structure)
    monkeypatch.setattr("rbpviz.workflows.respond.WINDOWS_AT_ONCE", 4)
    reports: list[tuple[int, int | None]] = []
    found = respond_one(model, record, structure, progress=lambda done, total, _: reports.append((done, total)))
    assert reports == [(4, 10), (8, 10), (10, 10)]
    for name in ("cnn", "gcn", "gate"):
        np.testing.assert_array_equal(getattr(found, name), getattr(whole, name))
    assert found.score == whole.score


def test_curves_come_one_by_one_with_progress() -> None:
    reports: list[tuple[int, int | None]] = []
    folds = HereFolds()
    curves = respond(
        RespondRequest(SCAN), random_records(30, 40, 50), total=3, progress=lambda d, t, _: reports.append((d, t)), folds=folds
    )
    assert len(next(curves)) == 30
    assert len(folds.asked) == 1
    assert [len(c) for c in curves] == [40, 50]
    assert reports == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_one_base_has_curves() -> None:
    (found,) = respond(RespondRequest(SCAN), [RnaRecord("x", "N")], folds=HereFolds())
    assert np.isfinite([found.cnn[0], found.gcn[0], found.gate[0]]).all()
