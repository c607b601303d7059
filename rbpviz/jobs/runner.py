"""Starts and ends the processes of jobs. The page and the command line talk to this; what runs inside a process is `worker`.

At most so many jobs run at once; the others wait in a queue, first come, first served. No process watches the queue: whoever submits,
cancels, ends or looks at jobs starts those whose turn has come.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from typing import Any

from rbpviz import config
from rbpviz.errors import JobError
from rbpviz.jobs.job import Job, JobState
from rbpviz.jobs.kinds import KINDS, function_name
from rbpviz.jobs.processes import MARKER, end_processes, identify, is_alive
from rbpviz.jobs.store import JobStore

START_SECONDS = 60.0
"""A running job that has had no process for so long is lost."""
LOST = "The job's process ended without a word (it was killed, ran out of memory, or the machine was restarted); run it again."


class JobRunner:
    """Submits, starts, cancels and resumes jobs. Holds no state of its own beyond the store: any number may exist at once.

    Parameters
    ----------
    store : JobStore, optional
        The list of jobs; default: that of the user's home folder.
    kinds : mapping of str to str, default KINDS
        Kind of job -> `package.module:function`.
    limit : int, optional
        Most jobs of the home folder that may run at once; default `config.max_running_jobs()`.
    """

    def __init__(self, store: JobStore | None = None, *, kinds: Mapping[str, str] = KINDS, limit: int | None = None) -> None:
        self.store = store or JobStore()
        self.limit = config.max_running_jobs() if limit is None else limit
        self._kinds = kinds
        if self.limit < 1:
            raise JobError(f"Got a limit of {limit} jobs at once; expected at least 1.")

    def function_name(self, kind: str) -> str:
        """Return the dotted name of the function of a kind; raise `JobError` for an unknown one."""
        return function_name(kind, self._kinds)

    def launch(
        self, kind: str, request: Mapping[str, Any], *, title: str, owner: str = "", inputs: Mapping[str, bytes] | None = None
    ) -> Job:
        """Submit a job with its input files, and start it if fewer jobs than the limit are running.

        Parameters
        ----------
        kind : str
            One of the known kinds.
        request : mapping
            JSON values for the function of that kind.
        title : str
            A line for people.
        owner : str, default ""
            Whose job it is.
        inputs : mapping of str to bytes, optional
            File name -> content, written into the job's folder first. The names are ours, never a user's.

        Returns
        -------
        Job
            The job, running or queued.
        """
        self.function_name(kind)
        job = self.store.submit(kind, request, title=title, owner=owner, inputs=inputs)
        self.reconcile()
        return self.store.get(job.id)

    def cancel(self, job_id: str) -> Job:
        """Cancel a job and end all its processes, within two seconds; a job that has ended already stays as it is."""
        before = self.store.cancel(job_id)
        ended = before.state is not JobState.RUNNING or end_processes(_marker(before), before.pid, before.identity)
        self.reconcile()
        if not ended:
            raise JobError(f"Job {job_id} is cancelled, but not all of its processes could be ended.")
        return self.store.get(job_id)

    def resume(self, job_id: str) -> Job:
        """Put a failed, cancelled or lost job back into the queue, to run again in its folder; raise `JobError` from any other state."""
        before = self.store.get(job_id)
        self.function_name(before.kind)
        if not before.is_active:
            end_processes(_marker(before), before.pid, before.identity)
        self.store.requeue(job_id)
        self.reconcile()
        return self.store.get(job_id)

    def reconcile(self) -> list[Job]:
        """Bring the list in step with the processes: mark jobs whose process is gone as lost, then start those whose turn has come.

        Call it when the app starts and while a page polls.

        Returns
        -------
        list of Job
            The lost ones.
        """
        running = self.store.list(states=(JobState.RUNNING,), limit=1_000_000)
        lost = [self.store.get(job.id) for job in running if _is_gone(job) and self._lose(job)]
        while (job := self.store.begin_next(self._kinds, limit=self.limit)) is not None:
            self._start(job)
        return lost

    def delete(self, job_id: str) -> None:
        """Cancel a job if it is active, then delete it with its folder."""
        self.cancel(job_id)
        self.store.delete(job_id)

    def _start(self, job: Job) -> None:
        """Start the process of a job that has just begun, and return at once; a job that cannot start has failed."""
        try:
            process = _spawn(self.store, job, json.dumps({"kinds": dict(self._kinds), "limit": self.limit}))
        except OSError as error:
            self.store.finish(job.id, job.attempt, JobState.FAILED, error=f"The job's process could not be started ({error}).")
            return
        identity = identify(process.pid) or ""
        if identity:
            self.store.set_process(job.id, job.attempt, pid=process.pid, identity=identity)
        threading.Thread(target=self._reap, args=(process, job, identity), name=f"job-{job.id[:8]}", daemon=True).start()

    def _lose(self, job: Job) -> bool:
        changed = self.store.finish(job.id, job.attempt, JobState.LOST, error=LOST)
        if changed:
            end_processes(_marker(job), job.pid, job.identity)
        return changed

    def _reap(self, process: "subprocess.Popen[bytes]", job: Job, identity: str) -> None:
        """Wait for the process, so that no zombie stays; mark its job lost if it ended without saying so; let the next one start."""
        process.wait()
        try:
            self.store.finish(job.id, job.attempt, JobState.LOST, error=LOST)
            end_processes(_marker(job), process.pid, identity)
            self.reconcile()
        except JobError:  # the home folder is gone or locked: reconcile() finds the job later
            return


def _spawn(store: JobStore, job: Job, terms: str) -> "subprocess.Popen[bytes]":
    """Start the worker process of an attempt: in a session of its own, its output going to the job's log."""
    command = [sys.executable, "-m", "rbpviz.jobs.worker", job.id, str(job.attempt), terms]
    environment = {**os.environ, "RBPVIZ_HOME": str(store.home.resolve()), MARKER: _marker(job), "PYTHONUNBUFFERED": "1"}
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with job.log_path.open("ab") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=config.PROJECT_DIR,
            env=environment,
            start_new_session=True,
            creationflags=flags,
        )


def _marker(job: Job) -> str:
    return f"{job.id}:{job.attempt}"


def _is_gone(job: Job) -> bool:
    if job.pid is None:
        return time.time() - (job.started or job.created) > START_SECONDS
    return not is_alive(job.pid, job.identity)
