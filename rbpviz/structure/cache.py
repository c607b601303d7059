"""Folds on disk: what was folded once is not folded again.

An SQLite file, safe with several processes and threads, and never a reason to fail.
"""

import hashlib
import sqlite3
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import TypeVar

from rbpviz import config
from rbpviz.errors import InvalidOptionError, RbpvizError, RbpvizWarning
from rbpviz.results.structures import Structure
from rbpviz.structure.codec import CODEC_VERSION, decode_structure, encode_structure
from rbpviz.structure.folding import FoldOptions
from rbpviz.structure.vienna import VIENNA_VERSION

DEFAULT_MAX_BYTES = 2_000_000_000
"""Size that the cache keeps to, bytes; about 200,000 folds of 336 nt."""
_SCHEMA = 1
_BATCH = 500
_TOUCH_SECONDS = 3600
_WAIT_SECONDS = 20.0
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}

T = TypeVar("T")


class FoldCache:
    """Structures by sequence, options and version of ViennaRNA.

    A damaged file is replaced by an empty one, with a warning; a file that cannot be used (read-only folder, full disk) switches the
    cache off, with a warning. Use it as a context manager or call `close`.

    Parameters
    ----------
    path : Path, optional
        Default: `folds.sqlite` in the cache folder.
    max_bytes : int
        Size limit; the folds that were not asked for longest go first.
    """

    def __init__(self, path: Path | None = None, *, max_bytes: int = DEFAULT_MAX_BYTES) -> None:
        if max_bytes < 1_000_000:
            raise InvalidOptionError(f"Got max_bytes={max_bytes}; expected at least 1,000,000.")
        self._path = Path(path) if path is not None else config.cache_dir() / "folds.sqlite"
        self._max_bytes = max_bytes
        self._lock = threading.RLock()
        self._database: sqlite3.Connection | None = None
        self._attempt(self._open)

    def __enter__(self) -> "FoldCache":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self._path

    def get_many(self, sequences: Sequence[str], options: FoldOptions) -> dict[int, Structure]:
        """Look sequences up in one go.

        Parameters
        ----------
        sequences : sequence of str
            Upper-case `ACGUN`.
        options : FoldOptions
            What is asked for.

        Returns
        -------
        dict of int to Structure
            By place in `sequences`; what is not there is left out.
        """
        keys = _keys(sequences, options)
        payloads = self._attempt(lambda: self._select(list(dict.fromkeys(keys)))) or {}
        found: dict[int, Structure] = {}
        for place, key in enumerate(keys):
            if key in payloads:
                try:
                    found[place] = decode_structure(payloads[key], sequences[place], options)
                except (ValueError, RbpvizError):
                    continue
        return found

    def put_many(self, structures: Iterable[Structure], options: FoldOptions) -> None:
        """Store structures in one transaction, then bring the file below its limit."""
        self.put_payloads([(structure.sequence, encode_structure(structure)) for structure in structures], options)

    def put_payloads(self, payloads: Sequence[tuple[str, bytes]], options: FoldOptions) -> None:
        """Store `(sequence, encoded structure)`, as worker processes return them; see `put_many`."""
        keys = _keys([sequence for sequence, _ in payloads], options)
        now = int(time.time())
        rows = [(key, payload, now) for key, (_, payload) in zip(keys, payloads, strict=True)]
        if rows:
            self._attempt(lambda: self._insert(rows))

    def __len__(self) -> int:
        """Return how many folds are stored."""
        count = self._attempt(lambda: self._connection().execute("SELECT count(*) FROM folds").fetchone()[0])
        return int(count or 0)

    def close(self) -> None:
        """Close the file; a closed cache finds and stores nothing."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    def _attempt(self, action: Callable[[], T]) -> T | None:
        """Run a database action; whatever goes wrong, the cache answers None and the work goes on without it."""
        with self._lock:
            try:
                return action()
            except _Closed:
                return None
            except (sqlite3.Error, OSError) as error:
                self._recover(error)
                return None

    def _recover(self, error: Exception) -> None:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return
        self.close()
        if code not in _DAMAGED:
            warnings.warn(f"The cache of folds {self._path.name!r} is not used: {error}.", RbpvizWarning, stacklevel=5)
            return
        warnings.warn(f"The cache of folds {self._path.name!r} was damaged ({error}) and starts afresh.", RbpvizWarning, stacklevel=5)
        try:
            for ending in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
            self._open()
        except (sqlite3.Error, OSError):
            self.close()

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(self._path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=NORMAL")
        if self._database.execute("PRAGMA user_version").fetchone()[0] != _SCHEMA:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.execute("DROP TABLE IF EXISTS folds")
            self._database.execute("CREATE TABLE folds (key BLOB PRIMARY KEY, payload BLOB NOT NULL, used INTEGER NOT NULL)")
            self._database.execute("CREATE INDEX folds_used ON folds (used)")
            self._database.execute(f"PRAGMA user_version={_SCHEMA}")
            self._database.execute("COMMIT")

    def _connection(self) -> sqlite3.Connection:
        if self._database is None:
            raise _Closed
        return self._database

    def _select(self, keys: list[bytes]) -> dict[bytes, bytes]:
        database = self._connection()
        found: dict[bytes, bytes] = {}
        stale: list[tuple[int, bytes]] = []
        now = int(time.time())
        for start in range(0, len(keys), _BATCH):
            batch = keys[start : start + _BATCH]
            marks = ",".join("?" * len(batch))
            for key, payload, used in database.execute(f"SELECT key, payload, used FROM folds WHERE key IN ({marks})", batch):  # noqa: S608 - marks only
                found[key] = payload
                if used < now - _TOUCH_SECONDS:
                    stale.append((now, key))
        if stale:
            with _Transaction(database):
                database.executemany("UPDATE folds SET used = ? WHERE key = ?", stale)
        return found

    def _insert(self, rows: list[tuple[bytes, bytes, int]]) -> None:
        database = self._connection()
        with _Transaction(database):
            database.executemany("INSERT OR REPLACE INTO folds (key, payload, used) VALUES (?, ?, ?)", rows)
            if _used_bytes(database) > self._max_bytes:
                self._evict(database)

    def _evict(self, database: sqlite3.Connection) -> None:
        """Delete the folds that were not asked for longest, a tenth at a time, until nine tenths of the limit are kept."""
        while _used_bytes(database) > 0.9 * self._max_bytes:
            count = database.execute("SELECT count(*) FROM folds").fetchone()[0]
            if not count:
                return
            database.execute("DELETE FROM folds WHERE key IN (SELECT key FROM folds ORDER BY used, rowid LIMIT ?)", (max(1, count // 10),))


class _Closed(Exception):
    """The cache is closed or switched off."""


class _Transaction:
    """One write transaction, rolled back on an error."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def __enter__(self) -> None:
        self._database.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._database.execute("COMMIT")
        elif self._database.in_transaction:
            self._database.execute("ROLLBACK")


def _used_bytes(database: sqlite3.Connection) -> int:
    pages, free, size = (database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size"))
    return int((pages - free) * size)


def _keys(sequences: Sequence[str], options: FoldOptions) -> list[bytes]:
    setting = hashlib.sha256(repr((CODEC_VERSION, VIENNA_VERSION, astuple(options))).encode())
    keys = []
    for sequence in sequences:
        digest = setting.copy()
        digest.update(sequence.encode())
        keys.append(digest.digest())
    return keys
