"""Processes of jobs: which one is meant, whether it is alive, and how it ends with all that it started.

Nothing here knows of the store.
"""

import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import psutil

MARKER = "RBPVIZ_JOB"
"""Environment variable that every process of a job inherits; its value names job and attempt."""
GRACE_SECONDS = 0.8
"""How long processes may tidy up after the polite signal before they are killed."""


def identify(pid: int) -> str | None:
    """Return a text that tells this process from every later one with the same id, or None where there is no such process.

    It is made of the process's start time, on Linux counted from the start of the machine, so that setting the clock does not change it.
    """
    try:
        if sys.platform == "linux":
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
            return None if fields[0] in "ZX" else f"{boot}:{fields[19]}"
        else:
            process = psutil.Process(pid)
            return None if process.status() == psutil.STATUS_ZOMBIE else f"{process.create_time():.2f}"
    except (OSError, psutil.Error):
        return None


def is_alive(pid: int | None, identity: str) -> bool:
    """Return whether the process with this id still is the one that was identified; a zombie is not alive."""
    return pid is not None and bool(identity) and identify(pid) == identity


def find_members(marker: str, pid: int | None = None, identity: str = "") -> list[psutil.Process]:
    """Return the living processes of a job: all that carry its marker, and the descendants of its first process that are of no other job.

    Parameters
    ----------
    marker : str
        Value of the environment variable `MARKER`.
    pid : int, optional
        The job's first process.
    identity : str, default ""
        What `identify` said of it; a process that took over its id is not touched.
    """
    found = {process.pid: process for process in _marked(marker)}
    if pid is not None and is_alive(pid, identity):
        try:
            first = psutil.Process(pid)
            family = (first, *first.children(recursive=True))
            found.update({process.pid: process for process in family if _marker_of(process) in (None, marker)})
        except psutil.NoSuchProcess:
            pass
    found.pop(os.getpid(), None)
    return [process for process in found.values() if _runs(process)]


def end_processes(marker: str, pid: int | None = None, identity: str = "") -> bool:
    """End every process of a job: ask first, kill after `GRACE_SECONDS`; return whether all are gone.

    Parameters
    ----------
    marker, pid, identity
        As in `find_members`.
    """
    members = find_members(marker, pid, identity)
    for process in members:
        _tell(process, signal.SIGTERM)
    _wait(members, GRACE_SECONDS)
    for _ in range(3):
        members = list({*filter(_runs, members), *find_members(marker, pid, identity)})
        if not members:
            return True
        for process in members:
            _tell(process, getattr(signal, "SIGKILL", signal.SIGTERM))
        _wait(members, 0.3)
    return not any(map(_runs, members))


def _marked(marker: str) -> Iterator[psutil.Process]:
    return (process for process in psutil.process_iter() if _marker_of(process) == marker)


def _marker_of(process: psutil.Process) -> str | None:
    """Return the marker that a process carries; None without one, or where it cannot be read."""
    try:
        return process.environ().get(MARKER)
    except (psutil.Error, OSError):
        return None


def _runs(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True


def _tell(process: psutil.Process, what: signal.Signals) -> None:
    try:
        process.send_signal(what)
    except (psutil.Error, OSError):
        return


def _wait(processes: Iterable[psutil.Process], seconds: float) -> None:
    end = time.monotonic() + seconds
    waiting = list(processes)
    while waiting and time.monotonic() < end:
        time.sleep(0.02)
        waiting = [process for process in waiting if _runs(process)]
