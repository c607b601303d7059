"""Kept inputs: the same records come back, and nothing else can be opened."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rbpviz.errors import InvalidOptionError
from rbpviz.examples import EXAMPLES
from rbpviz.types import Flag, Interval, RejectedRecord, RnaRecord
from rbpviz.ui import stored

RECORDS = [
    RnaRecord("a|b", "ACGUN", Interval(1, 3), "some <b>text</b>", (Flag.AMBIGUOUS, Flag.RENAMED)),
    RnaRecord("\u2028odd\ud800", "GG"),
]


def test_what_was_kept_comes_back(home: Path) -> None:
    rejected = [RejectedRecord("x", 3, "Record 'x' is empty.")]
    kept = stored.save_input("two records", RECORDS, rejected)
    again = stored.open_input(kept.id)
    assert again == kept
    assert again is not None
    assert again.records == tuple(RECORDS)
    assert again.bases == 7


@given(st.text(max_size=40), st.text(alphabet="ACGUN", min_size=1, max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_any_id_survives(home: Path, name: str, letters: str) -> None:
    kept = stored.save_input(name, [RnaRecord(name, letters, None, name)])
    assert stored.open_input(kept.id) == kept


def test_the_same_content_has_the_same_id(home: Path) -> None:
    assert stored.save_input("t", RECORDS).id == stored.save_input("t", RECORDS).id
    assert stored.save_input("t", RECORDS).id != stored.save_input("t", RECORDS[:1]).id
    assert len(list((home / "inputs").glob("*"))) == 2


@pytest.mark.parametrize("wanted", ["", "..", "../jobs", "/etc/passwd", "0" * 31, "g" * 32, "example-", "example-../qki", "0" * 32])
def test_nothing_else_can_be_opened(home: Path, wanted: str) -> None:
    assert stored.open_input(wanted) is None


def test_a_damaged_file_is_no_input(home: Path) -> None:
    kept = stored.save_input("t", RECORDS)
    path = home / "inputs" / f"{kept.id}.jsonl"
    for text in ("", "{}", '{"title": 1', path.read_text(encoding="utf-8").replace("ACGUN", "AC-UN")):
        path.write_text(text, encoding="utf-8")
        assert stored.open_input(kept.id) is None


def test_old_inputs_are_forgotten(home: Path) -> None:
    old = stored.save_input("old", RECORDS)
    then = time.time() - (stored.KEEP_DAYS + 1) * 86_400
    os.utime(home / "inputs" / f"{old.id}.jsonl", (then, then))
    new = stored.save_input("new", RECORDS)
    assert stored.open_input(old.id) is None
    assert stored.open_input(new.id) is not None


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_examples_open_by_name(home: Path, name: str) -> None:
    found = stored.open_input(stored.example_id(name))
    assert found is not None
    assert len(found.records) >= 1
    assert not found.rejected


def test_an_unknown_example_is_told() -> None:
    with pytest.raises(InvalidOptionError, match="Got the example 'x'"):
        stored.example_id("x")
