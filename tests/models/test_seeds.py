"""Seeds of a model, told by name and card."""

from rbpviz.models.seeds import group_seeds, seed_label
from tests.models.sam.cards import small_card


def test_seeds_and_binary_variants_are_grouped() -> None:
    names = ("human-seed2", "human-binary-seed1", "human", "mine", "human-seed1", "human-binary")
    cards = [small_card("sam-am", n).model_copy(update={"options": {"binary": "binary" in n}}) for n in names] + [
        small_card("sam-fm", "human")
    ]
    groups = group_seeds(cards, "sam-am")
    assert [(g.name, g.binary) for g in groups] == [("human", True), ("human", False), ("mine", False)]
    assert groups[0].models == ("sam-am/human-binary", "sam-am/human-binary-seed1")
    assert groups[1].models == ("sam-am/human", "sam-am/human-seed1", "sam-am/human-seed2")
    assert len(group_seeds(cards)) == 4


def test_a_seed_of_other_proteins_is_left_out() -> None:
    other = small_card("sam-fm", "human-seed1").model_copy(update={"channels": ("A", "B")})
    assert group_seeds([small_card("sam-fm", "human"), other])[0].models == ("sam-fm/human",)


def test_seeds_are_named() -> None:
    assert [seed_label(n) for n in ("sam-am/human", "sam-am/human-seed2", "sam-am/human-binary-seed1")] == ["seed 0", "seed 2", "seed 1"]
