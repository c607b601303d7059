"""Words of the pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.types import Flag
from rbpviz.ui import words


@given(st.text(max_size=120))
def test_literal_text_is_one_line_and_loses_no_printable_letter(text: str) -> None:
    shown = words.literal(text, 1_000)
    assert "\n" not in shown
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    assert shown.replace("\\\\", "\0").replace("\\", "").replace("\0", "\\") == plain


@pytest.mark.parametrize("text", ["**b**", "<b>x</b>", ":red[x]", "$x$", "[a](b)", "`c`", "# h", "a_b_c", "-> x", "1. x", "~~x~~"])
def test_markup_is_escaped(text: str) -> None:
    assert all(words.literal(text)[i - 1] == "\\" for i, c in enumerate(words.literal(text)) if c in "*<>:$[]`#_~(){}|")


def test_long_text_is_cut() -> None:
    assert words.literal("a" * 200, 10) == "a" * 9 + "…"
    assert words.shorten("a b\n c" * 50, 5) == "a b …"


@pytest.mark.parametrize(("number", "text"), [(0, "0 records"), (1, "1 record"), (2_000, "2,000 records")])
def test_counts(number: int, text: str) -> None:
    assert words.count(number, "record") == text


@pytest.mark.parametrize("flag", list(Flag))
def test_every_flag_has_a_label_and_a_sentence(flag: Flag) -> None:
    assert "_" not in words.flag_label(flag)
    assert words.flag_meaning(flag).startswith("This record ")
    assert words.flag_meaning("no_such_flag") == ""


def test_listing() -> None:
    assert words.listing(["a"]) == "a"
    assert words.listing(["a", "b", "c"]) == "a, b and c"
    assert words.listing([]) == ""
