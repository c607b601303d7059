"""Made-up results for tests of figures and exports: sine waves, fixed-seed letters and invented metrics, not the output of any model."""

import numpy as np

from rbpviz.results.cards import DataCard, Expected, ModelCard, Published
from rbpviz.results.curves import ResponseCurves
from rbpviz.types import Interval

HAIRPIN = "((((....))))"
HAIRPIN_ELEMENTS = "SSSSHHHHSSSS"


def sample_curves(
    length: int = 60, *, viewpoint: Interval | None = None, seed: int = 0, record_id: str = "test_rna", folded: bool = True
) -> ResponseCurves:
    """Return curves of a random RNA: hairpins of 12 nt with 3 nt between them, smooth made-up responses."""
    rng = np.random.default_rng(seed)
    sequence = "".join("ACGU"[i] for i in rng.integers(0, 4, length))
    repeats = length // 15 + 1
    x = np.arange(length)
    cnn = 0.4 + 0.25 * np.sin(x / 7) + 0.1 * rng.standard_normal(length)
    gcn = 0.8 * np.cos(x / 11) + 0.1 * rng.standard_normal(length)
    gate = 1 / (1 + np.exp(-2 * np.sin(x / 9)))
    return ResponseCurves(
        id=record_id,
        sequence=sequence,
        model="rnassrnet/TEST_SET",
        cnn=cnn.astype(np.float32),
        gcn=gcn.astype(np.float32),
        gate=gate.astype(np.float32),
        elements=_whole((HAIRPIN_ELEMENTS + "EEE") * repeats, length, "E") if folded else "",
        dot_bracket=_whole((HAIRPIN + "...") * repeats, length, ".") if folded else "",
        score=0.873,
        percentile=98.2,
        viewpoint=viewpoint,
    )


def _whole(pattern: str, length: int, filler: str) -> str:
    """Return the whole repeats of 15 letters that fit `length`, filled up at the end."""
    return pattern[: length // 15 * 15].ljust(length, filler)


def sample_card(**changes: object) -> ModelCard:
    """Return a card with made-up figures of every set."""
    values: dict[str, object] = {
        "family": "rnassrnet",
        "name": "TEST_SET",
        "architecture": "rnassrnet-1",
        "role": "scan",
        "protein": "TEST1",
        "summary": "Made up for tests.",
        "options": {"filters": 32},
        "training": {"seed": 1},
        "data": DataCard(source="made up", sha256={}, counts={}, split="none", length={}),
        "metrics": {
            "validation": {"auroc": 0.931, "auroc_se": 0.012},
            "test": {"auroc": 0.925, "auroc_se": 0.009},
            "test_debiased": {"auroc": 0.912, "auroc_se": 0.010},
            "test_shift_5": {"auroc": 0.921},
            "test_shift_20": {"auroc": 0.919},
            "test_shift_60": {"auroc": 0.902},
        },
        "published": (Published(metric="auroc", value=0.981, standard_error=0.006, source="RNASSR-Net, table 1"),),
        "mean_curves": {"cnn_positives": [0.1, 0.4, 0.2], "cnn_negatives": [0.1, 0.2, 0.1]},
        "background": tuple(i / 100 for i in range(101)),
        "background_source": "made up",
        "n_parameters": 1,
        "dtype": "float32",
        "licence": "MIT",
        "created": "2026-01-01",
        "code_version": "0",
        "weights_sha256": "0",
        "weights_bytes": 1,
        "expected": Expected(sequence="ACGU", score=0.5),
    }
    return ModelCard.model_validate(values | changes)
