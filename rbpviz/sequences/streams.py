"""Bytes in: opening a source, decompressing it under limits, and telling what is no sequence file by its first bytes."""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from rbpviz import config
from rbpviz.errors import InputLimitError, InvalidOptionError, InvalidSequenceError

BLOCK_BYTES = 1 << 18
GZIP_MAGIC = b"\x1f\x8b"
_RATIO_FREE_BYTES = 1_000_000
_HEAD_BYTES = 4096
_TABLE_LINE = re.compile(rb"[^\n\t]*\t-?\d+\t-?\d+")

_PREFIXES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document; copy the sequence out of it"),
    (b"PK\x03\x04", "a zip archive or an office document (such as DOCX or XLSX); unpack it or save it as plain text"),
    (b"\xd0\xcf\x11\xe0", "an old office document; save it as plain text"),
    (b"{\\rtf", "a rich-text document; save it as plain text"),
    (b"BZh", "bzip2-compressed; unpack it or use gzip"),
    (b"\xfd7zXZ", "xz-compressed; unpack it or use gzip"),
    (b"(\xb5/\xfd", "zstd-compressed; unpack it or use gzip"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it"),
    (GZIP_MAGIC, "compressed twice; unpack it once"),
    (b"\x89PNG", "a picture; type or copy the sequence"),
    (b"\xff\xd8\xff", "a picture; type or copy the sequence"),
    (b"\xff\xfe", "UTF-16 text; save it as UTF-8"),
    (b"\xfe\xff", "UTF-16 text; save it as UTF-8"),
    (b"BAM\x01", "a BAM file; convert it to FASTA"),
    (b"@HD\t", "a SAM file; convert it to FASTA"),
    (b"@SQ\t", "a SAM file; convert it to FASTA"),
    (b"@", "FASTQ (reads with qualities); convert it to FASTA"),
    (b"<", "an HTML or XML page; save the sequence itself as FASTA"),
    (b"LOCUS ", "a GenBank file; save it as FASTA"),
    (b"ID   ", "an EMBL or UniProt file; save it as FASTA"),
    (b"##fileformat=VCF", "a VCF file; expected sequences"),
    (b"##gff", "a GFF file; expected sequences"),
    (b"# STOCKHOLM", "a Stockholm alignment; save its sequences as FASTA without gaps"),
    (b"CLUSTAL", "a Clustal alignment; save its sequences as FASTA without gaps"),
    (b"#NEXUS", "a NEXUS file; save its sequences as FASTA without gaps"),
    (b"#", "a table or annotation file with '#' comments; expected FASTA"),
    (b"{", "JSON or program text; expected FASTA"),
    (b"[", "JSON or program text; expected FASTA"),
)


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How much is read before a source is refused.

    Parameters
    ----------
    max_record_length : int
        Longest sequence, nt.
    max_file_bytes : int
        Largest source after decompression, bytes.
    max_compression_ratio : int
        Largest growth of a gzip source, checked beyond its first decompressed megabyte.
    max_records : int, optional
        Most records; None for any number.
    """

    max_record_length: int = config.MAX_RECORD_LENGTH
    max_file_bytes: int = config.MAX_FILE_BYTES
    max_compression_ratio: int = config.MAX_COMPRESSION_RATIO
    max_records: int | None = None

    def __post_init__(self) -> None:
        for field in ("max_record_length", "max_file_bytes", "max_compression_ratio", "max_records"):
            value = getattr(self, field)
            if value is not None and value < 1:
                raise InvalidOptionError(f"Got {field}={value}; expected at least 1.")


@contextmanager
def open_source(source: "Path | str | IO[bytes]") -> Iterator["IO[bytes]"]:
    """Open a path for reading, or lend a stream that the caller keeps.

    Raises
    ------
    InvalidSequenceError
        When there is no readable file of that name.
    """
    if not isinstance(source, str | Path):
        yield source
        return
    try:
        stream: BinaryIO = open(source, "rb")  # noqa: SIM115 - closed below; only opening may fail with this sentence
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise InvalidSequenceError(f"Got the file {clip(str(source))!r}, which cannot be read ({reason}); check its name.") from error
    with stream:
        yield stream


def text_blocks(stream: "IO[bytes]", limits: ReadLimits, *, subject: str, any_text: bool = False) -> Iterator[bytes]:
    """Yield a source's text in blocks with line feeds at line ends and no byte-order mark, holding one block at a time.

    Parameters
    ----------
    stream : binary stream
        Plain or gzip, told apart by the first bytes.
    limits : ReadLimits
        Limits on size and compression.
    subject : str
        How error sentences begin.
    any_text : bool, default False
        Whether text that is no sequence file (tables, annotations, XML) is let through too; the caller then tells what it is.

    Yields
    ------
    bytes
        The text, in blocks.

    Raises
    ------
    InputLimitError
        When the source is too large or a gzip bomb.
    InvalidSequenceError
        When it is damaged gzip, or its first bytes show another kind of file.
    """
    blocks = _limited(_plain_blocks(stream, limits, subject), limits, subject)
    head = b""
    for block in blocks:
        head += block
        if len(head) >= _HEAD_BYTES:
            break
    foreign = None if any_text else foreign_format(head)
    if foreign:
        raise InvalidSequenceError(f"{subject} is {foreign}.")
    yield from _unix_line_ends(_chain(head.removeprefix(b"\xef\xbb\xbf"), blocks))


def foreign_format(head: bytes) -> str | None:
    """Return what a source is that begins with these bytes, when it is no sequence text; else None."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b">"):
        return "binary data; expected FASTA text" if b"\0" in head else None
    for prefix, meaning in _PREFIXES:
        if text.startswith(prefix):
            return meaning
    if head[257:262] == b"ustar":
        return "a tar archive; unpack it and give the FASTA files in it"
    if b"\0" in head:
        return "binary data; expected FASTA text"
    if _TABLE_LINE.match(text):
        return "a table with positions (such as BED); expected sequences"
    return None


def clip(text: str, limit: int = 60) -> str:
    """Return text cut to `limit` characters, for use in a sentence."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _read(stream: "IO[bytes]", subject: str) -> bytes:
    try:
        block: bytes | str = stream.read(BLOCK_BYTES)
    except OSError as error:
        raise InvalidSequenceError(f"{subject} cannot be read ({error.strerror or error}); check the file.") from error
    except UnicodeDecodeError as error:
        raise InvalidSequenceError(f"{subject} is no UTF-8 text; open it as bytes.") from error
    return block.encode("utf-8", "surrogatepass") if isinstance(block, str) else block


def _plain_blocks(stream: "IO[bytes]", limits: ReadLimits, subject: str) -> Iterator[bytes]:
    first = _read(stream, subject)
    if first[:1] == GZIP_MAGIC[:1]:
        while len(first) < len(GZIP_MAGIC) and (more := _read(stream, subject)):
            first += more
    if first.startswith(GZIP_MAGIC):
        yield from _gunzip(first, stream, limits, subject=subject)
        return
    while first:
        yield first
        first = _read(stream, subject)


def _gunzip(data: bytes, stream: "IO[bytes]", limits: ReadLimits, *, subject: str) -> Iterator[bytes]:
    """Decompress one or several gzip members (as bgzip writes them) in bounded steps."""
    taken, given = len(data), 0
    unpacker = zlib.decompressobj(wbits=31)
    while True:
        try:
            block = unpacker.decompress(data, BLOCK_BYTES)
        except zlib.error as error:
            raise InvalidSequenceError(f"{subject} is a damaged gzip file ({error}); compress or download it again.") from error
        given += len(block)
        if given > _RATIO_FREE_BYTES and given > limits.max_compression_ratio * taken:
            raise InputLimitError(f"{subject} grows more than {limits.max_compression_ratio}-fold when unpacked; this is a gzip bomb.")
        if block:
            yield block
        data = unpacker.unconsumed_tail or unpacker.unused_data
        if unpacker.eof:
            data = data.lstrip(b"\0")
        if not data:
            data = _read(stream, subject)
            taken += len(data)
            if unpacker.eof:
                data = data.lstrip(b"\0")
        if unpacker.eof and data:
            unpacker = zlib.decompressobj(wbits=31)
        elif not data and not block:
            break
    if not unpacker.eof:
        raise InvalidSequenceError(f"{subject} is a gzip file that was cut off; compress or download it again.")


def _limited(blocks: Iterator[bytes], limits: ReadLimits, subject: str) -> Iterator[bytes]:
    total = 0
    for block in blocks:
        total += len(block)
        if total > limits.max_file_bytes:
            raise InputLimitError(f"{subject} is larger than {limits.max_file_bytes:,} bytes; split it into smaller files.")
        yield block


def _unix_line_ends(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Turn Windows and old Mac line ends into line feeds, also where a pair is cut by a block's end."""
    held = b""
    for block in blocks:
        text = held + block
        held = b""
        if text.endswith(b"\r"):
            text, held = text[:-1], b"\r"
        if b"\r" in text:
            text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if text:
            yield text
    if held:
        yield b"\n"
