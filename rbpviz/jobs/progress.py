"""Progress of jobs: reports to the store at a bearable rate, and the time left. Drawing it belongs in `ui`."""

import time
from collections.abc import Callable

from rbpviz.errors import CancelledError
from rbpviz.jobs.job import Job, JobState

REPORT_SECONDS = 0.25
"""Shortest time between two writes to the store."""

Report = Callable[[int, int | None, str], bool]
"""`report(done, total, message)` writes to the store and says whether the job may go on."""


class ThrottledProgress:
    """A progress callback that writes at most four times a second and stops a job that is no longer wanted.

    Parameters
    ----------
    report : callable
        Takes done, total and message; False means that the job was cancelled.
    interval : float, default REPORT_SECONDS
        Shortest time between two reports, seconds.

    Raises
    ------
    CancelledError
        From a call, when `report` said that the job was cancelled.
    """

    def __init__(self, report: Report, *, interval: float = REPORT_SECONDS) -> None:
        self._report = report
        self._interval = interval
        self._last = float("-inf")
        self._waiting: tuple[int, int | None, str] | None = None

    def __call__(self, done: int, total: int | None, message: str) -> None:
        """Note a report and pass it on if the last one was long enough ago."""
        self._waiting = (done, total, message)
        if time.monotonic() - self._last >= self._interval:
            self.flush()

    def flush(self) -> None:
        """Pass on the latest report if it was held back."""
        if self._waiting is None:
            return
        waiting, self._waiting = self._waiting, None
        self._last = time.monotonic()
        if not self._report(*waiting):
            raise CancelledError("The job was cancelled.")


def seconds_left(job: Job, *, now: float | None = None) -> float | None:
    """Estimate how long a running job still takes, from its pace since the first report of its present step.

    Parameters
    ----------
    job : Job
        The job.
    now : float, optional
        Time in seconds since the epoch; default: now.

    Returns
    -------
    float or None
        Seconds; None while nothing can be said (not running, total unknown, no step done yet).
    """
    if job.state is not JobState.RUNNING or job.total is None or job.pace_start is None or job.updated is None:
        return None
    gained = job.done - job.pace_done
    if gained <= 0:
        return None
    left = (job.updated - job.pace_start) / gained * (job.total - job.done)
    return max(0.0, left - ((time.time() if now is None else now) - job.updated))


def describe_seconds(seconds: float | None) -> str:
    """Return a duration in words a person would use: `5 s`, `3 min`, `2 h 10 min`; empty for None."""
    if seconds is None:
        return ""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"
