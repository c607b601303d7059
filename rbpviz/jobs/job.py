"""What a job is and where it may stand. How jobs are kept belongs in `store`."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LOST = "lost"


ACTIVE = (JobState.QUEUED, JobState.RUNNING)
"""States in which a job has or will have a process."""
RESUMABLE = (JobState.FAILED, JobState.CANCELLED, JobState.LOST)
"""States from which a job may be started again in its folder."""


@dataclass(frozen=True, slots=True)
class Job:
    """One job as it stood when it was read; times are seconds since the epoch.

    Parameters
    ----------
    id : str
        32 hexadecimal digits.
    kind, title, owner : str
        What is done, a line for people (untrusted text), and whose it is.
    state : JobState
        Where it stands.
    request, summary : dict
        What was asked and, once done, what came of it; JSON values.
    folder : Path
        Folder of its inputs, results and `log.txt`.
    done, total, message
        Latest progress; `total` is None while unknown.
    error : str
        One sentence when it failed or was lost.
    attempt : int
        How often it was started.
    pid, identity
        Its first process, and what tells that process from a later one with the same id.
    created, started, updated, ended : float, optional
        When it was submitted, last started, last reported, last ended.
    pace_done, pace_start
        First report of the present step: the base of the estimate of the time left.
    """

    id: str
    kind: str
    title: str
    owner: str
    state: JobState
    request: dict[str, Any]
    summary: dict[str, Any]
    folder: Path
    done: int
    total: int | None
    message: str
    error: str
    attempt: int
    pid: int | None
    identity: str
    created: float
    started: float | None
    updated: float | None
    ended: float | None
    pace_done: int
    pace_start: float | None

    @property
    def is_active(self) -> bool:
        """Whether the job is queued or running."""
        return self.state in ACTIVE

    @property
    def log_path(self) -> Path:
        """Path of the job's log."""
        return self.folder / "log.txt"
