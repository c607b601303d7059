"""Sources: told by content, readable twice, under limits."""

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.errors import GeneError, InputLimitError, InvalidSequenceError
from rbpviz.genes import inputs
from rbpviz.genes.inputs import BlockReader, GeneFormat, as_input, sniff, split_columns
from rbpviz.sequences.streams import ReadLimits
from tests.genes.toy import genbank, gff3, gtf, lrg, toy

TOY = toy()


class Pipe(io.RawIOBase):
    """A stream that cannot be rewound."""

    def __init__(self, data: bytes) -> None:
        self._inner = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        return self._inner.readinto(buffer)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (">a\nACGU\n", GeneFormat.FASTA),
        (genbank("X1", TOY.dna, TOY.exons), GeneFormat.GENBANK),
        (lrg(TOY.dna, TOY.exons), GeneFormat.LRG),
        (gff3("chr1", TOY.exons, "+"), GeneFormat.GFF),
        ("#!build GRCh38\n" + gtf("chr1", TOY.exons, "-"), GeneFormat.GFF),
        ("Gene\tStart\tEnd\n", GeneFormat.EXON_TABLE),
        ("symbol,exon_start,stop\n", GeneFormat.EXON_TABLE),
        ("split\tlrg\tstart\tend\tacceptors\tdonors\n", GeneFormat.BENCHMARK),
        ("\ufeff\n>a\nACGU\n", GeneFormat.FASTA),
        ("<html><body>", None),
        ("ACGU\n", None),
        ("", None),
        ("chr1\t5\t9\n", None),
        (">a\0\0", None),
    ],
)
def test_formats_are_told_by_content(text: str, expected: GeneFormat | None) -> None:
    assert sniff(text.encode()) == expected
    if expected is not None:
        assert as_input(gzip.compress(text.encode())).format() == expected


@given(st.binary(max_size=300))
def test_any_bytes_are_told_or_refused(data: bytes) -> None:
    assert sniff(data) is None or isinstance(sniff(data), GeneFormat)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty; expected FASTA"),
        (b"%PDF-1.7", "PDF document"),
        (b"BZh91AY", "bzip2"),
        (b"chr1\t5\t9\n", "a table with positions"),
        (b"hello world\n", "of an unknown kind; expected FASTA"),
        (b"<html></html>", "of an unknown kind"),
    ],
)
def test_other_files_are_named(data: bytes, sentence: str) -> None:
    with pytest.raises(GeneError, match=sentence):
        as_input(("notes.txt", data)).format()


def test_every_source_can_be_read_twice(tmp_path: Path) -> None:
    path = tmp_path / "x.fa"
    path.write_bytes(b">a\nAC\nGU")
    late = io.BytesIO(b"junk\n>a\nAC\nGU")
    late.seek(5)
    for source in (path, str(path), b">a\nAC\nGU", io.BytesIO(b">a\nAC\nGU"), late, Pipe(b">a\nAC\nGU"), ("x.fa", b">a\nAC\nGU")):
        opened = as_input(source)  # type: ignore[arg-type]
        assert opened.head() == b">a\nAC\nGU"
        assert list(opened.lines()) == [">a", "AC", "GU"]
        assert list(opened.lines()) == [">a", "AC", "GU"]


@given(st.lists(st.binary(max_size=9), max_size=6))
def test_lines_do_not_depend_on_blocks(blocks: list[bytes]) -> None:
    opened = as_input(b"")
    object.__setattr__(opened, "source", io.BytesIO(b"".join(blocks)))
    text = b"".join(blocks)
    if b"\0" in text or text.startswith((b"\x1f", b"\xef\xbb\xbf")):
        return
    unix = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lines = unix.split(b"\n")
    expected = lines[:-1] if not lines[-1] else lines
    assert [
        line.encode("utf-8", "surrogatepass") if _utf8(raw) else raw for line, raw in zip(opened.lines(), expected, strict=True)
    ] == expected


def _utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputLimitError, match="larger than 10 bytes"):
        list(as_input(b"x" * 20).lines(ReadLimits(max_file_bytes=10)))
    with pytest.raises(InputLimitError, match="gzip bomb"):
        list(as_input(gzip.compress(b"\n" * 20_000_000)).lines())
    monkeypatch.setattr(inputs, "MAX_LINE_CHARACTERS", 10)
    with pytest.raises(InputLimitError, match="a line of more than 10"):
        list(as_input(b"ok\n" + b"x" * 20).lines())


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InvalidSequenceError, match="cannot be read"):
        as_input(tmp_path / "none.gb").format()
    with pytest.raises(GeneError, match="Got int"):
        as_input(5)  # type: ignore[arg-type]


def test_columns() -> None:
    assert split_columns('a\t"b c"\t 3 ') == ["a", "b c", "3"]
    assert split_columns("a;b,c;d") == ["a", "b,c", "d"]
    assert split_columns("a,b") == ["a", "b"]


@given(st.lists(st.binary(max_size=20), max_size=8), st.integers(1, 9))
def test_a_block_reader_is_a_file(blocks: list[bytes], size: int) -> None:
    reader = BlockReader(iter(blocks))
    found = b""
    while part := reader.read(size):
        found += part
    assert found == b"".join(blocks)
