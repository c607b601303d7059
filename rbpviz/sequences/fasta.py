"""FASTA in and out, streamed: memory does not grow with the file.

Lines without a header are read too, each as one sequence, so that pasted text and files have one grammar.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TextIO

from rbpviz.errors import InputLimitError, InvalidSequenceError
from rbpviz.sequences.alphabet import decode_text, normalise
from rbpviz.sequences.splitter import MAX_HEADER_CHARACTERS, RawRecord, RecordSplitter
from rbpviz.sequences.streams import ReadLimits, clip, open_source, text_blocks
from rbpviz.types import Flag, RejectedRecord, RnaRecord


class IdRegister:
    """Give each record an id of its own; keeps a number for each id, not the id."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._next: dict[str, int] = {}

    def unique(self, wanted: str) -> tuple[str, bool]:
        """Return the id, with `_2`, `_3`, ... added where it was there before, and whether that was done."""
        name, number = wanted, self._next.get(wanted, 2)
        while hash(name) in self._seen:
            name, number = f"{wanted}_{number}", number + 1
        self._seen.add(hash(name))
        if name != wanted:
            self._next[wanted] = number
        return name, name != wanted


def read_fasta(
    source: "Path | str | IO[bytes]",
    *,
    name: str = "",
    limits: ReadLimits = ReadLimits(),
    rejected: list[RejectedRecord] | None = None,
) -> Iterator[RnaRecord]:
    """Read records from a FASTA file or stream, plain or gzip (told by its first bytes), one at a time.

    Parameters
    ----------
    source : Path, str or binary stream
        A file's path, or an open stream; a stream is not closed.
    name : str, default ""
        What messages call the source; the file's name where there is none.
    limits : ReadLimits
        Limits on records, size and compression.
    rejected : list of RejectedRecord, optional
        Where given, what cannot be read is put on this list and reading goes on; else the first such thing raises.

    Yields
    ------
    RnaRecord
        Upper-case `ACGUN`; ids are unique within the source.

    Raises
    ------
    InvalidSequenceError
        With one sentence, for a missing file, text that is no sequence, or a bad record.
    InputLimitError
        When a limit is passed.
    """
    if not name and isinstance(source, str | Path):
        name = Path(source).name
    yield from read_source(source, IdRegister(), name=name, limits=limits, rejected=rejected)


def read_source(
    source: "Path | str | IO[bytes]",
    ids: IdRegister,
    *,
    name: str,
    limits: ReadLimits,
    rejected: list[RejectedRecord] | None,
) -> Iterator[RnaRecord]:
    """Read one source as `read_fasta` does, with ids unique over several sources.

    Parameters
    ----------
    source : Path, str or binary stream
        A file's path, or an open stream.
    ids : IdRegister
        Shared by the sources.
    name : str
        What messages call the source.
    limits : ReadLimits
        Limits on records, size and compression.
    rejected : list of RejectedRecord or None
        As in `read_fasta`.

    Yields
    ------
    RnaRecord
    """
    reader = _SourceReader(name, ids, limits, rejected)
    with open_source(source) as stream:
        try:
            yield from reader.records(stream)
        except (InvalidSequenceError, InputLimitError) as error:
            if rejected is None:
                raise
            rejected.append(RejectedRecord(name, reader.ordinal + 1, str(error)))


def write_fasta(records: Iterable[RnaRecord], stream: TextIO, *, width: int = 80) -> int:
    """Write records as FASTA; flanks of a viewpoint become lower case.

    Parameters
    ----------
    records : iterable of RnaRecord
        What to write. White space in an id becomes `_`.
    stream : text stream
        Where to write.
    width : int, default 80
        Letters a line.

    Returns
    -------
    int
        How many records were written.
    """
    count = 0
    for record in records:
        header = "_".join(record.id.split()) + (" " + " ".join(record.description.split()) if record.description else "")
        letters = record.sequence
        if record.viewpoint is not None:
            start, end = record.viewpoint.start, record.viewpoint.end
            letters = letters[:start].lower() + letters[start:end] + letters[end:].lower()
        lines = [letters[i : i + width] for i in range(0, len(letters), width)]
        stream.write(f">{header}\n" + "\n".join(lines) + "\n")
        count += 1
    return count


class _SourceReader:
    """Reads one source; `ordinal` is the number of the record in hand, counted from 1."""

    def __init__(self, name: str, ids: IdRegister, limits: ReadLimits, rejected: list[RejectedRecord] | None) -> None:
        self._name = clip(name)
        self._subject = f"The file {self._name!r}" if name else "The input"
        self._ids = ids
        self._limits = limits
        self._rejected = rejected
        self.ordinal = 0

    def records(self, stream: "IO[bytes]") -> Iterator[RnaRecord]:
        for raw in self._raw_records(stream):
            self._check_count()
            self.ordinal += 1
            wanted, description = self._read_header(raw.header)
            try:
                record = self._build(raw, wanted, description)
            except (InvalidSequenceError, InputLimitError) as error:
                if self._rejected is None:
                    raise
                self._rejected.append(RejectedRecord(clip(wanted, 200), self.ordinal, str(error)))
                continue
            yield record
        if not self.ordinal:
            raise InvalidSequenceError(f"{self._subject} is empty; expected FASTA or lines of A, C, G, U (or T).")

    def _raw_records(self, stream: "IO[bytes]") -> Iterator[RawRecord]:
        splitter = RecordSplitter(self._limits.max_record_length)
        first = True
        for block in text_blocks(stream, self._limits, subject=self._subject):
            for raw in splitter.feed(block):
                if first:
                    self._check_text(raw)
                yield raw
                first = False
        for raw in splitter.finish():
            if first:
                self._check_text(raw)
            yield raw
            first = False

    def _check_text(self, raw: RawRecord) -> None:
        """Refuse a source as a whole when it begins with a line that is neither a header nor a sequence."""
        if raw.header is None and not raw.too_long:
            normalise(raw.body, subject=f"{self._subject} is no sequence data: its first line")

    def _check_count(self) -> None:
        limit = self._limits.max_records
        if limit is not None and self.ordinal >= limit:
            raise InputLimitError(f"{self._subject} has more than {limit:,} records; split it into smaller files.")

    def _read_header(self, header: bytes | None) -> tuple[str, str]:
        """Return id and description as printable text; a record without a name is numbered."""
        text = decode_text(header[: 4 * MAX_HEADER_CHARACTERS]) if header else ""
        words = "".join(c if c.isprintable() or c.isspace() else "?" for c in text).split(maxsplit=1)
        if not words:
            return f"sequence_{self.ordinal}", ""
        return words[0], " ".join(words[1].split()) if len(words) > 1 else ""

    def _build(self, raw: RawRecord, wanted: str, description: str) -> RnaRecord:
        subject = f"Record {clip(wanted)!r}" + (f" of {self._name!r}" if self._name else "")
        if raw.header is not None and len(raw.header) > MAX_HEADER_CHARACTERS:
            sentence = f"{subject} has a header of more than {MAX_HEADER_CHARACTERS:,} characters; shorten it."
            raise InvalidSequenceError(sentence, record_id=wanted)
        limit = self._limits.max_record_length
        too_long = f"{subject} is longer than {limit:,} nt; cut it into shorter sequences."
        if raw.too_long:
            raise InputLimitError(too_long)
        found = normalise(raw.body, subject=subject, record_id=wanted)
        if not found.sequence:
            raise InvalidSequenceError(f"{subject} is empty; expected at least one base.", record_id=wanted)
        if len(found.sequence) > limit:
            raise InputLimitError(too_long)
        record_id, renamed = self._ids.unique(wanted)
        flags = (*found.flags, Flag.RENAMED) if renamed else found.flags
        return RnaRecord(record_id, found.sequence, found.viewpoint, description, flags)
