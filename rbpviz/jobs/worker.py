"""What runs in the process of a job: `python -m rbpviz.jobs.worker JOB_ID ATTEMPT TERMS`, started by `runner` only.

It runs the function of the job's kind, passes its progress to the store, writes how it ended, and starts the job that waits for its place:
a queue goes on although the app was closed. Everything it prints goes to the job's log. TERMS is JSON: kinds and limit of the runner.
"""

import json
import logging
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

from rbpviz.errors import CancelledError, JobError, RbpvizError
from rbpviz.jobs.job import Job, JobState
from rbpviz.jobs.kinds import load_function
from rbpviz.jobs.processes import identify
from rbpviz.jobs.progress import ThrottledProgress
from rbpviz.jobs.runner import JobRunner
from rbpviz.jobs.store import JobStore

NICENESS = 5
"""How far jobs yield to the page."""
_log = logging.getLogger(__name__)


def run_job(store: JobStore, job: Job, target: str) -> JobState:
    """Run an attempt to its end in this process and write the outcome.

    Parameters
    ----------
    store : JobStore
        Where the job is.
    job : Job
        The running attempt.
    target : str
        `package.module:function` of its kind.

    Returns
    -------
    JobState
        How it ended: done, failed, cancelled, or lost when it was asked to end from outside.
    """
    progress = ThrottledProgress(lambda done, total, message: _report(store, job, done, total, message))
    state, error, summary = JobState.DONE, "", None
    try:
        summary = load_function(target)(job.request, job.folder, progress)
        progress.flush()
    except CancelledError as stop:
        state, error = JobState.LOST, f"The job was stopped from outside ({stop}); run it again."
    except RbpvizError as problem:
        state, error = JobState.FAILED, str(problem)
        _log.exception("The job failed.")
    except MemoryError:
        state, error = JobState.FAILED, "The job needs more memory than there is; try fewer or shorter sequences."
        _log.exception("Out of memory.")
    except Exception as problem:  # noqa: BLE001  (the boundary of the process: nothing may end without a word)
        state, error = JobState.FAILED, f"Unexpected error ({type(problem).__name__}); the job's log has the details."
        _log.exception("Unexpected error.")
    return _finish(store, job, state, error, summary)


def main(arguments: Sequence[str]) -> int:
    """Run the job that the command line names; return 0 if it is done, else 1."""
    job_id, attempt, terms = arguments
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    store = JobStore()
    identity = identify(os.getpid()) or ""
    if not store.set_process(job_id, int(attempt), pid=os.getpid(), identity=identity):
        _log.info("Attempt %s is not wanted any more.", attempt)
        return 1
    _yield_to_others()
    signal.signal(signal.SIGTERM, _stop)
    job = store.get(job_id)
    _log.info("Attempt %s of a job of the kind %s begins.", attempt, job.kind)
    runner = JobRunner(store, **json.loads(terms))
    state = run_job(store, job, runner.function_name(job.kind))
    _log.info("Attempt %s ends: %s.", attempt, state)
    _start_next(runner)
    return 0 if state is JobState.DONE else 1


def _report(store: JobStore, job: Job, done: int, total: int | None, message: str) -> bool:
    try:
        return store.update_progress(job.id, job.attempt, done=done, total=total, message=message)
    except JobError as error:  # a busy disk is no reason to end hours of work
        _log.warning("Progress was not written: %s", error)
        return True


def _finish(store: JobStore, job: Job, state: JobState, error: str, summary: object) -> JobState:
    if summary is not None and not isinstance(summary, dict):
        state, error, summary = JobState.FAILED, f"The job returned {type(summary).__name__}; expected a summary as a dictionary.", None
    try:
        changed = store.finish(job.id, job.attempt, state, error=error, summary=summary)
    except JobError as problem:
        _log.exception("The outcome was not written.")
        state = JobState.FAILED
        changed = store.finish(job.id, job.attempt, state, error=f"The job ended, but its outcome could not be kept: {problem}")
    return state if changed else store.get(job.id).state


def _start_next(runner: JobRunner) -> None:
    try:
        runner.reconcile()
    except JobError as error:  # the next one to look at the jobs does it
        _log.warning("No waiting job was started: %s", error)


def _yield_to_others() -> None:
    if hasattr(os, "nice"):
        os.nice(max(0, NICENESS - os.nice(0)))  # the job that started this one may have yielded already


def _stop(number: int, frame: FrameType | None) -> None:
    """Turn the first polite request to end into an exception, so that files are closed; a second one ends the process at once."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    raise CancelledError(f"signal {number}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
