"""Families of models."""

import pytest

from rbpviz.errors import CheckpointError, UnknownModelError
from rbpviz.models.registry import families, get_family
from rbpviz.models.rnassrnet.network import ARCHITECTURE, Rnassrnet, RnassrnetOptions


@pytest.mark.parametrize("family", families())
def test_a_family_builds_its_network_from_the_options_of_a_card(family: str) -> None:
    options = RnassrnetOptions(filters=4, channels=4, hidden=4, width=40)
    network = get_family(family).build(options.as_dict())
    assert isinstance(network, Rnassrnet)
    assert network.options == options
    assert get_family(family).architecture == ARCHITECTURE


def test_an_unknown_family_names_the_known_ones() -> None:
    with pytest.raises(UnknownModelError, match="'deepnet'; expected one of rnassrnet, rnassrnet-paper"):
        get_family("deepnet")


@pytest.mark.parametrize(
    ("options", "said"), [({"depth": 3}, "depth"), ({"gate": "open"}, "gate='open'"), ({"filters": "8"}, "filters='8'")]
)
def test_options_that_the_network_does_not_know_are_refused(options: dict, said: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(CheckpointError, match=f"cannot be built from: .*{said}"):
        get_family("rnassrnet").build(options)
