"""Worker processes that fold, and the threads that talk to them. What to fold in which order is decided in `parallel`.

Workers are plain child processes (`worker`), not `multiprocessing` ones: they never import the caller's main module, so a script without
a main guard, a notebook and a Streamlit page can all start them, and they end by themselves when their parent is gone.
"""

import json
import queue
import struct
import subprocess
import sys
import threading
import weakref
from concurrent.futures import Future

from rbpviz.errors import FoldingError
from rbpviz.structure.folding import FoldOptions
from rbpviz.structure.worker import decode_reply, encode_request, read_message, write_message

_BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from rbpviz.structure.worker import main; main()"
_JOIN_SECONDS = 5.0

Reply = tuple[list[bytes], str | None]
"""Encoded structures and, where folding stopped early, the sentence why."""


class Task:
    """Sequences for one worker, `future` for its reply, and whether anybody still wants it."""

    def __init__(self, sequences: list[str], options: FoldOptions) -> None:
        self.sequences = sequences
        self.options = options
        self.future: Future[Reply] = Future()
        self.abandoned = False


class Lane:
    """One worker process and the thread that feeds it from a shared queue; a process that ended is started again for the next task."""

    def __init__(self, tasks: "queue.SimpleQueue[Task | None]") -> None:
        self._tasks = tasks
        self._lock = threading.Lock()
        self._task: Task | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="rbpviz-fold", daemon=True)
        self._thread.start()

    def start_process(self) -> "subprocess.Popen[bytes]":
        """Start the process unless it runs."""
        with self._lock:
            if self._closed:
                raise FoldingError("The folding processes were closed.")
            if self._process is None or self._process.poll() is not None:
                self._reap()
                command = [sys.executable, "-c", _BOOT, json.dumps(sys.path)]
                self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            return self._process

    def abort(self, task: Task) -> None:
        """End the process if it works on this task."""
        with self._lock:
            if self._task is task and self._process is not None:
                self._process.kill()
                self._process.wait(_JOIN_SECONDS)

    def kill(self) -> None:
        """End the process and start no other."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()

    def join(self) -> None:
        """Wait until thread and process have ended, after `kill` and a None on the queue."""
        self._thread.join(_JOIN_SECONDS)
        with self._lock:
            self._reap()

    def _reap(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdout, process.stdin):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                continue
        process.wait(_JOIN_SECONDS)

    def _run(self) -> None:
        while (task := self._tasks.get()) is not None:
            with self._lock:
                self._task = task
            if not task.future.set_running_or_notify_cancel():
                continue
            try:
                reply = self._ask(task)
            except FoldingError as error:
                self._forget()
                task.future.set_exception(error)
            else:
                self._forget()
                task.future.set_result(reply)

    def _forget(self) -> None:
        with self._lock:
            self._task = None

    def _ask(self, task: Task) -> Reply:
        try:
            process = self.start_process()
            if task.abandoned or process.stdin is None or process.stdout is None:
                raise FoldingError("The folding was given up.")
            write_message(process.stdin, encode_request(task.sequences, task.options))
            return decode_reply(read_message(process.stdout))
        except (EOFError, OSError, ValueError, KeyError, struct.error) as error:
            raise FoldingError(f"A folding process ended unexpectedly ({self._end_process()}); it may have run out of memory.") from error

    def _end_process(self) -> str:
        """End a process that gave no sensible reply, and say how it ended."""
        with self._lock:
            if self._process is None:
                return "it was not started"
            self._process.kill()
            return f"exit code {self._process.wait()}"


class WorkerPool:
    """Several lanes behind one queue.

    Parameters
    ----------
    workers : int
        How many processes, at least 1. None is started before it is needed.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._lanes: list[Lane] = []
        self._lock = threading.Lock()
        self._closed = False
        self._finalizer = weakref.finalize(self, _kill_all, self._lanes)

    def start(self) -> None:
        """Start all processes now, without waiting for them."""
        for lane in self._open_lanes():
            lane.start_process()

    def submit(self, sequences: list[str], options: FoldOptions) -> Task:
        """Queue sequences for the next free worker."""
        self._open_lanes()
        task = Task(sequences, options)
        self._tasks.put(task)
        return task

    def abandon(self, tasks: list[Task]) -> None:
        """Give tasks up: queued ones are dropped, the process of a running one is ended."""
        for task in tasks:
            task.abandoned = True
            if not task.future.cancel() and not task.future.done():
                for lane in self._lanes:
                    lane.abort(task)

    def close(self) -> None:
        """End all processes; calling it again does nothing."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        self._finalizer()
        for _ in self._lanes:
            self._tasks.put(None)
        for lane in self._lanes:
            lane.join()

    def _open_lanes(self) -> list[Lane]:
        with self._lock:
            if self._closed:
                raise FoldingError("The folding processes were closed; open a new pool.")
            while len(self._lanes) < self.workers:
                self._lanes.append(Lane(self._tasks))
            return self._lanes


def _kill_all(lanes: list[Lane]) -> None:
    for lane in lanes:
        lane.kill()
