"""Loaded splicers around small networks, with cards that hold what landscapes need."""

from pathlib import Path

from rbpviz.models.checkpoints import write_card
from rbpviz.models.registry import get_family
from rbpviz.models.sam.loaded import LoadedSplicer
from rbpviz.models.sam.lssi import Lssi
from rbpviz.models.sam.network import Sam
from rbpviz.models.sam.weights import sam_weights
from rbpviz.models.weights import fill_network, write_weights
from rbpviz.results.cards import DataCard, Expected, ModelCard


def small_card(family: str, name: str = "test") -> ModelCard:
    """Return a card with call thresholds of one half."""
    return ModelCard(
        family=family,
        name=name,
        architecture="test",
        role="user",
        question="splicing",
        protein="",
        summary="a small test",
        options={},
        training={},
        data=DataCard(source="simulated", sha256={}, counts={}, split="", length={}),
        metrics={"validation": {"threshold_acceptor": 0.5, "threshold_donor": 0.4}},
        channels=tuple(f"R{k}" for k in range(11)),
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


def write_checkpoint(network: Sam | Lssi, family: str, folder: Path) -> Path:
    """Write a small network as a checkpoint that loads."""
    sha256, size = write_weights(sam_weights(network), folder)
    options = network.options.as_dict() if isinstance(network, Sam) else {}
    card = small_card(family).model_copy(
        update={
            "options": options,
            "architecture": get_family(family).architecture,
            "weights_sha256": sha256,
            "weights_bytes": size,
        }
    )
    again = Sam(network.options) if isinstance(network, Sam) else Lssi()
    model = LoadedSplicer(card, fill_network(again, sam_weights(network)), "cpu")
    sequence = "ACGUAGGUAAGU" * 6
    write_card(card.model_copy(update={"expected": Expected(sequence=sequence, score=model.check_score(sequence))}), folder)
    return folder
