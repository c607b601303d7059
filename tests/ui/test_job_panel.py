"""Jobs on the pages: starting, finding again, progress and queue in words."""

import os
from pathlib import Path

import pytest

from rbpviz.jobs.job import Job, JobState
from rbpviz.jobs.processes import identify
from rbpviz.jobs.runner import JobRunner
from rbpviz.ui import job_panel
from rbpviz.ui.orders import JobOrder

ORDER = JobOrder("predict", "a" * 32, {"models": ["rnassrnet/A"]}, "Scores", "Score 2 records", 3.0, lambda: {"input.fa": b">x\nACGU\n"})


def other(order: JobOrder = ORDER, owner: str = ORDER.owner, model: str = "rnassrnet/B") -> JobOrder:
    return JobOrder(order.kind, owner, {"models": [model]}, order.title, order.action, order.seconds, order.files)


@pytest.fixture
def launched(home: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    """Return a job that was submitted but whose process was not started."""
    monkeypatch.setattr(JobRunner, "reconcile", lambda self: [])
    return job_panel.start_job(ORDER)


def test_a_job_gets_its_files_and_belongs_to_the_input(launched: Job) -> None:
    assert (launched.folder / "input.fa").read_bytes() == b">x\nACGU\n"
    assert (launched.kind, launched.owner, launched.title) == ("predict", ORDER.owner, "Scores")
    assert launched.request == {"models": ["rnassrnet/A"], "input": ORDER.owner}


def test_it_is_found_again_by_what_was_ordered(launched: Job) -> None:
    assert job_panel.find_job(ORDER) == launched
    assert job_panel.find_job(other()) is None
    assert job_panel.find_job(other(owner="b" * 32, model="rnassrnet/A")) is None


def test_the_latest_of_several_is_taken(launched: Job) -> None:
    later = job_panel.start_job(ORDER)
    assert job_panel.find_job(ORDER) == later


def test_finished_work_of_another_model_is_found(launched: Job) -> None:
    store = job_panel.runner().store
    assert job_panel.find_other(other()) is None
    job = store.begin(launched.id)
    store.finish(job.id, job.attempt, JobState.DONE)
    found = job_panel.find_other(other())
    assert found is not None
    assert found.id == launched.id
    assert job_panel.find_other(ORDER) is None


def test_progress_in_words(launched: Job) -> None:
    store = job_panel.runner().store
    assert job_panel.progress_text(launched) == "starting"
    job = store.begin(launched.id)
    store.update_progress(job.id, job.attempt, done=0, total=2_000, message="records scored")
    assert job_panel.progress_text(store.get(job.id)) == "0 of 2,000 records scored"
    store.update_progress(job.id, job.attempt, done=1_000, total=2_000, message="%: folding 9 nt")
    assert job_panel.progress_text(store.get(job.id)).startswith("50 %: folding 9 nt, ")
    store.update_progress(job.id, job.attempt, done=3, total=None, message="reading")
    assert job_panel.progress_text(store.get(job.id)) == "reading"


def test_a_job_that_waits_says_for_how_many(launched: Job) -> None:
    limit = job_panel.runner().limit
    waiting = [job_panel.start_job(ORDER) for _ in range(limit + 1)]
    words = [job_panel.progress_text(job) for job in waiting]
    assert words[: limit - 1] == ["starting"] * (limit - 1)
    assert words[limit - 1 :] == [f"waits for {n} other jobs (at most {limit} jobs at once)" for n in (limit, limit + 1)]


def occupy(order: JobOrder) -> Job:
    """Return a job that runs, its process being this one."""
    store = job_panel.runner().store
    job = store.begin(store.submit(order.kind, order.request, title=order.title, owner=order.owner).id)
    store.set_process(job.id, job.attempt, pid=os.getpid(), identity=identify(os.getpid()) or "")
    return store.get(job.id)


def test_a_job_beyond_the_limit_waits_in_the_real_queue(home: Path) -> None:
    here = job_panel.runner()
    running = [occupy(other(model=f"rnassrnet/{k}")) for k in range(here.limit)]
    mine = job_panel.start_job(ORDER)
    assert mine.state is JobState.QUEUED
    assert job_panel.progress_text(mine).startswith(f"waits for {here.limit} other jobs")
    assert here.cancel(mine.id).state is JobState.CANCELLED
    for job in running:
        here.store.finish(job.id, job.attempt, JobState.DONE)
