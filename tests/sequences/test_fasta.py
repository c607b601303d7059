"""FASTA in and out."""

import gzip
import io
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.errors import InputLimitError, InvalidSequenceError
from rbpviz.sequences.fasta import IdRegister, read_fasta, write_fasta
from rbpviz.sequences.streams import ReadLimits
from rbpviz.types import Flag, Interval, RejectedRecord, RnaRecord

LINE = b"ACGTTGCATGCATTTAGACCATTGACCATTGGACCATTGACAAGTCCATTTGACCATGGATTACCGATTGACA\n"


def read(data: bytes, **options: object) -> list[RnaRecord]:
    return list(read_fasta(io.BytesIO(data), **options))  # type: ignore[arg-type]


def test_ids_descriptions_and_letters() -> None:
    first, second = read(b">chr1,+,10;x  some  text\nACGT\nacgt\n>b\nuu\n")
    assert first == RnaRecord("chr1,+,10;x", "ACGUACGU", Interval(0, 4), "some text")
    assert second == RnaRecord("b", "UU")


def test_duplicate_ids_get_a_number_and_a_flag() -> None:
    records = read(b">a\nA\n>a_2\nC\n>a\nG\n>a\nU\n>\nA\n>\nC\n")
    assert [record.id for record in records] == ["a", "a_2", "a_3", "a_4", "sequence_5", "sequence_6"]
    assert [Flag.RENAMED in record.flags for record in records] == [False, False, True, True, False, False]


def test_many_duplicates_are_quick_and_unique() -> None:
    ids = IdRegister()
    names = [ids.unique("x")[0] for _ in range(50_000)]
    assert len(set(names)) == 50_000


def test_a_bad_record_stops_the_reading_or_is_set_aside() -> None:
    data = b">good\nACGU\n>gap\nAC-GU\n>\n\n>last one\nGG\n"
    with pytest.raises(InvalidSequenceError, match="Record 'gap' of 'x.fa' has '-' at position 3"):
        read(data, name="x.fa")
    rejected: list[RejectedRecord] = []
    assert [record.id for record in read(data, rejected=rejected)] == ["good", "last"]
    assert [(item.id, item.ordinal) for item in rejected] == [("gap", 2), ("sequence_3", 3)]
    assert rejected[1].reason == "Record 'sequence_3' is empty; expected at least one base."


def test_a_record_over_the_limit_is_set_aside() -> None:
    limits = ReadLimits(max_record_length=10)
    rejected: list[RejectedRecord] = []
    data = b">a\n" + b"A" * 11 + b"\n>b\n" + b"A" * 5000 + b"\n>c\n" + b"A" * 10
    assert [len(record) for record in read(data, limits=limits, rejected=rejected)] == [10]
    assert [item.reason for item in rejected] == [f"Record '{name}' is longer than 10 nt; cut it into shorter sequences." for name in "ab"]
    with pytest.raises(InputLimitError, match="longer than 10 nt"):
        read(data, limits=limits)


def test_the_number_of_records_has_a_limit() -> None:
    with pytest.raises(InputLimitError, match="more than 2 records"):
        read(b">a\nA\n>b\nC\n>c\nG\n", limits=ReadLimits(max_records=2))
    assert len(read(b">a\nA\n>b\nC\n", limits=ReadLimits(max_records=2))) == 2


def test_what_was_read_before_a_file_breaks_off_is_kept() -> None:
    data = gzip.compress(b"".join(b">r%d\n" % i + LINE for i in range(20_000)), 1)
    rejected: list[RejectedRecord] = []
    records = read(data[: len(data) // 2], name="half.fa.gz", rejected=rejected)
    assert 0 < len(records) < 20_000
    assert len(rejected) == 1
    assert "cut off" in rejected[0].reason
    assert all(record.sequence == records[0].sequence for record in records)


def test_paths_and_names(tmp_path: Path) -> None:
    path = tmp_path / "a.fa"
    path.write_bytes(gzip.compress(b">a\nACGU\n"))  # told by its first bytes, not by its name
    assert [record.id for record in read_fasta(path)] == [record.id for record in read_fasta(str(path))] == ["a"]
    with pytest.raises(InvalidSequenceError, match=r"cannot be read \(No such file"):
        list(read_fasta(tmp_path / "none.fa"))
    with pytest.raises(InvalidSequenceError, match="cannot be read"):
        list(read_fasta(tmp_path))


def test_headers_are_untrusted_text() -> None:
    (record,) = read(b">=cmd()|<script>\x1b[31m \x00 ../../x\nACGU\n".replace(b"\x00", b"\x01"))
    assert record.id == "=cmd()|<script>?[31m"
    assert record.description == "? ../../x"
    with pytest.raises(InvalidSequenceError, match="10,000 characters"):
        read(b">" + b"x" * 10_001 + b"\nACGU\n")


@pytest.mark.parametrize("data", [b"", b"\n \r\n\t", b"\xef\xbb\xbf", gzip.compress(b"", mtime=0)])
def test_nothing_in_it(data: bytes) -> None:
    with pytest.raises(InvalidSequenceError, match="The input is empty"):
        read(data)


class Endless(io.RawIOBase):
    """Records without end, up to a number of bytes, made as they are read."""

    def __init__(self, size: int) -> None:
        self._left = size
        self._block = b"".join(b">r%d a description\n" % i + LINE * 5 for i in range(700))

    def read(self, size: int = -1, /) -> bytes:
        block = self._block[: max(self._left, 0)]
        self._left -= len(block)
        return block


def test_two_hundred_megabytes_take_constant_memory() -> None:
    tracemalloc.start()
    try:
        records: Iterator[RnaRecord] = read_fasta(Endless(10_000_000))  # type: ignore[arg-type]
        count = sum(1 for _ in records)
        first = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    started = time.process_time()
    assert sum(1 for _ in read_fasta(Endless(200_000_000))) > 19 * count  # type: ignore[arg-type]
    assert time.process_time() - started < 60
    assert first < 6_000_000


letters = st.text(alphabet="ACGUN", min_size=1, max_size=300)


@st.composite
def records(draw: st.DrawFn) -> RnaRecord:
    sequence = draw(letters)
    viewpoint = None
    if len(sequence) > 2 and draw(st.booleans()):
        start = draw(st.integers(0, len(sequence) - 2))
        end = draw(st.integers(start + 1, len(sequence) - (1 if start == 0 else 0)))
        viewpoint = Interval(start, end)
    flags = (Flag.AMBIGUOUS,) if "N" in sequence else ()
    name = draw(st.from_regex(r"[A-Za-z0-9|:.<=@-][A-Za-z0-9|:.<=@>-]{0,20}", fullmatch=True))
    return RnaRecord(name, sequence, viewpoint, draw(st.from_regex(r"([a-z>]{1,9}( [a-z]{1,9}){0,3})?", fullmatch=True)), flags)


@given(st.lists(records(), min_size=1, max_size=8, unique_by=lambda record: record.id), st.integers(1, 90))
def test_what_is_written_is_read_again(given_records: list[RnaRecord], width: int) -> None:
    stream = io.StringIO()
    assert write_fasta(given_records, stream, width=width) == len(given_records)
    assert read(stream.getvalue().encode()) == given_records
