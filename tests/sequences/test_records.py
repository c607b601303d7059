"""The front door: any input gives records or one sentence, and never anything else."""

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbpviz import config
from rbpviz.errors import InputLimitError, InvalidSequenceError, RbpvizError
from rbpviz.sequences.records import as_records, iter_records, parse_text
from rbpviz.types import Flag, RejectedRecord, RnaRecord


def test_pasted_fasta_and_bare_lines() -> None:
    assert [(r.id, r.sequence) for r in parse_text("  >a x\n  AC GT\n\t>b\nGG")] == [("a", "ACGU"), ("b", "GG")]
    assert [(r.id, r.sequence) for r in parse_text("\n acgt \n\nGG CC\n")] == [("sequence_1", "ACGU"), ("sequence_2", "GGCC")]


def test_kinds_of_input_give_the_same_record(tmp_path: Path) -> None:
    data = b">a\nACGU\n"
    path = tmp_path / "x.fa"
    path.write_bytes(data)
    record = RnaRecord("a", "ACGU")
    for source in (">a\nACGU", data, gzip.compress(data), path, io.BytesIO(data), ("x.fa", data), ("x.fa", io.BytesIO(data)), record):
        assert as_records(source) == [record]  # type: ignore[arg-type]


def test_several_files_share_their_ids(tmp_path: Path) -> None:
    path = tmp_path / "x.fa"
    path.write_text(">a\nAC\n")
    found = as_records([path, ("y.fa", b">a\nGG\n>b\nU"), RnaRecord("b", "CC"), ">a\nUU"])
    assert [(record.id, record.sequence) for record in found] == [("a", "AC"), ("a_2", "GG"), ("b", "U"), ("b_2", "CC"), ("a_3", "UU")]
    assert [Flag.RENAMED in record.flags for record in found] == [False, True, False, True, True]


def test_a_bad_file_among_good_ones_is_set_aside() -> None:
    rejected: list[RejectedRecord] = []
    sources = [("a.fa", b">a\nAC"), ("../evil/b.pdf", b"%PDF-1.4"), ("c.fa", b">c\nGG\n>d\nG-G")]
    assert [record.id for record in as_records(sources, rejected=rejected)] == ["a", "c"]
    assert [(item.id, item.ordinal) for item in rejected] == [("b.pdf", 1), ("d", 2)]
    assert rejected[0].reason == "The file 'b.pdf' is a PDF document; copy the sequence out of it."
    with pytest.raises(InvalidSequenceError, match="PDF"):
        as_records(sources)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("Dear colleague, please find attached", "no sequence data: its first line has 'e' at position 2"),
        ("MKVLAAGIVGLCAKSTE", "protein"),
        (">sp|P1\nMKVLAAGIVGLC", "Record 'sp|P1' has 'L' at position 4"),
        ("examples/qki.fa", "first line has"),
        ("https://example.org/x.fa", "first line has"),
    ],
)
def test_text_that_is_no_sequence_gets_one_sentence(text: str, words: str) -> None:
    with pytest.raises(InvalidSequenceError) as caught:
        as_records(text)
    assert words in str(caught.value)
    rejected: list[RejectedRecord] = []
    assert as_records(text, rejected=rejected) == []
    assert [item.reason for item in rejected] == [str(caught.value)]


def test_pasted_text_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "MAX_PASTE_CHARACTERS", 10)
    rejected: list[RejectedRecord] = []
    with pytest.raises(InputLimitError, match="11 pasted characters"):
        as_records("A" * 11)
    assert as_records(["A" * 11, "ACGU"], rejected=rejected)[0].sequence == "ACGU"
    assert len(rejected) == 1


@pytest.mark.parametrize("source", [None, 5, [None], [("a", "b", "c", 4)], [], {}])
def test_what_is_no_input_at_all(source: object) -> None:
    with pytest.raises(InvalidSequenceError):
        as_records(source)  # type: ignore[arg-type]


def test_records_stream() -> None:
    def sources() -> "object":
        yield ">a\nACGU"
        raise RuntimeError("read too far")

    stream = iter_records(sources())  # type: ignore[arg-type]
    assert next(stream).id == "a"
    with pytest.raises(RuntimeError):
        next(stream)


anything = st.one_of(
    st.text(max_size=200),
    st.text(alphabet=">ACGUacgtNn \r\n\t-*xE\ufeff\u2028", max_size=200),
    st.lists(st.sampled_from([">a", ">", "\n", "ACGU", "acgt", "R", "\r\n", "\r", "<", "@", "#", "\0", ">a b\n"]), max_size=30).map(
        "".join
    ),
)


@given(anything)
def test_any_text_gives_records_or_one_sentence(text: str) -> None:
    rejected: list[RejectedRecord] = []
    found = as_records(text, rejected=rejected)
    assert found or rejected
    assert len({record.id for record in found}) == len(found)
    for item in rejected:
        assert item.reason.endswith((".", "…"))
        assert "\n" not in item.reason
    if rejected:
        with pytest.raises(RbpvizError) as caught:
            as_records(text)
        assert str(caught.value) == rejected[0].reason
    else:
        assert as_records(text) == found


@given(
    st.one_of(
        st.binary(max_size=300), st.binary(max_size=100).map(lambda tail: b"\x1f\x8b" + tail), st.binary(max_size=99).map(gzip.compress)
    )
)
def test_any_bytes_give_records_or_one_sentence(data: bytes) -> None:
    rejected: list[RejectedRecord] = []
    found = as_records([("upload", data)], rejected=rejected)
    assert found or rejected


@given(st.lists(st.text(alphabet="ACGU", min_size=1, max_size=50), min_size=1, max_size=5), st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
def test_line_ends_make_no_difference(sequences: list[str], end: str) -> None:
    text = end.join(f">{i}{end}{sequence}" for i, sequence in enumerate(sequences))
    assert [record.sequence for record in as_records(text)] == sequences
