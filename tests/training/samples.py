"""Simulated training sets: random RNAs, a motif planted in the positives; nothing here was measured."""

from dataclasses import replace

import numpy as np

from rbpviz.features.graphs import pack_structures
from rbpviz.models.rnassrnet.network import RnassrnetOptions
from rbpviz.results.structures import PairProbabilities, Structure
from rbpviz.training.presets import FitOptions, Preset
from rbpviz.training.store import LabelledRnas

MOTIF = "ACUAAC"
NETWORK = RnassrnetOptions(readout="pool", padding=0.0, filters=8, channels=8, layers=2, hidden=16, dropout=0.1)
PLATEAU = Preset(
    replace(NETWORK, readout="flatten", width=64, layers=1, filters=4, channels=4, hidden=8),
    FitOptions(batch_size=32, max_epochs=6, patience=0, stop_patience=6, learning_rate=1e-2),
    "a small test",
)
CYCLE = Preset(
    replace(NETWORK, layers=1, filters=4, channels=4, hidden=8, convolutions=3),
    FitOptions(batch_size=32, max_epochs=5, stop_patience=5, decoupled=True, schedule="cycle", shift=20, average=0.9),
    "a small test",
)


def simulated_sequences(n: int, *, length: int = 60, seed: int = 0) -> tuple[list[str], np.ndarray]:
    """Return `n` random RNAs of each class, the motif somewhere in each positive, and their labels."""
    rng = np.random.default_rng(seed)
    rows = ["".join(row) for row in rng.choice(list("ACGU"), (2 * n, length))]
    for k, at in enumerate(rng.integers(0, length - len(MOTIF), n)):
        rows[k] = rows[k][:at] + MOTIF + rows[k][at + len(MOTIF) :]
    return rows, np.repeat(np.array([1, 0], dtype=np.uint8), n)


def simulated_data(n: int, *, length: int = 60, seed: int = 0) -> LabelledRnas:
    """Return the simulated set as features, one made-up pair an RNA."""
    sequences, labels = simulated_sequences(n, length=length, seed=seed)
    pair = PairProbabilities(np.array([2], np.int32), np.array([length - 3], np.int32), np.array([0.5], np.float32), length, 1e-4)
    structures = [Structure(s, None, None, None, pair, "made up") for s in sequences]
    return LabelledRnas(pack_structures(structures), labels, np.full((2 * n, 2), -1, dtype=np.int32))
