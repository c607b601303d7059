"""Small networks with random weights and honest cards, for tests of the app: their scores mean nothing."""

from pathlib import Path

import numpy as np
import torch

from rbpviz.models.checkpoints import write_card
from rbpviz.models.loaded import LoadedModel
from rbpviz.models.rnassrnet.network import ARCHITECTURE, Rnassrnet, RnassrnetOptions
from rbpviz.models.weights import fill_network, half_weights, write_weights
from rbpviz.motifs.meme import write_meme
from rbpviz.results.cards import DataCard, Expected, ModelCard, Published
from rbpviz.results.motifs import Motif

CHECK_SEQUENCE = "GGGAUUACUAACUUAUCUACUAACUAGCAAACCCGGGAUUACUAACUUAUCUACUAACUAGC"
METRICS = {"auroc": 0.8, "auprc": 0.79, "accuracy": 0.72, "mcc": 0.44}


def make_checkpoint(root: Path, name: str, *, paper: bool = False, seed: int = 0) -> ModelCard:
    """Write a checkpoint with random weights under `root` and return its card."""
    torch.manual_seed(seed)
    family = "rnassrnet-paper" if paper else "rnassrnet"
    options = RnassrnetOptions(filters=8, channels=8, layers=2, hidden=16, readout="flatten" if paper else "pool")
    network = Rnassrnet(options)
    folder = root / family / name
    weights = half_weights(network)
    digest, size = write_weights(weights, folder)
    fill_network(network, weights)
    card = _card(family, name, options, (digest, size, sum(p.numel() for p in network.parameters())))
    model = LoadedModel(card=card, network=network, device="cpu")
    score = float(model.score([model.prepare(CHECK_SEQUENCE)])[0])
    card = card.model_copy(update={"expected": Expected(sequence=CHECK_SEQUENCE, score=score)})
    write_card(card, folder)
    _write_motifs(folder)
    return card


def _card(family: str, name: str, options: RnassrnetOptions, weights: tuple[str, int, int]) -> ModelCard:
    sets = ("validation", "test", "test_debiased", "test_shift_5", "test_shift_20", "test_shift_60")
    return ModelCard(
        family=family,
        name=name,
        architecture=ARCHITECTURE,
        role="paper" if family.endswith("paper") else "scan",
        protein=name.split("_")[1] if name.startswith("PARCLIP") else name.split("_")[0],
        assay="PAR-CLIP",
        summary="A test model with random weights; its scores mean nothing.",
        options=options.as_dict(),
        training={"preset": "none", "seed": 0},
        data=DataCard(
            source="none: random weights",
            sha256={},
            counts={"train_positives": 0, "train_negatives": 0},
            split="none",
            length={"min": 40, "p01": 60, "median": 336, "p99": 374, "max": 375},
        ),
        metrics=dict.fromkeys(sets, METRICS),
        published=(Published(metric="auroc", value=0.9, standard_error=0.01, source="test"),),
        controls={"inside_minus_outside": 0.1},
        mean_curves={"cnn_positives": [0.1, 0.2, 0.1], "cnn_negatives": [0.1, 0.1, 0.1]},
        background=tuple(i / 100 for i in range(101)),
        background_source="none: evenly spaced",
        n_parameters=weights[2],
        dtype="float16",
        licence="MIT",
        created="2026-01-01",
        code_version="0.1.0",
        weights_sha256=weights[0],
        weights_bytes=weights[1],
        expected=Expected(sequence=CHECK_SEQUENCE, score=0.5),
    )


def _write_motifs(folder: Path) -> None:
    """Write three motifs by each of two rules, named as trained models name theirs; later ones are sharper."""
    motifs = []
    for rule in ("max_w9", "range_w9"):
        for number, best in enumerate((0.7, 0.8, 0.9)):
            matrix = np.full((6, 4), (1 - best) / 3)
            matrix[np.arange(6), ["ACGU".index(base) for base in "ACUAAU"]] = best
            motifs.append(Motif(f"conv1_{number:02d} {rule}", matrix, "probability", 20, "test motif, made by hand"))
    write_meme(motifs, folder / "motifs.meme")
