"""Random RNAs with made-up pairs, and small networks whose normalisations have seen something: for tests without folding."""

import numpy as np
import torch

from rbpviz.models.loaded import LoadedModel
from rbpviz.models.rnassrnet.network import Rnassrnet, RnassrnetOptions
from rbpviz.results.cards import DataCard, Expected, ModelCard
from rbpviz.results.structures import PairProbabilities, Structure

POOLED = RnassrnetOptions(readout="pool", padding=0.0, filters=8, channels=8, layers=2, hidden=16, convolutions=3)
FLAT = RnassrnetOptions(width=96, filters=8, channels=8, layers=2, hidden=16)


def random_rna(rng: np.random.Generator, n: int) -> str:
    return "".join(rng.choice(list("ACGU"), n))


def random_structure(rng: np.random.Generator, n: int) -> Structure:
    """Return an RNA with about two random pairs a base, their probabilities in half precision as folds have them."""
    rna = random_rna(rng, n)
    ends = np.unique(np.sort(rng.integers(0, n, (2 * n, 2)), axis=1), axis=0)
    ends = ends[ends[:, 1] - ends[:, 0] > 3]
    p = rng.uniform(1e-4, 1, len(ends)).astype(np.float16).astype(np.float32)
    return Structure(rna, None, None, None, PairProbabilities(ends[:, 0], ends[:, 1], p, n, 1e-4), "made up")


def with_pairs(rna: str, pairs: list[tuple[int, int, float]]) -> Structure:
    left, right, p = (np.array([pair[k] for pair in pairs]) for k in range(3))
    found = PairProbabilities(left.astype(np.int32), right.astype(np.int32), p.astype(np.float32), len(rna), 1e-4)
    return Structure(rna, None, None, None, found, "made up")


def small_network(options: RnassrnetOptions, seed: int = 0) -> Rnassrnet:
    """Return a network in evaluation mode; its running statistics are random, as after training."""
    torch.manual_seed(seed)
    network = Rnassrnet(options)
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm1d):
            module.running_mean.normal_(0, 0.2)  # type: ignore[union-attr]
            module.running_var.uniform_(0.5, 1.5)  # type: ignore[union-attr]
    return network.eval().requires_grad_(False)


def small_card(options: RnassrnetOptions, **changes: object) -> ModelCard:
    """Return a card of a model that nobody trained."""
    card = ModelCard(
        family="rnassrnet",
        name="small",
        architecture="rnassrnet-1",
        role="user",
        protein="none",
        summary="A test model with random weights; its scores mean nothing.",
        options=options.as_dict(),
        training={},
        data=DataCard(source="none", sha256={}, counts={}, split="none", length={"min": 8, "p01": 20, "median": 60, "p99": 90, "max": 96}),
        metrics={},
        background=tuple(i / 100 for i in range(101)),
        background_source="none: evenly spaced",
        n_parameters=0,
        dtype="float32",
        licence="MIT",
        created="2026-01-01",
        code_version="0.1.0",
        weights_sha256="",
        weights_bytes=0,
        expected=Expected(sequence="ACGU", score=0.5),
    )
    return card.model_copy(update=changes)


def small_options_card(family: str, options: dict[str, bool | int | float | str]) -> ModelCard:
    """Return a card of another family that nobody trained."""
    return small_card(POOLED).model_copy(update={"family": family, "options": options})


def small_model(options: RnassrnetOptions, seed: int = 0) -> LoadedModel:
    return LoadedModel(small_card(options), small_network(options, seed), "cpu")
