"""Inputs kept on this machine, so that a reload, a second tab or a link finds them again and no sequence is ever part of an address.

One folder of JSON files under the user's rbpviz folder, named by a hash of their content; what was not used for a month is removed.
"""

import hashlib
import json
import os
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rbpviz import config
from rbpviz.errors import RbpvizError
from rbpviz.examples import EXAMPLES, Example, get_example
from rbpviz.sequences.records import as_records
from rbpviz.types import Flag, Interval, RejectedRecord, RnaRecord

KEEP_DAYS = 30
_EXAMPLE_PREFIX = "example-"
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class StoredInput:
    """Records that a user gave, as they were read.

    Parameters
    ----------
    id : str
        Name in links: a hash, or `example-...`.
    title : str
        What it is, for people; may hold file names (untrusted text).
    records : tuple of RnaRecord
        Good records.
    rejected : tuple of RejectedRecord
        What could not be read, and why.
    """

    id: str
    title: str
    records: tuple[RnaRecord, ...]
    rejected: tuple[RejectedRecord, ...] = ()

    @property
    def bases(self) -> int:
        """Number of bases of all records."""
        return sum(len(record) for record in self.records)


def example_id(name: str) -> str:
    """Return the input id of an example."""
    return _EXAMPLE_PREFIX + get_example(name).name


def find_example(wanted: str) -> Example | None:
    """Return the example that an input id names, or None."""
    return EXAMPLES.get(wanted.removeprefix(_EXAMPLE_PREFIX)) if wanted.startswith(_EXAMPLE_PREFIX) else None


def save_input(title: str, records: Iterable[RnaRecord], rejected: Iterable[RejectedRecord] = ()) -> StoredInput:
    """Keep records on disk and return them with their id; the same content gets the same id."""
    kept, left_out = tuple(records), tuple(rejected)
    head = {"title": title, "rejected": [[r.id, r.ordinal, r.reason] for r in left_out]}
    lines = [json.dumps(head), *map(_line, kept)]
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode() + b"\n")
    stored = StoredInput(digest.hexdigest()[:32], title, kept, left_out)
    path = _path(stored.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    _forget_old(path.parent)
    draft = path.with_suffix(f".{os.getpid()}.part")
    draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
    draft.replace(path)
    return stored


def open_input(wanted: str) -> StoredInput | None:
    """Return a kept input or an example by its id; None for any other text, also when it was removed."""
    example = find_example(wanted)
    if example is not None:
        return StoredInput(wanted, f"Example: {example.title}", tuple(as_records(example.path)))
    if not _ID.fullmatch(wanted):
        return None
    try:
        with _path(wanted).open(encoding="utf-8") as lines:
            stored = _read(wanted, lines)
        os.utime(_path(wanted))
    except (OSError, ValueError, KeyError, TypeError, RbpvizError):
        return None
    return stored


def _path(wanted: str) -> Path:
    return config.home_dir() / "inputs" / f"{wanted}.jsonl"


def _line(record: RnaRecord) -> str:
    viewpoint = None if record.viewpoint is None else [record.viewpoint.start, record.viewpoint.end]
    return json.dumps([record.id, record.sequence, viewpoint, record.description, list(record.flags)])


def _read(wanted: str, lines: Iterator[str]) -> StoredInput:
    head = json.loads(next(lines, ""))
    rejected = tuple(RejectedRecord(*values) for values in head["rejected"])
    return StoredInput(wanted, head["title"], tuple(map(_record, lines)), rejected)


def _record(line: str) -> RnaRecord:
    name, sequence, viewpoint, description, flags = json.loads(line)
    place = None if viewpoint is None else Interval(*viewpoint)
    return RnaRecord(name, sequence, place, description, tuple(Flag(flag) for flag in flags))


def _forget_old(folder: Path) -> None:
    """Remove inputs that were not opened for `KEEP_DAYS` days."""
    oldest = time.time() - KEEP_DAYS * 86_400
    for path in folder.glob("*.jsonl"):
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
        except OSError:  # another session was quicker
            continue
