"""Cutting text into records: where a block ends must not matter."""

from hypothesis import given
from hypothesis import strategies as st

from rbpviz.sequences.alphabet import WHITESPACE
from rbpviz.sequences.splitter import RawRecord, RecordSplitter


def split(blocks: list[bytes], limit: int = 100) -> list[tuple[bytes | None, bytes, bool]]:
    splitter = RecordSplitter(limit)
    found: list[RawRecord] = []
    for block in blocks:
        found += splitter.feed(block)
    found += splitter.finish()
    return [(raw.header, raw.body.translate(None, WHITESPACE), raw.too_long) for raw in found]


def test_headers_and_bodies() -> None:
    assert split([b"\n\n>a x\nAC\n\nGU\n>b\n>c\nA"]) == [(b"a x", b"ACGU", False), (b"b", b"", False), (b"c", b"A", False)]


def test_bare_lines_before_a_header() -> None:
    assert split([b"ACGU\n \nGG\n>a\nCC\nUU"]) == [(None, b"ACGU", False), (None, b"GG", False), (b"a", b"CCUU", False)]


def test_only_a_header_at_the_start_of_a_line_counts() -> None:
    assert split([b">a\nAC>GU\n"]) == [(b"a", b"AC>GU", False)]


text = st.lists(st.sampled_from([b">", b"\n", b"A", b"acgu", b" ", b"x", b">id d\n", b"\n>"]), max_size=30).map(b"".join)


@given(text, st.lists(st.integers(0, 60), max_size=8))
def test_where_blocks_end_makes_no_difference(data: bytes, cuts: list[int]) -> None:
    places = sorted({min(cut, len(data)) for cut in cuts} | {0, len(data)})
    blocks = [data[start:end] for start, end in zip(places, places[1:], strict=False)]
    assert split(blocks) == split([data])


def test_a_record_far_over_the_limit_is_dropped_and_the_next_one_read() -> None:
    long = b"A" * 2_000_000
    for data in (b">a x\n" + long + b"\n>b\nCC\n", b">a x\n" + b"A\n" * 1_500_000 + b">b\nCC\n"):
        whole = split([data])
        assert whole == [(b"a x", b"", True), (b"b", b"CC", False)]
        assert split([data[i : i + 100_003] for i in range(0, len(data), 100_003)]) == whole


def test_an_endless_line_is_never_stored() -> None:
    splitter = RecordSplitter(100)
    for prefix in (b"", b">"):
        found = list(splitter.feed(prefix))
        for _ in range(40):
            found += splitter.feed(b"C" * 100_000)
            assert len(splitter._buffer) < 1_000_000
        found += splitter.feed(b"\n")
        found += splitter.finish() if prefix else ()
        assert [raw.too_long for raw in found] == [True]
