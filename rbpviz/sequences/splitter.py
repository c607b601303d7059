"""Cutting text that arrives in blocks into records, in constant memory."""

from collections.abc import Iterator
from typing import NamedTuple

from rbpviz.sequences.alphabet import WHITESPACE

MAX_HEADER_CHARACTERS = 10_000
"""Longest header line."""
_COMPACT_BYTES = 1 << 19


class RawRecord(NamedTuple):
    """One record before its letters are looked at.

    Parameters
    ----------
    header : bytes or None
        The line after `>`; None for a line without a header.
    body : bytes
        Letters and white space.
    too_long : bool
        Whether the body was longer than the limit and is left out.
    """

    header: bytes | None
    body: bytes
    too_long: bool = False


class RecordSplitter:
    """Cut text that arrives in blocks into records; how it was cut into blocks makes no difference.

    Parameters
    ----------
    max_length : int
        Longest sequence kept, nt; a longer one is skipped without being stored.
    """

    def __init__(self, max_length: int) -> None:
        self._most_letters = 4 * max_length
        self._buffer = b""
        self._in_fasta = False
        self._skipping = False
        self._skipped_header = b""

    def feed(self, block: bytes) -> Iterator[RawRecord]:
        """Take a block with line feeds at line ends and yield the records that are complete."""
        self._buffer += block
        if not self._in_fasta:
            yield from self._bare_lines()
        if self._in_fasta:
            *complete, self._buffer = self._buffer.split(b"\n>")
            for text in complete:
                yield self._finish(text)
                self._skipping = False
        if len(self._buffer) > _COMPACT_BYTES:
            self._compact()

    def finish(self) -> Iterator[RawRecord]:
        """Yield the last record, once the source has ended."""
        yield from self.feed(b"\n")
        if self._in_fasta:
            yield self._finish(self._buffer)
        self._buffer = b""

    def _bare_lines(self) -> Iterator[RawRecord]:
        """Take lines up to the first header; white space before it does not matter."""
        while True:
            if not self._skipping:
                self._buffer = self._buffer.lstrip(WHITESPACE)
                if self._buffer.startswith(b">"):
                    self._in_fasta, self._buffer = True, self._buffer[1:]
                    return
            line, newline, rest = self._buffer.partition(b"\n")
            if not newline:
                return
            self._buffer = rest
            yield self._checked(None, line)
            self._skipping = False

    def _finish(self, text: bytes) -> RawRecord:
        if self._skipping:
            return RawRecord(self._skipped_header, b"", True)
        header, _, body = text.partition(b"\n")
        return self._checked(header, body)

    def _checked(self, header: bytes | None, body: bytes) -> RawRecord:
        """Drop a body that is far over the limit, whichever blocks it came in."""
        too_long = self._skipping or (len(body) > self._most_letters and len(body.translate(None, WHITESPACE)) > self._most_letters)
        return RawRecord(header, b"" if too_long else body, too_long)

    def _compact(self) -> None:
        """Drop white space from a long unfinished record, or the record itself when it is over the limit."""
        end = b"\n" if self._buffer.endswith(b"\n") else b""
        if self._skipping:
            self._buffer = end
            return
        header, newline, body = self._buffer.partition(b"\n") if self._in_fasta else (b"", b"", self._buffer)
        body = body.translate(None, WHITESPACE)
        if self._in_fasta and not newline:
            self._skip(header[: MAX_HEADER_CHARACTERS + 1], b"")
        elif len(body) > self._most_letters:
            self._skip(header, end)
        else:
            self._buffer = header + newline + body + end

    def _skip(self, header: bytes, end: bytes) -> None:
        self._skipping, self._skipped_header, self._buffer = True, header, end
