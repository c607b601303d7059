"""Sources under limits: gzip in all its states, and files that are no sequences."""

import gzip
import io
import random

import pytest

from rbpviz.errors import InputLimitError, InvalidOptionError, InvalidSequenceError, RbpvizError
from rbpviz.sequences.streams import ReadLimits, foreign_format, open_source, text_blocks

LIMITS = ReadLimits()


def read(data: bytes, limits: ReadLimits = LIMITS) -> bytes:
    return b"".join(text_blocks(io.BytesIO(data), limits, subject="The input"))


class Dribble(io.BytesIO):
    """A stream that gives one byte at a time, as a slow pipe may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(1)


@pytest.mark.parametrize("text", [b">a\nAC\nGU\n", b">a\r\nAC\r\nGU\r\n", b">a\rAC\rGU\r", b"\xef\xbb\xbf>a\nAC\nGU\n"])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("stream", [io.BytesIO, Dribble])
def test_line_ends_marks_and_packing_make_no_difference(text: bytes, packed: bool, stream: type[io.BytesIO]) -> None:
    data = gzip.compress(text) if packed else text
    assert b"".join(text_blocks(stream(data), LIMITS, subject="The input")) == b">a\nAC\nGU\n"


def test_a_text_stream_is_read_too() -> None:
    assert b"".join(text_blocks(io.StringIO(">a\nACGU\n"), LIMITS, subject="x")) == b">a\nACGU\n"  # type: ignore[arg-type]


def test_several_gzip_members_and_padding() -> None:
    data = gzip.compress(b">a\nAC") + gzip.compress(b"GU\n") + gzip.compress(b"") + gzip.compress(b">b\nA\n") + b"\0" * 1000
    assert read(data) == b">a\nACGU\n>b\nA\n"


def test_a_large_gzip_file_survives_blocks() -> None:
    rng = random.Random(1)
    text = b">a\n" + "".join(rng.choices("ACGT\n", k=3_000_000)).encode()
    assert read(gzip.compress(text, 1)) == text


@pytest.mark.parametrize("cut", [3, 12, 40, -1, -8])
def test_a_gzip_file_that_was_cut_off(cut: int) -> None:
    data = gzip.compress(b">a\n" + bytes(random.Random(2).choices(b"ACGU", k=400)))
    with pytest.raises(InvalidSequenceError, match="cut off"):
        read(data[:cut])


def test_a_damaged_gzip_file() -> None:
    data = bytearray(gzip.compress(b">a\n" + bytes(random.Random(2).choices(b"ACGU", k=4000))))
    data[200] ^= 0xFF
    with pytest.raises(InvalidSequenceError, match="damaged gzip"):
        read(bytes(data))
    with pytest.raises(InvalidSequenceError, match="damaged gzip"):
        read(gzip.compress(b">a\nACGU") + b"garbage")


def test_a_gzip_bomb_is_refused_early() -> None:
    bomb = gzip.compress(b">a\n" + b"A" * 30_000_000)
    seen: list[int] = []
    with pytest.raises(InputLimitError, match="bomb"):
        seen.extend(len(block) for block in text_blocks(io.BytesIO(bomb), LIMITS, subject="The input"))
    assert sum(seen) < 8_000_000


def test_size_limits_count_what_is_unpacked() -> None:
    limits = ReadLimits(max_file_bytes=1000)
    for data in (b"A" * 1001, gzip.compress(b"A" * 1001)):
        with pytest.raises(InputLimitError, match="1,000 bytes"):
            read(data, limits)
    assert len(read(b"A" * 1000, limits)) == 1000


@pytest.mark.parametrize(
    ("head", "word"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04rest", "office document"),
        (b"<!DOCTYPE html>", "HTML"),
        (b"  \n<html>", "HTML"),
        (b"@read1\nACGU\n+\nIIII\n", "FASTQ"),
        (b"@HD\tVN:1.6", "SAM"),
        (b"\x89PNG\r\n", "picture"),
        (b"\xff\xfe>\0a\0", "UTF-16"),
        (b"BZh91AY", "bzip2"),
        (b"LOCUS       X", "GenBank"),
        (b"##fileformat=VCFv4.3", "VCF"),
        (b"chr1\t100\t200\tx", "table"),
        (b"ACGU\0\1\2", "binary"),
        (b">a\nAC\0", "binary"),
        (b"name".ljust(257, b"\0") + b"ustar", "tar"),
    ],
)
def test_files_of_other_kinds_are_named(head: bytes, word: str) -> None:
    with pytest.raises(InvalidSequenceError, match=word) as caught:
        read(head)
    assert str(caught.value).startswith("The input is ")
    assert str(caught.value).count("\n") == 0


def test_gzip_inside_gzip_is_named() -> None:
    with pytest.raises(InvalidSequenceError, match="compressed twice"):
        read(gzip.compress(gzip.compress(b">a\nACGU")))


@pytest.mark.parametrize("head", [b"", b">a\nACGU", b"ACGU\n", b"\n\n>a\nA", b"acgt\tacgt"])
def test_sequences_are_not_taken_for_something_else(head: bytes) -> None:
    assert foreign_format(head) is None


@pytest.mark.parametrize("name", ["does/not/exist.fa", "a\0b", ""])
def test_a_file_that_cannot_be_opened(name: str) -> None:
    with pytest.raises(InvalidSequenceError, match="cannot be read"), open_source(name):
        pass


@pytest.mark.parametrize("field", ["max_record_length", "max_file_bytes", "max_compression_ratio", "max_records"])
def test_limits_are_positive(field: str) -> None:
    with pytest.raises(InvalidOptionError, match=field):
        ReadLimits(**{field: 0})
    assert issubclass(InvalidOptionError, RbpvizError)
