"""A runner of small kinds in a home of its own; whatever a test leaves running is ended."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rbpviz.jobs.runner import JobRunner
from rbpviz.jobs.store import Job, JobStore
from tests.jobs.small_kinds import KINDS


@pytest.fixture
def store(home: Path) -> JobStore:
    return JobStore(home)


@pytest.fixture
def runner(store: JobStore) -> Iterator[JobRunner]:
    runner = JobRunner(store, kinds=KINDS)
    yield runner
    for job in store.list():
        runner.cancel(job.id)


@pytest.fixture
def wait(store: JobStore) -> Callable[..., Job]:
    """Return a function that waits until a job meets a condition (default: it has ended) and returns it."""

    def wait_for(job_id: str, condition: Callable[[Job], bool] = lambda job: not job.is_active, seconds: float = 30) -> Job:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            job = store.get(job_id)
            if condition(job):
                return job
            time.sleep(0.02)
        pytest.fail(f"waited {seconds} s in vain; the job is {job}; its log: {job.log_path.read_text() if job.log_path.exists() else ''}")

    return wait_for
