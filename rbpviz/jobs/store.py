"""The list of jobs: one SQLite file under the user's folder, written in transactions by any number of processes and threads.

Every change of state is a compare-and-set, so that a job that was cancelled cannot become done a moment later.
No process is started or ended here.
"""

import json
import os
import shutil
import sqlite3
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from rbpviz import config
from rbpviz.errors import JobError
from rbpviz.jobs.job import RESUMABLE, Job, JobState

__all__ = ["Job", "JobState", "JobStore"]

SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, owner TEXT NOT NULL, state TEXT NOT NULL,
    request TEXT NOT NULL, summary TEXT NOT NULL DEFAULT '{}',
    done INTEGER NOT NULL DEFAULT 0, total INTEGER, message TEXT NOT NULL DEFAULT '', error TEXT NOT NULL DEFAULT '',
    attempt INTEGER NOT NULL DEFAULT 0, pid INTEGER, identity TEXT NOT NULL DEFAULT '',
    created REAL NOT NULL, started REAL, updated REAL, ended REAL,
    pace_done INTEGER NOT NULL DEFAULT 0, pace_start REAL
);
CREATE INDEX IF NOT EXISTS jobs_by_owner ON jobs (owner, created);
CREATE INDEX IF NOT EXISTS jobs_by_state ON jobs (state);
"""
_QUEUED_SINCE = "COALESCE(jobs.updated, jobs.created)"
"""When a queued job joined the queue: it was submitted, or put back."""


class JobStore:
    """The jobs of one home folder. Cheap to make; safe to share between threads and to open in several processes.

    Parameters
    ----------
    home : Path, optional
        Folder of `jobs.sqlite` and of `jobs/<id>/`; default `config.home_dir()`.

    Raises
    ------
    JobError
        From any method, when the file cannot be read or written.
    """

    def __init__(self, home: Path | None = None) -> None:
        self.home = home or config.home_dir()
        self._path = self.home / "jobs.sqlite"
        self._folders = self.home / "jobs"
        try:
            self._folders.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise JobError(
                f"Cannot make the folder of jobs {self._folders} ({error}); set RBPVIZ_HOME to a folder that can be written."
            ) from error
        with self._connect() as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > SCHEMA_VERSION:
                raise JobError(
                    f"The job list {self._path} was written by a later rbpviz (format {version}, expected {SCHEMA_VERSION}); update rbpviz."
                )
            if version < SCHEMA_VERSION:
                connection.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}PRAGMA user_version = {SCHEMA_VERSION};COMMIT;")
            self._anchor = self._hold_open()

    def submit(
        self, kind: str, request: Mapping[str, Any], *, title: str, owner: str = "", inputs: Mapping[str, bytes] | None = None
    ) -> Job:
        """Make a job's folder with its input files, then add the job in the state queued: from then on any runner may start it.

        Parameters
        ----------
        kind : str
            Kind of job.
        request : mapping
            JSON values; anything else is a `JobError`.
        title : str
            A line for people.
        owner : str, default ""
            Whose job it is.
        inputs : mapping of str to bytes, optional
            File name -> content. The names are ours, never a user's; a `JobError` where one is not plain.

        Returns
        -------
        Job
        """
        job_id = uuid.uuid4().hex
        text = _to_json(request, "request")
        for name in inputs or {}:
            if not name or name != os.path.basename(name) or name.startswith("."):
                raise JobError(f"Got the input file name {name!r}; expected a plain file name without a folder.")
        self._make_folder(job_id, inputs or {})
        with self._write() as connection:
            connection.execute(
                "INSERT INTO jobs (id, kind, title, owner, state, request, created) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (job_id, kind, title, owner, JobState.QUEUED, text, time.time()),
            )
        return self.get(job_id)

    def get(self, job_id: str) -> Job:
        """Return a job as it stands now; raise `JobError` for an unknown id."""
        with self._connect() as connection:
            return self._read(connection, job_id)

    def list(
        self, *, owner: str | None = None, kind: str | None = None, states: Iterable[JobState] | None = None, limit: int = 200
    ) -> "list[Job]":
        """Return jobs, newest first.

        Parameters
        ----------
        owner, kind : str, optional
            Only jobs of this owner, of this kind.
        states : iterable of JobState, optional
            Only jobs in one of these states.
        limit : int, default 200
            At most so many.
        """
        wanted = list(JobState) if states is None else list(states)
        query = (
            f"SELECT * FROM jobs WHERE state IN ({','.join('?' * len(wanted))}) AND (? IS NULL OR owner = ?) AND (? IS NULL OR kind = ?)"
            " ORDER BY created DESC, rowid DESC LIMIT ?"
        )
        with self._connect() as connection:
            rows = connection.execute(query, (*wanted, owner, owner, kind, kind, limit)).fetchall()
        return [self._job(row) for row in rows]

    def begin(self, job_id: str) -> Job:
        """Take a queued job for starting: it becomes running, with a new attempt; raise `JobError` if it is not queued."""
        with self._write() as connection:
            return self._begin(connection, job_id)

    def begin_next(self, kinds: Iterable[str], *, limit: int) -> Job | None:
        """Take the queued job that has waited longest, as `begin` does, if fewer jobs than `limit` are running.

        Parameters
        ----------
        kinds : iterable of str
            Kinds that the caller can start.
        limit : int
            Most jobs, of any kind, that may run at once.

        Returns
        -------
        Job or None
            None where no job waits, or none may start now.
        """
        known = list(kinds)
        query = (
            f"SELECT id FROM jobs WHERE state = ? AND kind IN ({','.join('?' * len(known))})"
            " AND (SELECT COUNT(*) FROM jobs WHERE state = ?) < ?"
            f" ORDER BY {_QUEUED_SINCE}, rowid LIMIT 1"
        )
        values = (JobState.QUEUED, *known, JobState.RUNNING, limit)
        with self._connect() as connection:  # most times there is nothing to do, and nobody waits for a lock
            if connection.execute(query, values).fetchone() is None:
                return None
        with self._write() as connection:
            row = connection.execute(query, values).fetchone()
            return None if row is None else self._begin(connection, row["id"])

    def count_ahead(self, job_id: str) -> int:
        """Return how many jobs are running or have been queued longer than a queued job; 0 for a job that does not wait."""
        with self._connect() as connection:
            job = self._read(connection, job_id)
            if job.state is not JobState.QUEUED:
                return 0
            query = f"""SELECT COUNT(*) FROM jobs, (SELECT {_QUEUED_SINCE} AS since, rowid AS place FROM jobs WHERE id = ?) AS mine
                WHERE state = ? OR (state = ? AND ({_QUEUED_SINCE}, jobs.rowid) < (mine.since, mine.place))"""
            return int(connection.execute(query, (job_id, JobState.RUNNING, JobState.QUEUED)).fetchone()[0])

    def set_process(self, job_id: str, attempt: int, *, pid: int, identity: str) -> bool:
        """Note the process of a running attempt; return False if that attempt is not running any more.

        Parameters
        ----------
        job_id, attempt
            Which run of which job.
        pid : int
            Its first process.
        identity : str
            What `processes.identify` says of it.
        """
        return self._update(job_id, attempt, {"pid": pid, "identity": identity})

    def update_progress(self, job_id: str, attempt: int, *, done: int, total: int | None, message: str = "") -> bool:
        """Note progress of a running attempt; return False if that attempt is not running any more.

        Parameters
        ----------
        job_id, attempt
            Which run of which job.
        done, total : int, optional
            Steps done and in all; total None while unknown. A new total, or fewer steps done than before, begins a new step.
        message : str, default ""
            What is being done.
        """
        now = time.time()
        with self._write() as connection:
            job = self._read(connection, job_id)
            values: dict[str, Any] = {"done": done, "total": total, "message": message, "updated": now}
            if job.pace_start is None or total != job.total or done < job.done:
                values |= {"pace_done": done, "pace_start": now}
            return self._change(connection, job_id, attempt, values)

    def finish(self, job_id: str, attempt: int, state: JobState, *, error: str = "", summary: Mapping[str, Any] | None = None) -> bool:
        """End a running attempt.

        Parameters
        ----------
        job_id, attempt
            Which run of which job.
        state : JobState
            Done, failed, cancelled or lost.
        error : str, default ""
            One sentence.
        summary : mapping, optional
            What came of it; JSON values.

        Returns
        -------
        bool
            False if that attempt is not running any more: nothing was changed.
        """
        values = {"state": state, "error": error, "ended": time.time(), "summary": _to_json(summary or {}, "summary")}
        return self._update(job_id, attempt, values)

    def cancel(self, job_id: str) -> Job:
        """Mark a queued or running job as cancelled; return the job as it was before. Its process is not ended here."""
        with self._write() as connection:
            before = self._read(connection, job_id)
            if before.is_active:
                connection.execute("UPDATE jobs SET state = ?, ended = ? WHERE id = ?", (JobState.CANCELLED, time.time(), job_id))
            return before

    def requeue(self, job_id: str) -> Job:
        """Put a failed, cancelled or lost job back into the queue; raise `JobError` from any other state."""
        with self._write() as connection:
            job = self._read(connection, job_id)
            if job.state not in RESUMABLE:
                raise JobError(f"Job {job_id} is {job.state}; only a failed, cancelled or lost job can be resumed.")
            connection.execute("UPDATE jobs SET state = ?, ended = NULL, updated = ? WHERE id = ?", (JobState.QUEUED, time.time(), job_id))
            return self._read(connection, job_id)

    def delete(self, job_id: str) -> None:
        """Delete a job and its folder; raise `JobError` while it is queued or running."""
        with self._write() as connection:
            job = self._read(connection, job_id)
            if job.is_active:
                raise JobError(f"Job {job_id} is {job.state}; cancel it before it is deleted.")
            connection.execute("DELETE FROM jobs WHERE id = ?", (job_id,))
        shutil.rmtree(job.folder, ignore_errors=True)

    def _hold_open(self) -> sqlite3.Connection:
        """Open a connection that only stays open: closing the last one would write the log back into the file after every change."""
        anchor = sqlite3.connect(self._path, timeout=30, isolation_level=None, check_same_thread=False)
        anchor.execute("SELECT 1 FROM jobs LIMIT 1").fetchone()
        return anchor

    def _update(self, job_id: str, attempt: int, values: Mapping[str, Any]) -> bool:
        with self._write() as connection:
            return self._change(connection, job_id, attempt, values)

    @staticmethod
    def _change(connection: sqlite3.Connection, job_id: str, attempt: int, values: Mapping[str, Any]) -> bool:
        assignments = ", ".join(f"{name} = ?" for name in values)
        query = f"UPDATE jobs SET {assignments} WHERE id = ? AND attempt = ? AND state = ?"
        return connection.execute(query, (*values.values(), job_id, attempt, JobState.RUNNING)).rowcount == 1

    def _read(self, connection: sqlite3.Connection, job_id: str) -> Job:
        row = connection.execute("SELECT * FROM jobs WHERE id = ?", (job_id,)).fetchone()
        if row is None:
            raise JobError(f"There is no job {job_id!r}; expected an id that the list of jobs shows.")
        return self._job(row)

    def _job(self, row: sqlite3.Row) -> Job:
        values = {name: row[name] for name in row.keys()}  # noqa: SIM118  (a Row iterates over its values)
        values |= {"request": json.loads(row["request"]), "summary": json.loads(row["summary"]), "state": JobState(row["state"])}
        return Job(folder=self._folders / row["id"], **values)

    def _begin(self, connection: sqlite3.Connection, job_id: str) -> Job:
        changed = connection.execute(
            "UPDATE jobs SET state = ?, attempt = attempt + 1, started = ?, updated = NULL, ended = NULL, pid = NULL, identity = '',"
            " error = '', message = '', done = 0, total = NULL, pace_done = 0, pace_start = NULL WHERE id = ? AND state = ?",
            (JobState.RUNNING, time.time(), job_id, JobState.QUEUED),
        ).rowcount
        job = self._read(connection, job_id)
        if not changed:
            raise JobError(f"Job {job_id} is {job.state}; only a queued job can be started.")
        return job

    def _make_folder(self, job_id: str, inputs: Mapping[str, bytes]) -> None:
        folder = self._folders / job_id
        try:
            folder.mkdir()
            for name, content in inputs.items():
                (folder / name).write_bytes(content)
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise JobError(f"The input of a job cannot be written ({error}); make room on the disk.") from error

    @contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=30, isolation_level=None)) as connection:
                connection.row_factory = sqlite3.Row
                connection.execute("PRAGMA busy_timeout = 30000")
                _use_write_ahead_log(connection)
                connection.execute("PRAGMA synchronous = NORMAL")
                yield connection
        except sqlite3.Error as error:
            raise JobError(
                f"The job list {self._path} cannot be used ({error}); if it is damaged, move it away and start again."
            ) from error

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._connect() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch the file to write-ahead logging, which does not wait for locks by itself; where the file system cannot, keep the default."""
    for _ in range(100):
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(0.02)


def _to_json(values: Mapping[str, Any], what: str) -> str:
    try:
        return json.dumps(dict(values), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise JobError(f"The {what} of a job is not plain JSON ({error}); expected text, numbers, lists and mappings.") from error
