"""Safe text, stacked tracks, strips of letters."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.plots.screen import LETTER_LIMIT, Row, letter_runs, plain, position_columns, stack_domains, strip_traces
from rbpviz.plots.theme import BASES_SAFE


def test_plain_shows_tags_literally() -> None:
    assert plain("<a href='x'>&id\n") == "&lt;a href='x'&gt;&amp;id"
    assert plain("a" * 100, 10) == "a" * 9 + "…"


@given(st.text(max_size=80))
def test_plain_never_holds_tags_or_control_characters(text: str) -> None:
    safe = plain(text)
    assert "<" not in safe
    assert safe.isprintable()


def test_domains_follow_pixels() -> None:
    domains, total = stack_domains([Row("a", 60, 20), Row("b", 10, 10)])
    assert total == 100
    assert domains["a"] == pytest.approx([0.2, 0.8])
    assert domains["b"] == pytest.approx([0.0, 0.1])


@given(st.text(alphabet="SHIBME", max_size=60))
def test_runs_rebuild_the_letters(letters: str) -> None:
    runs = letter_runs(letters)
    assert "".join(letters[start] * (end - start) for start, end in runs) == letters
    assert all(letters[a[0]] != letters[b[0]] for a, b in zip(runs, runs[1:], strict=False))


def strip(letters: str, **options: bool) -> list:
    hover = position_columns(letters, ["stem"] * len(letters))
    return strip_traces(letters, BASES_SAFE, hover, template="%{customdata[1]}", axes=("x2", "y3"), name="bases", **options)


def test_strip_has_a_tile_and_a_letter_for_each_base() -> None:
    tiles, *texts = strip("ACGUN")
    assert list(tiles.z[0]) == [0, 1, 2, 3, 4]
    assert tiles.x0 == 1
    letters = {
        x: (text.strip("\u00a0"), trace.insidetextfont.color) for trace in texts for x, text in zip(trace.x, trace.text, strict=True)
    }
    assert [letters[x][0] for x in range(1, 6)] == list("ACGUN")
    assert [letters[x][1] for x in range(1, 6)] == ["#1A1A1A"] * 3 + ["#FFFFFF", "#1A1A1A"]
    assert [row[0] for row in tiles.customdata[0]] == [0, 1, 2, 3, 4]


def test_letters_by_run_stand_in_the_middle() -> None:
    text = strip("AAACC", by_run=True)[1]
    assert list(text.x) == [2.0, 4.5]
    assert list(text.width) == [6.0, 4.0]


def test_long_strips_have_tiles_only() -> None:
    assert len(strip("A" * (LETTER_LIMIT + 1))) == 1


def test_hover_columns_are_plain_json() -> None:
    assert json.loads(json.dumps(position_columns("AC", ["stem", "bulge"]))) == [[0, "A", "stem"], [1, "C", "bulge"]]


def test_selection_changes_no_letter() -> None:
    for text in strip("ACGU")[1:]:
        assert text.unselected.textfont.color == text.selected.textfont.color == text.insidetextfont.color
