"""Families of models."""

import pytest

from rbpviz.errors import CheckpointError, UnknownModelError
from rbpviz.models.registry import build_network, families, get_family
from rbpviz.models.rnassrnet.network import RnassrnetOptions
from rbpviz.models.sam.network import SamOptions

OPTIONS = {
    "rnassrnet": RnassrnetOptions(filters=4, channels=4, hidden=4, width=40),
    "rnassrnet-paper": RnassrnetOptions(filters=4, channels=4, hidden=4, width=40),
    "sam-fm": SamOptions("fixed", 8, 8, psams=2, rbps=1, spare=1),
    "sam-am": SamOptions("adjusted", 8, 8, psams=2, rbps=1, spare=1),
}


@pytest.mark.parametrize("family", OPTIONS)
def test_a_family_builds_its_network_from_the_options_of_a_card(family: str) -> None:
    assert build_network(family, OPTIONS[family].as_dict()).options == OPTIONS[family]


def test_every_family_says_which_question_it_answers() -> None:
    assert {name: get_family(name).question for name in families()} == {
        "rnassrnet": "binding", "rnassrnet-paper": "binding", "deeprke": "binding", "deeprke-paper": "binding",
        "lssi": "splicing", "sam-fm": "splicing", "sam-am": "splicing",
    }  # fmt: skip


def test_an_unknown_family_names_the_known_ones() -> None:
    with pytest.raises(UnknownModelError, match="'deepnet'; expected one of rnassrnet, rnassrnet-paper"):
        get_family("deepnet")


@pytest.mark.parametrize(
    ("options", "said"), [({"depth": 3}, "depth"), ({"gate": "open"}, "gate='open'"), ({"filters": "8"}, "filters='8'")]
)
def test_options_that_the_network_does_not_know_are_refused(options: dict, said: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(CheckpointError, match=f"cannot be built from: .*{said}"):
        build_network("rnassrnet", options)
