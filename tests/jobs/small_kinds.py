"""Small kinds of jobs for the tests; they run in the worker's own process."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from rbpviz.errors import DataSetError
from rbpviz.types import Progress

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


def count(request: dict[str, Any], folder: Path, progress: Progress) -> dict[str, Any]:
    """Write the numbers from where the file ends to `steps`, one by one."""
    path = folder / "numbers.txt"
    first = len(path.read_text().split()) if path.exists() else 0
    for i in range(first, request["steps"]):
        with path.open("a") as stream:
            stream.write(f"{i}\n")
        progress(i + 1, request["steps"], f"number {i + 1}")
        time.sleep(request.get("pause", 0.0))
    return {"first": first, "steps": request["steps"]}


def with_children(request: dict[str, Any], folder: Path, progress: Progress) -> dict[str, Any]:
    """Start a child, and another one in a session of its own, both deaf to polite signals if asked, and wait."""
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" if request.get("deaf") else ""
    command = [sys.executable, "-c", f"{deaf}print('up', flush=True)\nimport time; time.sleep(60)"]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=new) for new in (False, True)]
    for child in children:
        child.stdout.readline()
    (folder / "pids.txt").write_text(" ".join(str(child.pid) for child in children))
    progress(1, 2, "children run")
    time.sleep(60)
    return {}


def niceness(request: dict[str, Any], folder: Path, progress: Progress) -> dict[str, Any]:
    """Say how far the process yields to others."""
    time.sleep(0.1)
    return {"niceness": os.nice(0)}


def fail(request: dict[str, Any], folder: Path, progress: Progress) -> dict[str, Any]:
    """Fail the way a user can cause."""
    raise DataSetError("Got 0 positives; expected at least 10; add sequences.")


def crash(request: dict[str, Any], folder: Path, progress: Progress) -> dict[str, Any]:
    """Fail the way only a programmer can cause."""
    raise ZeroDivisionError("secret detail")


def vanish(request: dict[str, Any], folder: Path, progress: Progress) -> dict[str, Any]:
    """End the process without a word."""
    progress(1, 3, "about to vanish")
    os._exit(7)


def wrong_result(request: dict[str, Any], folder: Path, progress: Progress) -> Any:
    """Return something that JSON cannot hold."""
    return {"path": folder} if request["kind"] == "path" else 3


KINDS = {
    name: f"tests.jobs.small_kinds:{name}"
    for name in ("count", "with_children", "niceness", "fail", "crash", "vanish", "wrong_result", "missing")
}
