"""Scores of records: whole or in windows, by one model or several, streaming, the same in any company."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from rbpviz.errors import InvalidOptionError, UnknownModelError
from rbpviz.models.checkpoints import load_model
from rbpviz.models.loaded import SCORING_FOLD, LoadedModel
from rbpviz.models.metrics import percentile_of
from rbpviz.results.structures import Structure
from rbpviz.structure.folding import fold
from rbpviz.types import Flag, RnaRecord
from rbpviz.workflows.predict import CHUNK_RECORDS, PredictRequest, predict
from tests.workflows.samples import OTHER, PAPER, SCAN, HereFolds, random_records


def scores(request: PredictRequest, records: list[RnaRecord]) -> list[tuple[str, int, int, str, float]]:
    return [(p.id, p.start, p.end, p.model, p.score) for p in predict(request, records, folds=HereFolds())]


def test_a_short_record_is_scored_whole() -> None:
    (record,) = random_records(70)
    (found,) = predict(PredictRequest((SCAN,)), [record], folds=HereFolds())
    model = load_model(SCAN)
    assert (found.id, found.start, found.end, found.model, found.flags) == ("r0", 0, 70, SCAN, ())
    assert found.score == model.score([fold(record.sequence, SCORING_FOLD)])[0]
    assert found.percentile == percentile_of(found.score, model.card.background)


def test_record_by_record_model_by_model_window_by_window() -> None:
    """The small models were, their cards say, trained on 60 to 375 nt."""
    records = random_records(80, 430, 50)
    found = list(predict(PredictRequest((SCAN, OTHER)), records, folds=HereFolds()))
    windows = [(0, 375), (50, 425), (55, 430)]
    expected = [("r0", SCAN, 0, 80), ("r0", OTHER, 0, 80)]
    expected += [("r1", model, *w) for model in (SCAN, OTHER) for w in windows]
    expected += [("r2", SCAN, 0, 50), ("r2", OTHER, 0, 50)]
    assert [(p.id, p.model, p.start, p.end) for p in found] == expected
    assert {p.flags for p in found if p.id == "r1"} == {(Flag.WINDOWED,)}
    assert {p.flags for p in found if p.id == "r2"} == {(Flag.SHORT_CONTEXT,)}
    assert len({p.score for p in found}) == len(found)


def test_windows_take_their_pairs_from_one_fold_of_the_whole() -> None:
    (record,) = random_records(130)
    folds = HereFolds()
    found = list(predict(PredictRequest((SCAN,), window=60, step=35), [record], folds=folds))
    assert folds.asked == [record.sequence]
    assert [(p.start, p.end) for p in found] == [(0, 60), (35, 95), (70, 130)]
    model, whole = load_model(SCAN), fold(record.sequence, SCORING_FOLD)
    assert [p.score for p in found] == [float(model.score([whole.crop_probabilities(p.start, p.end)])[0]) for p in found]


def test_flags_of_a_record_are_kept() -> None:
    (record,) = random_records(50)
    (found,) = predict(PredictRequest((SCAN,)), [replace(record, flags=(Flag.AMBIGUOUS,))], folds=HereFolds())
    assert found.flags == (Flag.AMBIGUOUS, Flag.SHORT_CONTEXT)


@pytest.mark.parametrize("model", [SCAN, PAPER])
def test_scores_do_not_depend_on_company_order_or_workers(model: str) -> None:
    records = random_records(*range(40, 120, 6), 400)
    request = PredictRequest((model,))
    expected = scores(request, records)
    assert scores(request, records[::-1]) == [row for r in records[::-1] for row in expected if row[0] == r.id]
    assert [row for record in records for row in scores(request, [record])] == expected
    for workers in (1, 2):
        found = [(p.id, p.start, p.end, p.model, p.score) for p in predict(replace(request, workers=workers), records)]
        assert found == expected


def test_records_are_read_as_they_are_needed() -> None:
    read: list[int] = []

    def endless() -> Iterator[RnaRecord]:
        k = 0
        while True:
            read.append(k)
            yield RnaRecord(f"r{k}", "GGGGAAAACCCC")
            k += 1

    reports: list[tuple[int, int | None]] = []
    found = predict(PredictRequest((SCAN,)), endless(), progress=lambda done, total, _: reports.append((done, total)), folds=HereFolds())
    assert read == []
    assert [next(found).id for _ in range(CHUNK_RECORDS + 1)] == [f"r{k}" for k in range(CHUNK_RECORDS + 1)]
    assert len(read) <= 2 * CHUNK_RECORDS
    assert reports[0] == (0, None)
    assert [done for done, _ in reports] == list(range(len(reports)))
    assert CHUNK_RECORDS <= reports[-1][0] <= len(read)
    found.close()


def test_long_records_are_scored_in_smaller_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rbpviz.workflows.predict.CHUNK_BASES", 100)
    folds = HereFolds()
    found = predict(PredictRequest((SCAN,)), random_records(60, 60, 60, 60, 60), total=5, folds=folds)
    assert next(found).id == "r0"
    assert len(folds.asked) == 2
    assert [p.id for p in found] == ["r1", "r2", "r3", "r4"]


def test_the_windows_of_a_long_record_are_cut_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first scores come before most windows exist; order and numbers are those of the windows cut at once."""
    records = random_records(70, 400, 90)
    request = PredictRequest((SCAN, OTHER), window=60, step=4)
    whole = scores(request, records)
    cut: list[int] = []
    real = Structure.crop_probabilities
    monkeypatch.setattr("rbpviz.workflows.predict.CHUNK_WINDOWS", 10)
    monkeypatch.setattr(Structure, "crop_probabilities", lambda self, start, end: cut.append(start) or real(self, start, end))
    reports: list[tuple[int, int | None, str]] = []
    found = predict(request, records, total=3, progress=lambda *report: reports.append(report), folds=HereFolds())
    first = [next(found) for _ in range(9)]
    assert [p.id for p in first] == ["r0"] * 8 + ["r1"]
    assert len(cut) == 18, "four windows of the first record by each of two models, ten of the second"
    assert [(p.id, p.start, p.end, p.model, p.score) for p in (*first, *found)] == whole
    assert (1, 3, "folding and scoring, window 10 of 86") in reports
    assert [done for done, _, _ in reports] == sorted(done for done, _, _ in reports)


def test_short_records_beside_a_long_one_are_still_scored_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rbpviz.workflows.predict.CHUNK_WINDOWS", 8)
    asked: list[int] = []
    real = LoadedModel.score
    monkeypatch.setattr(LoadedModel, "score", lambda self, structures: asked.append(len(structures)) or real(self, structures))
    found = predict(PredictRequest((SCAN,), window=60, step=10), random_records(50, 55, 60, 160, 60), folds=HereFolds())
    assert len(list(found)) == 3 + 11 + 1
    assert asked == [3, 8, 3, 1]


def test_no_records_no_scores() -> None:
    assert list(predict(PredictRequest((SCAN,)), [], folds=HereFolds())) == []


def test_an_unknown_model_ends_it_before_a_record_is_read() -> None:
    with pytest.raises(UnknownModelError, match="did you mean"):
        next(predict(PredictRequest((SCAN, "rnassrnet/PARCLIP_QKJ")), iter(()), folds=HereFolds()))


@pytest.mark.parametrize(("fields", "said"), [({"models": ()}, "no model"), ({"window": 0}, "window=0"), ({"step": -1}, "step=-1")])
def test_requests_that_make_no_sense_are_refused(fields: dict[str, object], said: str) -> None:
    with pytest.raises(InvalidOptionError, match=said):
        PredictRequest(**{"models": (SCAN,), **fields})  # type: ignore[arg-type]


def test_a_window_beyond_a_fixed_width_is_refused() -> None:
    with pytest.raises(InvalidOptionError, match="window=400; rnassrnet-paper/PARCLIP_QKI takes 375 nt"):
        list(predict(PredictRequest((PAPER,), window=400), random_records(50), folds=HereFolds()))
    assert len(list(predict(PredictRequest((SCAN,), window=400), random_records(500), folds=HereFolds()))) == 3
