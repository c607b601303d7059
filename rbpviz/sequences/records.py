"""The front door: whatever a user gives as sequences becomes records here, and nowhere else."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Union

from rbpviz import config
from rbpviz.errors import InputLimitError, InvalidSequenceError
from rbpviz.sequences.fasta import IdRegister, read_source
from rbpviz.sequences.streams import ReadLimits
from rbpviz.types import Flag, RejectedRecord, RnaRecord

Source = Union[str, bytes, Path, RnaRecord, "IO[bytes]", tuple[str, bytes], tuple[str, "IO[bytes]"]]
"""Pasted text, a file's content, a path, a record, an open file, or a named upload `(name, content)`."""

_INDENTED_HEADER = re.compile(r"(?m)^[^\S\n\r]+>")
_EXPECTED = "expected pasted text, a Path, an open file, (name, content), a record, or several of these"


def as_records(
    source: Source | Iterable[Source],
    *,
    name: str = "",
    limits: ReadLimits = ReadLimits(),
    rejected: list[RejectedRecord] | None = None,
) -> list[RnaRecord]:
    """Turn any input into records with unique ids.

    Parameters
    ----------
    source : str, bytes, Path, RnaRecord, binary stream, (name, content) or an iterable of these
        A `str` is always text (FASTA or one sequence a line), never a path.
    name : str, default ""
        What messages call a source without a name of its own.
    limits : ReadLimits
        Limits on records, size and compression.
    rejected : list of RejectedRecord, optional
        Where given, what cannot be read is put on this list and the rest is returned; else the first such thing raises.

    Returns
    -------
    list of RnaRecord
        In the order of the input; empty only where `rejected` says why.

    Raises
    ------
    InvalidSequenceError
        With one sentence, for text that is no sequence, a bad record or a missing file.
    InputLimitError
        When a limit is passed.
    """
    return list(iter_records(source, name=name, limits=limits, rejected=rejected))


def iter_records(
    source: Source | Iterable[Source],
    *,
    name: str = "",
    limits: ReadLimits = ReadLimits(),
    rejected: list[RejectedRecord] | None = None,
) -> Iterator[RnaRecord]:
    """Yield what `as_records` returns, one record at a time, in constant memory; same errors.

    Parameters
    ----------
    source : str, bytes, Path, RnaRecord, binary stream, (name, content) or an iterable of these
        As in `as_records`.
    name : str, default ""
        What messages call a source without a name of its own.
    limits : ReadLimits
        Limits on records, size and compression.
    rejected : list of RejectedRecord, optional
        Where what cannot be read is put.

    Yields
    ------
    RnaRecord
    """
    ids = IdRegister()
    seen = False
    for part in _parts(source):
        seen = True
        if isinstance(part, RnaRecord):
            yield _renamed(part, ids)
            continue
        stream, own_name = _stream(part, name)
        try:
            opened = stream if isinstance(stream, Path) else _checked(stream)
        except InputLimitError as error:
            if rejected is None:
                raise
            rejected.append(RejectedRecord(own_name, 1, str(error)))
            continue
        yield from read_source(opened, ids, name=own_name, limits=limits, rejected=rejected)
    if not seen:
        raise InvalidSequenceError("Got no input; expected at least one sequence.")


def parse_text(text: str, *, limits: ReadLimits = ReadLimits(), rejected: list[RejectedRecord] | None = None) -> list[RnaRecord]:
    """Read pasted text: FASTA, or bare lines of letters with one sequence a line.

    Parameters
    ----------
    text : str
        What was pasted.
    limits : ReadLimits
        Limits on records and sizes.
    rejected : list of RejectedRecord, optional
        Where what cannot be read is put.

    Returns
    -------
    list of RnaRecord
        As `as_records` returns them, with the same errors.
    """
    return as_records(text, limits=limits, rejected=rejected)


def _parts(source: object) -> Iterator[Source]:
    """Tell one source from several."""
    if isinstance(source, str | bytes | Path | RnaRecord) or hasattr(source, "read") or _is_upload(source):
        yield source  # type: ignore[misc]
    elif isinstance(source, Iterable):
        for part in source:
            yield from _parts(part)
    else:
        raise InvalidSequenceError(f"Got {type(source).__name__}; {_EXPECTED}.")


def _is_upload(source: object) -> bool:
    if not (isinstance(source, tuple) and len(source) == 2 and isinstance(source[0], str)):
        return False
    return isinstance(source[1], bytes | bytearray) or hasattr(source[1], "read")


def _stream(part: Source, name: str) -> "tuple[Path | str | IO[bytes], str]":
    """Return a path, pasted text or a stream, and the name that messages use."""
    if isinstance(part, tuple):
        own_name, content = part
        return (io.BytesIO(content) if isinstance(content, bytes | bytearray) else content), Path(own_name).name
    if isinstance(part, Path):
        return part, name or part.name
    if isinstance(part, bytes):
        return io.BytesIO(part), name
    return part, name  # type: ignore[return-value]


def _checked(stream: "str | IO[bytes]") -> "IO[bytes]":
    """Return pasted text as a stream, after its limit was checked."""
    if not isinstance(stream, str):
        return stream
    if len(stream) > config.MAX_PASTE_CHARACTERS:
        raise InputLimitError(f"Got {len(stream):,} pasted characters; expected at most {config.MAX_PASTE_CHARACTERS:,}; give a file.")
    return io.BytesIO(_INDENTED_HEADER.sub(">", stream).encode("utf-8", "surrogatepass"))


def _renamed(record: RnaRecord, ids: IdRegister) -> RnaRecord:
    name, renamed = ids.unique(record.id)
    return replace(record, id=name).with_flags(Flag.RENAMED) if renamed else record
