"""Letters: T and U, case, ambiguity codes, and the sentences for what is no base."""

import pytest

from rbpviz.errors import InvalidSequenceError
from rbpviz.sequences.alphabet import AMBIGUITY_CODES, normalise
from rbpviz.types import Flag, Interval


@pytest.mark.parametrize("text", ["ACGU", "ACGT", "acgt", b"ACGU", "AC GU\r\n", "A\tC\n\nG U", "\ufeffACGT", "AC\u00a0GU\u200b"])
def test_spellings_of_one_sequence(text: str | bytes) -> None:
    found = normalise(text)
    assert (found.sequence, found.flags) == ("ACGU", ())


def test_every_ambiguity_code_is_read_as_n_and_flagged() -> None:
    for code in AMBIGUITY_CODES + AMBIGUITY_CODES.lower():
        found = normalise("ACG" + code)
        assert found.sequence == "ACGN"
        assert Flag.AMBIGUOUS in found.flags


@pytest.mark.parametrize(
    ("text", "viewpoint"),
    [
        ("acGUac", Interval(2, 4)),
        ("ACgu", Interval(0, 2)),
        ("acGU", Interval(2, 4)),
        ("a c G\nU a", Interval(2, 4)),
        ("ACGU", None),
        ("acgu", None),
        ("", None),
    ],
)
def test_one_upper_case_stretch_inside_lower_case_is_the_viewpoint(text: str, viewpoint: Interval | None) -> None:
    found = normalise(text)
    assert found.viewpoint == viewpoint
    assert found.flags == ()


def test_case_that_says_nothing_is_ignored_and_flagged() -> None:
    found = normalise("ACguACgu")
    assert found.viewpoint is None
    assert found.flags == (Flag.CASE_IGNORED,)
    assert normalise("ACnnAC").flags == (Flag.AMBIGUOUS, Flag.CASE_IGNORED)


@pytest.mark.parametrize(
    ("text", "position", "letter", "hint"),
    [
        ("AC-GU", 3, "'-'", "gaps"),
        ("AC.GU", 3, "'.'", "gaps"),
        ("ACGU*", 5, "'*'", "protein"),
        ("A C\nE", 3, "'E'", "protein"),
        ("ACG7", 4, "'7'", "numbers"),
        ("ACä", 3, "'ä'", "expected"),
        ("ΨA", 1, "'Ψ'", "expected"),
        ("AC!", 3, "'!'", "expected"),
        ("AC\x00", 3, r"'\x00'", "expected"),
    ],
)
def test_a_letter_that_is_no_base_is_named_with_its_place(text: str, position: int, letter: str, hint: str) -> None:
    with pytest.raises(InvalidSequenceError) as caught:
        normalise(text, subject="Record 'x'", record_id="x")
    sentence = str(caught.value)
    assert sentence.startswith(f"Record 'x' has {letter} at position {position};")
    assert hint in sentence
    assert sentence.endswith(".")
    assert caught.value.record_id == "x"


def test_a_letter_of_a_latin_1_file_is_named() -> None:
    with pytest.raises(InvalidSequenceError, match="'ä' at position 2"):
        normalise(b"A\xe4CG")


def test_text_spelt_in_ambiguity_codes_is_refused_but_n_is_not() -> None:
    with pytest.raises(InvalidSequenceError, match="8 of its 8 letters"):
        normalise("MKVRRSSW")
    assert normalise("N" * 50).sequence == "N" * 50
    assert normalise("RYAC").sequence == "NNAC"
