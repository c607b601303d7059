"""Tables are read back and cannot run as formulas."""

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rbpviz.export.tables import SIGNIFICANT_DIGITS, cell_text, number_text, row_text, safe_cell, table_bytes, write_table


def read(content: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(content), sep="\t", comment="#", keep_default_na=False, dtype=str, quoting=3)


def test_numbers_stay_numbers() -> None:
    frame = pd.DataFrame({"x": [-1.5, 0.1], "n": [-3, 4], "ok": [True, False]})
    back = pd.read_csv(io.BytesIO(table_bytes(frame)), sep="\t")
    pd.testing.assert_frame_equal(back, frame)


@given(st.floats(width=32, allow_nan=False))
@example(0.1)
@example(0.12345679)
@example(1e-45)
def test_a_float32_comes_back_bit_for_bit(value: float) -> None:
    """Its text has no digits that float32 does not carry."""
    text = number_text(np.float32(value))
    assert np.float32(text) == np.float32(float(text)) == np.float32(value)
    assert digits(text) <= SIGNIFICANT_DIGITS


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300))
@example(0.1 + 0.2)
def test_a_float64_is_rounded_to_the_stated_digits(value: float) -> None:
    text = number_text(value)
    assert float(text) == pytest.approx(value, rel=0.5 * 10.0 ** (1 - SIGNIFICANT_DIGITS), abs=1e-300)
    assert digits(text) <= SIGNIFICANT_DIGITS
    assert number_text(float(text)) == text, "what was read back is written the same"


@pytest.mark.parametrize(("value", "text"), [
    (0.123456789012, "0.123456789"), (np.float32(0.1), "0.1"), (np.float64(2 / 3), "0.666666667"), (1.0, "1.0"), (12, "12"),
    (np.int64(-7), "-7"), (1e-5, "1e-05"), (123_456_789_012, "123456789012"), (99.999, "99.999"),
])  # fmt: skip
def test_numbers_as_text(value: float, text: str) -> None:
    assert number_text(value) == text


def test_columns_of_a_table_keep_their_precision() -> None:
    frame = pd.DataFrame({"curve": np.array([0.1, 2 / 3], np.float32), "score": [0.1, 2 / 3], "n": [1, 2], "text": ["a", None]})
    assert table_bytes(frame).decode().splitlines()[1:] == ["0.1\t0.1\t1\ta", "0.6666667\t0.666666667\t2\t"]


def digits(text: str) -> int:
    return len(text.lower().split("e")[0].replace(".", "").lstrip("-0").rstrip("0"))


@pytest.mark.parametrize(("text", "cell"), [
    ("chr1:5-9(+)", "chr1:5-9(+)"), ("=1+1", "'=1+1"), ("+x", "'+x"), ("-x", "'-x"), ("@SUM(A1)", "'@SUM(A1)"), ("'x", "''x"),
    ("'", "''"), ("a'b'", "a'b'"), ("a\tb\nc\rd", "a b c d"), ("\t=1", "' =1"), ("＝1", "'＝1"), ("", ""), ("5'UTR", "5'UTR"),
])  # fmt: skip
def test_cells_are_harmless_for_spreadsheets(text: str, cell: str) -> None:
    assert safe_cell(text) == cell
    assert row_text([text, 1]) == f"{cell}\t1"


@given(st.text(max_size=30))
@example("'=1")
@example("''x")
@example("\t'")
def test_a_cell_gives_its_text_back(text: str) -> None:
    """Also the apostrophes that a user typed; only what cannot be seen has become spaces."""
    line = "".join(c if c.isprintable() else " " for c in text)
    assert cell_text(safe_cell(text)) == line
    assert safe_cell(line) == safe_cell(text)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "'=1"])
def test_formulas_are_neutralised(text: str) -> None:
    cell = table_bytes(pd.DataFrame({"id": [text]})).decode().split("\n")[1]
    assert cell.startswith("'")


def test_headers_are_neutralised_and_comments_stand_first() -> None:
    lines = table_bytes(pd.DataFrame({"=x": [1]}), comment=["positions 0-based", "two\nlines"]).decode().splitlines()
    assert lines == ["# positions 0-based", "# two lines", "'=x", "1"]


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_any_text_keeps_its_cell(texts: list[str]) -> None:
    content = table_bytes(pd.DataFrame({"a": texts, "b": range(len(texts))}))
    rows = content.decode().removesuffix("\n").split("\n")[1:]
    assert [row.split("\t")[1] for row in rows] == [str(i) for i in range(len(texts))]
    assert not any(row.startswith(("=", "+", "-", "@")) for row in rows)


def test_missing_values_are_empty() -> None:
    assert table_bytes(pd.DataFrame({"a": [None, "x"], "b": [float("nan"), 1.0]})).decode() == "a\tb\n\t\nx\t1.0\n"


def test_writes_to_path_and_stream(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [1]})
    stream = io.BytesIO()
    assert write_table(frame, tmp_path / "t.tsv") == write_table(frame, stream) == write_table(frame)
    assert (tmp_path / "t.tsv").read_bytes() == stream.getvalue() == b"a\n1\n"
    assert read(stream.getvalue())["a"].tolist() == ["1"]
