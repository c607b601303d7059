"""Loop elements, by the specification's vectors and by their meaning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rbpviz.errors import InvalidSequenceError
from rbpviz.structure.elements import context_letters, loop_elements, pair_table

VECTORS = {
    "..((..))..": "EESSHHSSEE",
    "((.((...))))": "SSBSSHHHSSSS",
    "((((...)).))": "SSSSHHHSSBSS",
    "((.((...)).))": "SSISSHHHSSISS",
    "((..((...))..((...))..))": "SSMMSSHHHSSMMSSHHHSSMMSS",
    "..((...))..((...))..": "EESSHHHSSEESSHHHSSEE",
    "((((....))))": "SSSSHHHHSSSS",
    "..(((..(((....))).)))..": "EESSSIISSSHHHHSSSISSSEE",
    "((((((....))))))...((((((....))))))": "SSSSSSHHHHSSSSSSEEESSSSSSHHHHSSSSSS",
    "(((((((..((((........)))).(((((.......))))).....(((((.......))))))))))))....": (
        "SSSSSSSMMSSSSHHHHHHHHSSSSMSSSSSHHHHHHHSSSSSMMMMMSSSSSHHHHHHHSSSSSSSSSSSSEEEE"
    ),
    "((((((....)))((....)))))": "SSSSSSHHHHSSSSSHHHHSSSSS",
    "(((...)(...)))": "SSSHHHSSHHHSSS",
    "......": "EEEEEE",
    "": "",
}


@pytest.mark.parametrize(("structure", "letters"), VECTORS.items())
def test_vectors(structure: str, letters: str) -> None:
    assert loop_elements(structure) == letters


@pytest.mark.parametrize(("structure", "place"), [("(", 1), ("((.)", 1), (".)", 2), ("())", 3), ("(.x)", 3), ("[[..]]", 1), ("(.)\n", 4)])
def test_what_is_no_structure_is_named_with_its_place(structure: str, place: int) -> None:
    with pytest.raises(InvalidSequenceError, match=f"position {place}[;.]"):
        loop_elements(structure)


structures = st.recursive(st.just("."), lambda inner: st.lists(st.one_of(inner, inner.map(lambda s: f"({s})")), max_size=4).map("".join))


@given(structures)
def test_partners_and_letters_agree(structure: str) -> None:
    partners = pair_table(structure)
    letters = loop_elements(structure)
    assert len(letters) == len(partners) == len(structure)
    for position, partner in enumerate(partners):
        assert (partner >= 0) == (letters[position] == "S") == (structure[position] in "()")
        assert partner < 0 or partners[partner] == position
    depth = 0
    for letter, bracket in zip(letters, structure, strict=True):
        depth += {"(": 1, ")": -1, ".": 0}[bracket]
        assert bracket != "." or (letter == "E") == (depth == 0)


def test_a_very_deep_structure() -> None:
    assert loop_elements("(" * 40_000 + "..." + ")" * 40_000) == "S" * 40_000 + "HHH" + "S" * 40_000


@pytest.mark.parametrize(
    ("dot_bracket", "expected"),
    [
        ("..((..))..", "FFSSHHSSTT"),
        ("((.((...))))", "SSISSHHHSSSS"),
        ("((((...)).))", "SSSSHHHSSISS"),
        ("((.((...)).))", "SSISSHHHSSISS"),
        ("((..((...))..((...))..))", "SSMMSSHHHSSMMSSHHHSSMMSS"),
        ("..((...))..((...))..", "FFSSHHHSSMMSSHHHSSTT"),
        (".....", "FFFFF"),
        ("(((...)))(((...)))", "SSSHHHSSSSSSHHHSSS"),
        ("", ""),
        (
            "(((((((..((((........)))).(((((.......))))).....(((((.......))))))))))))....",
            "SSSSSSSMMSSSSHHHHHHHHSSSSMSSSSSHHHHHHHSSSSSMMMMMSSSSSHHHHHHHSSSSSSSSSSSSTTTT",
        ),
    ],
)
def test_structural_contexts_are_those_of_the_specification(dot_bracket: str, expected: str) -> None:
    assert context_letters(dot_bracket) == expected
