"""Tables are read back and cannot run as formulas."""

import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.export.tables import table_bytes, write_table


def read(content: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(content), sep="\t", comment="#", keep_default_na=False, dtype=str, quoting=3)


def test_numbers_stay_numbers() -> None:
    frame = pd.DataFrame({"x": [-1.5, 0.1], "n": [-3, 4], "ok": [True, False]})
    back = pd.read_csv(io.BytesIO(table_bytes(frame)), sep="\t")
    pd.testing.assert_frame_equal(back, frame)


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
