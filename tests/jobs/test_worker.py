"""What the worker does with an attempt, run here in the test's own process."""

import json

import pytest

from rbpviz.jobs.store import JobState, JobStore
from rbpviz.jobs.worker import main, run_job
from tests.jobs.small_kinds import KINDS


def run(store: JobStore, kind: str, request: dict) -> tuple[JobState, str]:
    job = store.begin(store.submit(kind, request, title="").id)
    state = run_job(store, job, KINDS[kind])
    after = store.get(job.id)
    assert after.state is state
    return state, after.error


def test_a_job_that_works_leaves_summary_files_and_final_progress(store: JobStore) -> None:
    job = store.begin(store.submit("count", {"steps": 50}, title="").id)
    assert run_job(store, job, KINDS["count"]) is JobState.DONE
    after = store.get(job.id)
    assert after.summary == {"first": 0, "steps": 50}
    assert (after.done, after.total, after.message) == (50, 50, "number 50")
    assert len((job.folder / "numbers.txt").read_text().split()) == 50


def test_an_error_of_ours_keeps_its_sentence(store: JobStore) -> None:
    assert run(store, "fail", {}) == (JobState.FAILED, "Got 0 positives; expected at least 10; add sequences.")


def test_any_other_error_names_its_type_and_keeps_details_for_the_log(store: JobStore, caplog: pytest.LogCaptureFixture) -> None:
    state, error = run(store, "crash", {})
    assert state is JobState.FAILED
    assert error == "Unexpected error (ZeroDivisionError); the job's log has the details."
    assert "secret detail" in caplog.text


def test_a_function_that_is_missing_fails_the_job(store: JobStore) -> None:
    state, error = run(store, "missing", {})
    assert state is JobState.FAILED
    assert "Could not import the job function" in error


@pytest.mark.parametrize(("kind", "words"), [("path", "its outcome could not be kept"), ("number", "returned int")])
def test_a_summary_that_cannot_be_kept_fails_the_job(store: JobStore, kind: str, words: str) -> None:
    state, error = run(store, "wrong_result", {"kind": kind})
    assert state is JobState.FAILED
    assert words in error


def test_a_job_cancelled_meanwhile_stays_cancelled(store: JobStore) -> None:
    job = store.begin(store.submit("count", {"steps": 5}, title="").id)
    store.cancel(job.id)
    assert run_job(store, job, KINDS["count"]) is JobState.CANCELLED
    assert len((job.folder / "numbers.txt").read_text().split()) == 1


def test_a_worker_that_comes_too_late_does_nothing(store: JobStore) -> None:
    job = store.begin(store.submit("count", {"steps": 5}, title="").id)
    store.cancel(job.id)
    assert main([job.id, "1", json.dumps({"kinds": KINDS, "limit": 1})]) == 1
    assert not (job.folder / "numbers.txt").exists()
