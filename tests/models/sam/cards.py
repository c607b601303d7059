"""Loaded splicers around small networks, with cards that hold what landscapes need."""

from rbpviz.models.sam.loaded import LoadedSplicer
from rbpviz.models.sam.lssi import Lssi
from rbpviz.models.sam.network import Sam
from rbpviz.results.cards import DataCard, Expected, ModelCard


def small_card(family: str, name: str = "test") -> ModelCard:
    """Return a card with call thresholds of one half."""
    return ModelCard(
        family=family,
        name=name,
        architecture="test",
        role="user",
        protein="",
        summary="a small test",
        options={},
        training={},
        data=DataCard(source="simulated", sha256={}, counts={}, split="", length={}),
        metrics={"validation": {"threshold_acceptor": 0.5, "threshold_donor": 0.4}},
        n_parameters=1,
        dtype="float32",
        licence="MIT",
        created="",
        code_version="",
        weights_sha256="",
        weights_bytes=0,
        expected=Expected(sequence="ACGU", score=0.0),
    )


def loaded(network: Sam | Lssi, family: str) -> LoadedSplicer:
    """Return a network with a card."""
    return LoadedSplicer(small_card(family), network, "cpu")
