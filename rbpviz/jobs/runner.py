"""Starts and ends the processes of jobs. The page and the command line talk to this; what runs inside a process is `worker`."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from typing import Any

from rbpviz import config
from rbpviz.errors import JobError
from rbpviz.jobs.job import ACTIVE, Job, JobState
from rbpviz.jobs.kinds import KINDS, function_name
from rbpviz.jobs.processes import MARKER, end_processes, identify, is_alive
from rbpviz.jobs.store import JobStore

START_SECONDS = 60.0
"""A job that has had no process for so long after it should have started is lost."""
LOST = (
    "The job's process ended without a word (killed, out of memory, or the machine was restarted); "
    "resume it to go on from what it had written."
)
NEVER_STARTED = "The job was never started; resume it to start it."


class JobRunner:
    """Submits, starts, cancels and resumes jobs. Holds no state of its own beyond the store: any number may exist at once.

    Parameters
    ----------
    store : JobStore, optional
        The list of jobs; default: that of the user's home folder.
    kinds : mapping of str to str, default KINDS
        Kind of job -> `package.module:function`.
    """

    def __init__(self, store: JobStore | None = None, *, kinds: Mapping[str, str] = KINDS) -> None:
        self.store = store or JobStore()
        self._kinds = kinds

    def launch(
        self, kind: str, request: Mapping[str, Any], *, title: str, owner: str = "", inputs: Mapping[str, bytes] | None = None
    ) -> Job:
        """Submit a job, write its input files and start it.

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
            The running job.
        """
        function_name(kind, self._kinds)
        for name in inputs or {}:
            if not name or name != os.path.basename(name) or name.startswith("."):
                raise JobError(f"Got the input file name {name!r}; expected a plain file name without a folder.")
        job = self.store.submit(kind, request, title=title, owner=owner)
        for name, content in (inputs or {}).items():
            (job.folder / name).write_bytes(content)
        return self.start(job.id)

    def start(self, job_id: str) -> Job:
        """Start a queued job in a process of its own and return at once.

        Raises
        ------
        JobError
            If the job is not queued, its kind is unknown, or no process can be started.
        """
        target = function_name(self.store.get(job_id).kind, self._kinds)
        job = self.store.begin(job_id)
        try:
            process = _spawn(self.store, job, target)
        except OSError as error:
            sentence = f"The job's process could not be started ({error})."
            self.store.finish(job.id, job.attempt, JobState.FAILED, error=sentence)
            raise JobError(sentence) from error
        identity = identify(process.pid) or ""
        if identity:
            self.store.set_process(job.id, job.attempt, pid=process.pid, identity=identity)
        threading.Thread(target=self._reap, args=(process, job, identity), name=f"job-{job.id[:8]}", daemon=True).start()
        return self.store.get(job_id)

    def cancel(self, job_id: str) -> Job:
        """Cancel a job and end all its processes, within two seconds; a job that has ended already stays as it is."""
        before = self.store.cancel(job_id)
        if before.is_active and not end_processes(_marker(before), before.pid, before.identity):
            raise JobError(f"Job {job_id} is cancelled, but not all of its processes could be ended.")
        return self.store.get(job_id)

    def resume(self, job_id: str) -> Job:
        """Start a failed, cancelled or lost job again in its folder; raise `JobError` from any other state."""
        before = self.store.get(job_id)
        function_name(before.kind, self._kinds)
        if not before.is_active:
            end_processes(_marker(before), before.pid, before.identity)
        self.store.requeue(job_id)
        return self.start(job_id)

    def reconcile(self) -> list[Job]:
        """Find jobs whose process is gone, mark them lost, end what is left of them, and return them.

        Call it when the app starts and while a page polls.
        """
        active = self.store.list(states=ACTIVE, limit=1_000_000)
        return [self.store.get(job.id) for job in active if _is_gone(job) and self._lose(job)]

    def delete(self, job_id: str) -> None:
        """Cancel a job if it is active, then delete it with its folder."""
        self.cancel(job_id)
        self.store.delete(job_id)

    def _lose(self, job: Job) -> bool:
        if job.state is JobState.QUEUED:
            return self._lose_queued(job)
        changed = self.store.finish(job.id, job.attempt, JobState.LOST, error=LOST)
        if changed:
            end_processes(_marker(job), job.pid, job.identity)
        return changed

    def _lose_queued(self, job: Job) -> bool:
        try:
            attempt = self.store.begin(job.id).attempt
        except JobError:  # another process has just started it
            return False
        return self.store.finish(job.id, attempt, JobState.LOST, error=NEVER_STARTED)

    def _reap(self, process: "subprocess.Popen[bytes]", job: Job, identity: str) -> None:
        """Wait for the process, so that no zombie stays, and mark its job lost if it ended without saying so."""
        process.wait()
        try:
            self.store.finish(job.id, job.attempt, JobState.LOST, error=LOST)
            end_processes(_marker(job), process.pid, identity)
        except JobError:  # the home folder is gone or locked: reconcile() finds the job later
            return


def _spawn(store: JobStore, job: Job, target: str) -> "subprocess.Popen[bytes]":
    """Start the worker process of an attempt: in a session of its own, its output going to the job's log."""
    command = [sys.executable, "-m", "rbpviz.jobs.worker", job.id, str(job.attempt), target]
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
    if job.state is JobState.QUEUED or job.pid is None:
        return time.time() - (job.updated or job.started or job.created) > START_SECONDS
    return not is_alive(job.pid, job.identity)
