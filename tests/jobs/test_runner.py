"""Jobs in real processes: progress, cancel within two seconds, loss, resume."""

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from rbpviz import config
from rbpviz.errors import JobError
from rbpviz.jobs import runner as runner_module
from rbpviz.jobs.progress import seconds_left
from rbpviz.jobs.runner import JobRunner
from rbpviz.jobs.store import Job, JobState, JobStore
from tests.jobs.small_kinds import KINDS

Wait = Callable[..., Job]


def numbers(job: Job) -> list[int]:
    path = job.folder / "numbers.txt"
    return [int(word) for word in path.read_text().split()] if path.exists() else []


def runs(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_a_job_runs_to_its_end_and_leaves_no_zombie(runner: JobRunner, wait: Wait) -> None:
    began = time.monotonic()
    job = runner.launch("count", {"steps": 20, "pause": 0.05}, title="Twenty", owner="me", inputs={"in.txt": b"x"})
    assert time.monotonic() - began < 0.5
    assert job.state is JobState.RUNNING
    assert (job.folder / "in.txt").read_bytes() == b"x"
    under_way = wait(job.id, lambda j: 0 < j.done < 20 and seconds_left(j) is not None)
    assert under_way.total == 20
    done = wait(job.id)
    assert (done.state, done.summary, done.done) == (JobState.DONE, {"first": 0, "steps": 20}, 20)
    assert "Attempt 1 ends: done" in wait(job.id, lambda j: "ends" in j.log_path.read_text()).log_path.read_text()
    wait(job.id, lambda j: not psutil.pid_exists(done.pid), seconds=5)


@pytest.mark.parametrize("deaf", [False, True])
def test_cancel_ends_the_job_and_its_children_within_two_seconds(runner: JobRunner, wait: Wait, deaf: bool) -> None:
    job = runner.launch("with_children", {"deaf": deaf}, title="")
    job = wait(job.id, lambda j: j.done == 1)
    family = [job.pid, *map(int, (job.folder / "pids.txt").read_text().split())]
    assert all(map(runs, family))
    began = time.monotonic()
    assert runner.cancel(job.id).state is JobState.CANCELLED
    assert time.monotonic() - began < 2
    assert not any(map(runs, family))
    time.sleep(0.3)
    assert runner.store.get(job.id).state is JobState.CANCELLED


def test_cancel_right_after_the_start(runner: JobRunner) -> None:
    job = runner.launch("count", {"steps": 1000, "pause": 0.05}, title="")
    runner.cancel(job.id)
    time.sleep(1)
    assert runner.store.get(job.id).state is JobState.CANCELLED
    assert numbers(job) == []


def test_cancel_leaves_an_ended_job_as_it_is(runner: JobRunner, wait: Wait) -> None:
    job = wait(runner.launch("count", {"steps": 1}, title="").id)
    assert runner.cancel(job.id).state is JobState.DONE


def test_a_cancelled_job_goes_on_where_it_was(runner: JobRunner, wait: Wait) -> None:
    job = runner.launch("count", {"steps": 100, "pause": 0.02}, title="")
    wait(job.id, lambda j: j.done >= 3)
    runner.cancel(job.id)
    kept = len(numbers(job))
    runner.resume(job.id)
    done = wait(job.id)
    assert (done.state, done.attempt, done.summary["first"]) == (JobState.DONE, 2, kept)
    assert numbers(job) == list(range(100))


def test_a_killed_worker_is_noticed_and_its_children_end(runner: JobRunner, wait: Wait) -> None:
    job = wait(runner.launch("with_children", {}, title="").id, lambda j: j.done == 1)
    children = list(map(int, (job.folder / "pids.txt").read_text().split()))
    os.kill(job.pid, signal.SIGKILL)
    lost = wait(job.id, seconds=3)
    assert lost.state is JobState.LOST
    assert lost.error.endswith("run it again.")
    wait(job.id, lambda j: not any(map(runs, children)), seconds=3)


def test_a_worker_that_vanishes_is_lost(runner: JobRunner, wait: Wait) -> None:
    assert wait(runner.launch("vanish", {}, title="").id).state is JobState.LOST


def test_a_worker_asked_to_end_from_outside_is_lost_and_resumable(runner: JobRunner, wait: Wait) -> None:
    job = runner.launch("count", {"steps": 60, "pause": 0.02}, title="")
    os.kill(wait(job.id, lambda j: j.done >= 2).pid, signal.SIGTERM)
    lost = wait(job.id)
    assert lost.state is JobState.LOST
    assert "stopped from outside" in lost.error
    runner.resume(job.id)
    assert wait(job.id).state is JobState.DONE
    assert numbers(job) == list(range(60))


def test_a_job_outlives_the_process_that_started_it(store: JobStore, home: Path, wait: Wait) -> None:
    """A server starts a job and is gone; another one finds the job, and loses it only when its own process is killed."""
    code = (
        "from rbpviz.jobs.runner import JobRunner; from tests.jobs.small_kinds import KINDS;"
        "print(JobRunner(kinds=KINDS).launch('count', {'steps': 400, 'pause': 0.02}, title='').id)"
    )
    started = subprocess.run([sys.executable, "-c", code], cwd=config.PROJECT_DIR, capture_output=True, text=True, check=True)
    job = wait(started.stdout.strip(), lambda j: j.done >= 2)
    later = JobRunner(JobStore(home), kinds=KINDS)
    assert later.reconcile() == []
    assert store.get(job.id).state is JobState.RUNNING
    os.kill(job.pid, signal.SIGKILL)
    wait(job.id, lambda j: not runs(job.pid))
    assert [found.id for found in later.reconcile()] == [job.id]
    assert store.get(job.id).state is JobState.LOST
    later.resume(job.id)
    wait(job.id, lambda j: j.done > job.done)
    assert later.cancel(job.id).state is JobState.CANCELLED


def test_a_job_that_began_and_never_had_a_process_is_lost_in_the_end(
    runner: JobRunner, store: JobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_started = store.begin(store.submit("count", {"steps": 1}, title="").id)
    assert runner.reconcile() == []
    monkeypatch.setattr(runner_module, "START_SECONDS", -1.0)
    assert [job.id for job in runner.reconcile()] == [half_started.id]
    assert store.get(half_started.id).state is JobState.LOST


def test_a_job_that_nobody_started_is_started_by_whoever_looks(runner: JobRunner, store: JobStore, wait: Wait) -> None:
    """Its server was closed right after the reader had asked for it."""
    job = store.submit("count", {"steps": 3}, title="")
    assert runner.reconcile() == []
    assert wait(job.id).state is JobState.DONE


def test_no_more_jobs_run_at_once_than_the_limit(store: JobStore, wait: Wait) -> None:
    runner = JobRunner(store, kinds=KINDS, limit=2)
    jobs = [runner.launch("count", {"steps": 12, "pause": 0.05}, title=str(k)) for k in range(5)]
    assert [job.state for job in jobs] == [JobState.RUNNING] * 2 + [JobState.QUEUED] * 3
    assert [store.count_ahead(job.id) for job in jobs] == [0, 0, 2, 3, 4]
    most = 0
    while any(store.get(job.id).is_active for job in jobs):
        most = max(most, len(store.list(states=(JobState.RUNNING,))))
        time.sleep(0.02)
    assert most == 2
    done = [wait(job.id) for job in jobs]
    assert {job.state for job in done} == {JobState.DONE}
    assert [job.started for job in done] == sorted(job.started for job in done), "first come, first served"


def test_a_waiting_job_takes_the_place_of_a_cancelled_or_killed_one(store: JobStore, wait: Wait) -> None:
    runner = JobRunner(store, kinds=KINDS, limit=1)
    first, second, third, fourth = (runner.launch("count", {"steps": 2_000, "pause": 0.05}, title="") for _ in range(4))
    assert runner.cancel(third.id).state is JobState.CANCELLED
    runner.cancel(first.id)
    assert store.get(second.id).state is JobState.RUNNING
    assert store.get(fourth.id).state is JobState.QUEUED
    os.kill(wait(second.id, lambda j: j.done >= 1).pid, signal.SIGKILL)
    wait(fourth.id, lambda j: j.state is JobState.RUNNING)
    assert store.get(second.id).state is JobState.LOST
    assert runner.resume(third.id).state is JobState.QUEUED
    assert store.count_ahead(third.id) == 1
    runner.cancel(third.id)
    runner.cancel(fourth.id)
    assert numbers(third) == []


def test_the_queue_goes_on_when_the_app_is_closed(store: JobStore, wait: Wait) -> None:
    """Each worker starts the job that waits for its place, and yields to the page no more than the first did."""
    code = (
        "from rbpviz.jobs.runner import JobRunner; from tests.jobs.small_kinds import KINDS; runner = JobRunner(kinds=KINDS, limit=1)\n"
        "for k in range(3): print(runner.launch('niceness', {}, title='').id)"
    )
    started = subprocess.run([sys.executable, "-c", code], cwd=config.PROJECT_DIR, capture_output=True, text=True, check=True)
    done = [wait(job_id) for job_id in started.stdout.split()]
    assert [job.state for job in done] == [JobState.DONE] * 3
    assert len({job.summary["niceness"] for job in done}) == 1
    assert all(before.ended <= after.started for before, after in itertools.pairwise(done))


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_below_one_is_refused(store: JobStore, limit: int) -> None:
    with pytest.raises(JobError, match=f"Got a limit of {limit} jobs"):
        JobRunner(store, limit=limit)


def test_a_job_without_a_process_to_be_had_has_failed(runner: JobRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(runner_module.subprocess, "Popen", refuse)
    job = runner.launch("count", {"steps": 1}, title="")
    assert (job.state, job.error) == (JobState.FAILED, "The job's process could not be started (no more processes).")


def test_a_job_resumed_by_two_tabs_at_once_runs_once(runner: JobRunner, store: JobStore, wait: Wait) -> None:
    job = store.submit("count", {"steps": 5}, title="")
    runner.cancel(job.id)
    refused: list[str] = []

    def resume() -> None:
        try:
            JobRunner(JobStore(store.home), kinds=KINDS).resume(job.id)
        except JobError as error:
            refused.append(str(error))

    threads = [threading.Thread(target=resume) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = wait(job.id)
    assert (done.state, done.attempt, len(refused)) == (JobState.DONE, 1, 3)
    assert numbers(job) == list(range(5))


def test_an_error_reaches_the_page_and_its_details_the_log(runner: JobRunner, wait: Wait) -> None:
    failed = wait(runner.launch("crash", {}, title="").id)
    assert failed.error == "Unexpected error (ZeroDivisionError); the job's log has the details."
    assert "secret detail" in failed.log_path.read_text()


def test_unknown_kinds_and_odd_file_names_are_refused(runner: JobRunner) -> None:
    with pytest.raises(JobError, match="expected one of: count"):
        runner.launch("nothing", {}, title="")
    assert runner.store.list() == []
    for name in ("../x", "a/b", "", ".hidden", ".."):
        with pytest.raises(JobError, match="expected a plain file name"):
            runner.launch("count", {"steps": 1}, title="", inputs={name: b""})
    assert runner.store.list() == []


def test_delete_ends_a_running_job_first(runner: JobRunner, wait: Wait) -> None:
    job = wait(runner.launch("count", {"steps": 1000, "pause": 0.05}, title="").id, lambda j: j.done >= 1)
    runner.delete(job.id)
    assert not job.folder.exists()
    assert not runs(job.pid)
    assert runner.store.list() == []
