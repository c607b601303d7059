"""Response curves of one long RNA as a job: the same curves, progress by time, nothing half-written."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rbpviz.errors import CancelledError, InvalidSequenceError, UnknownModelError
from rbpviz.export.curve_files import read_curves
from rbpviz.sequences.fasta import write_fasta
from rbpviz.types import Interval, Progress, RnaRecord
from rbpviz.workflows import respond_job
from rbpviz.workflows.respond import RespondRequest, respond
from rbpviz.workflows.respond_job import CURVES_FILE, INPUT_FILE, TimeShare, run_respond_job
from tests.workflows.samples import SCAN, HereFolds, random_records

REQUEST = {"model": SCAN, "device": "cpu"}


@pytest.fixture
def record(tmp_path: Path) -> RnaRecord:
    """Return a record that lies in the job's folder."""
    (record,) = random_records(450)
    record = replace(record, viewpoint=Interval(100, 140))
    with (tmp_path / INPUT_FILE).open("w") as stream:
        write_fasta([record], stream)
    return record


def test_the_curves_are_those_of_the_workflow_bit_for_bit(tmp_path: Path, record: RnaRecord) -> None:
    reports: list[tuple[int, int | None, str]] = []
    summary = run_respond_job(REQUEST, tmp_path, lambda *report: reports.append(report))
    (expected,) = respond(RespondRequest(SCAN, device="cpu"), [record], folds=HereFolds())
    found = read_curves(tmp_path / CURVES_FILE)
    for name in ("cnn", "gcn", "gate"):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))
    for name in ("id", "sequence", "model", "elements", "dot_bracket", "score", "percentile", "viewpoint", "flags"):
        assert getattr(found, name) == getattr(expected, name), name
    assert summary == {"length": 450, "score": expected.score, "percentile": expected.percentile}
    assert reports[-1] == (100, 100, "%: window 3 of 3")
    assert reports[0][2] == "%: folding 450 nt"
    assert [done for done, _, _ in reports] == sorted(done for done, _, _ in reports)


def test_started_again_it_takes_the_fold_that_is_kept(tmp_path: Path, record: RnaRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop_at_the_network(done: int, total: int | None, message: str) -> None:
        if "window" in message:
            raise CancelledError("stop")

    with pytest.raises(CancelledError):
        run_respond_job(REQUEST, tmp_path, stop_at_the_network)
    assert not (tmp_path / CURVES_FILE).exists()
    monkeypatch.setattr("rbpviz.structure.stream.fold", lambda *_: pytest.fail("folded again"))
    monkeypatch.setattr("rbpviz.structure.pool.WorkerPool.submit", lambda *_: pytest.fail("folded again"))
    run_respond_job(REQUEST, tmp_path, lambda *_: None)
    assert read_curves(tmp_path / CURVES_FILE).sequence == record.sequence


def test_what_cannot_be_done_leaves_no_curves(tmp_path: Path, record: RnaRecord) -> None:
    with pytest.raises(UnknownModelError):
        run_respond_job({"model": "rnassrnet/NOTHING"}, tmp_path, lambda *_: None)
    (tmp_path / INPUT_FILE).write_text(">x\nACGE\n")
    with pytest.raises(InvalidSequenceError):
        run_respond_job(REQUEST, tmp_path, lambda *_: None)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("curves")] == []


@pytest.mark.parametrize(("gone", "least", "most"), [(0.0, 0, 1), (0.5, 45, 55), (0.9, 80, 91), (3.0, 90, 98), (1e4, 95, 99)])
def test_a_fold_that_takes_longer_than_estimated_is_never_done_before_it_is(
    monkeypatch: pytest.MonkeyPatch, gone: float, least: int, most: int
) -> None:
    now = [100.0]
    monkeypatch.setattr(respond_job.time, "monotonic", lambda: now[0])
    reports: list[int] = []
    progress: Progress = lambda done, total, message: reports.append(done)  # noqa: E731
    share = TimeShare(progress, 3_000, network=0.1)
    now[0] += gone * respond_job.estimate_seconds(3_000, respond_job.RESPONSE_FOLD)
    share.fold(0, 1, "")
    assert least <= reports[-1] <= most
    share.answer(0, 54, "")
    share.answer(54, 54, "")
    assert reports[-3] <= reports[-2] <= reports[-1] == 100
