"""Sources of genes under the house's guards: opened, unpacked and limited once, told apart by content, read as lines or bytes."""

import io
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Union

from rbpviz import config
from rbpviz.errors import GeneError, InputLimitError
from rbpviz.sequences.alphabet import decode_text
from rbpviz.sequences.streams import BLOCK_BYTES, ReadLimits, clip, foreign_format, open_source, text_blocks

GeneSource = Union[Path, str, bytes, "IO[bytes]", tuple[str, bytes], tuple[str, "IO[bytes]"]]
"""A file's path (a `str` is one too), its content, an open file, or a named upload `(name, content)`."""

GENE_LIMITS = ReadLimits(max_record_length=config.MAX_GENE_LENGTH, max_file_bytes=4_000_000_000)
"""Limits of gene files; annotations of whole genomes have up to 2 GB when unpacked."""
MAX_LINE_CHARACTERS = 2_000_000
"""Longest line of a table or annotation."""
_HEAD_BYTES = 1 << 15
_SPOOLED_BYTES = 1 << 24
_GFF_LINE = re.compile(r"[^\t]*\t[^\t]*\t[^\t]*\t\d+\t\d+\t[^\t]*\t[+\-.?]\t")


class GeneFormat(StrEnum):
    """What a source of genes is, told by its first bytes."""

    FASTA = "FASTA"
    GENBANK = "GenBank"
    LRG = "LRG XML"
    GFF = "GTF or GFF3"
    BENCHMARK = "a table of genes with acceptors and donors"
    EXON_TABLE = "a table of exons"


@dataclass(frozen=True, slots=True)
class GeneInput:
    """One source of genes, which can be read several times.

    Parameters
    ----------
    name : str
        What messages call it.
    source : Path or binary stream
        Where the bytes are; a stream is read from its present position and not closed.
    start : int, default 0
        Position of a stream at which the content begins.
    """

    name: str
    source: "Path | IO[bytes]"
    start: int = 0

    @property
    def subject(self) -> str:
        """How sentences about this source begin."""
        return f"The file {clip(self.name)!r}" if self.name else "The input"

    @property
    def path(self) -> Path | None:
        """The file's path, where it has one."""
        return self.source if isinstance(self.source, Path) else None

    def rewound(self) -> "Path | IO[bytes]":
        """Return the path, or the stream at the position where the content begins."""
        if not isinstance(self.source, Path):
            self.source.seek(self.start)
        return self.source

    def blocks(self, limits: ReadLimits = GENE_LIMITS) -> Iterator[bytes]:
        """Yield the unpacked text in blocks, as `text_blocks` does."""
        with open_source(self.rewound()) as stream:
            yield from text_blocks(stream, limits, subject=self.subject, any_text=True)

    def lines(self, limits: ReadLimits = GENE_LIMITS) -> Iterator[str]:
        """Yield the unpacked text line by line, without line feeds; raises `InputLimitError` for a line that is no line."""
        held: list[bytes] = []
        size = 0
        for block in self.blocks(limits):
            first, *rest = block.split(b"\n")
            held.append(first)
            size += len(first)
            if rest:
                yield decode_text(b"".join(held))
                yield from map(decode_text, rest[:-1])
                held, size = [rest[-1]], len(rest[-1])
            if size > MAX_LINE_CHARACTERS:
                raise InputLimitError(f"{self.subject} has a line of more than {MAX_LINE_CHARACTERS:,} characters; expected text in lines.")
        if size:
            yield decode_text(b"".join(held))

    def head(self) -> bytes:
        """Return the first bytes of the unpacked text, up to about 32 kB."""
        found = b""
        for block in self.blocks():
            found += block
            if len(found) >= _HEAD_BYTES:
                break
        return found[:_HEAD_BYTES]

    def format(self) -> GeneFormat:
        """Return what the source is; raises `GeneError` for anything that holds no genes."""
        head = self.head()
        found = sniff(head)
        if found is not None:
            return found
        other = foreign_format(head) if not head.lstrip().startswith((b"<", b"#", b"LOCUS")) else None
        what = other or ("empty" if not head.strip() else "of an unknown kind")
        raise GeneError(
            f"{self.subject} is {what}; expected FASTA with an exon table, GTF or GFF3 beside it, GenBank, or LRG XML."
            if ";" not in what
            else f"{self.subject} is {what}."
        )


def as_input(source: GeneSource, *, name: str = "") -> GeneInput:
    """Make any source readable several times; a stream that cannot be rewound is copied to a temporary file under the size limit."""
    if isinstance(source, tuple):
        return as_input(source[1], name=Path(source[0]).name)
    if isinstance(source, str | Path):
        return GeneInput(name or Path(source).name, Path(source))
    if isinstance(source, bytes | bytearray):
        return GeneInput(name, io.BytesIO(source))
    if hasattr(source, "seekable") and source.seekable():
        return GeneInput(name, source, source.tell())
    if not hasattr(source, "read"):
        raise GeneError(f"Got {type(source).__name__}; expected a path, an open file, its content, or (name, content).")
    return GeneInput(name, _copied(source))


def sniff(head: bytes) -> GeneFormat | None:
    """Return what a text is that begins with these bytes; None where it holds no genes."""
    text = decode_text(head.removeprefix(b"\xef\xbb\xbf")).lstrip()
    if "\0" in text:
        return None
    if text.startswith(">"):
        return GeneFormat.FASTA
    if text.startswith("LOCUS "):
        return GeneFormat.GENBANK
    if text.startswith("<"):
        return GeneFormat.LRG if re.search(r"<lrg[\s>]", text) else None
    if text.lower().startswith("##gff-version"):
        return GeneFormat.GFF
    line = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    if _GFF_LINE.match(line):
        return GeneFormat.GFF
    columns = set(split_columns(line.lower()))
    if {"acceptors", "donors"} <= columns:
        return GeneFormat.BENCHMARK
    if any("start" in column for column in columns) and any("end" in column or "stop" in column for column in columns):
        return GeneFormat.EXON_TABLE
    return None


def split_columns(line: str) -> list[str]:
    """Cut a table's line at tabs, or at semicolons or commas where it has no tab; quotes and outer spaces are dropped."""
    separator = next((mark for mark in "\t;," if mark in line), "\t")
    return [cell.strip().strip('"').strip() for cell in line.split(separator)]


class BlockReader(io.RawIOBase):
    """A binary file over blocks of bytes, for parsers that want a file.

    Parameters
    ----------
    blocks : iterator of bytes
        What to give.
    """

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._held = b""

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer and return how many bytes it got; 0 at the end."""
        while not self._held:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._held = block
        count = min(len(buffer), len(self._held))
        buffer[:count] = self._held[:count]
        self._held = self._held[count:]
        return count


def _copied(stream: "IO[bytes]") -> "IO[bytes]":
    """Copy a pipe to a temporary file that disappears when it is closed."""
    copy = tempfile.SpooledTemporaryFile(_SPOOLED_BYTES)  # noqa: SIM115 - lives as long as the input
    size = 0
    while block := stream.read(BLOCK_BYTES):
        size += len(block)
        if size > GENE_LIMITS.max_file_bytes:
            raise InputLimitError(f"The input is larger than {GENE_LIMITS.max_file_bytes:,} bytes; split it into smaller files.")
        copy.write(block)
    copy.seek(0)
    return copy
