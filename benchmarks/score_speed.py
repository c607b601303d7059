"""How fast folded RNAs are scored, and how much scoring adds to folding.

Usage: python benchmarks/score_speed.py [MODEL] [--sequences 512] [--threads 2]
"""

import argparse
import tempfile
import time
from pathlib import Path

import torch
from common import print_rows, random_rna

from rbpviz import config
from rbpviz.models.checkpoints import load_model
from rbpviz.models.loaded import SCORING_FOLD
from rbpviz.structure.cache import FoldCache
from rbpviz.structure.parallel import FoldPool
from rbpviz.types import RnaRecord
from rbpviz.workflows.predict import PredictRequest, predict


class _Pool:
    """A warm pool without a cache, so that both timings fold everything anew."""

    def __init__(self, pool: FoldPool) -> None:
        self.fold_many = pool.fold_many


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="?", default="rnassrnet/PARCLIP_QKI")
    parser.add_argument("--sequences", type=int, default=512)
    parser.add_argument("--length", type=int, default=336)
    parser.add_argument("--threads", type=int, default=config.worker_count())
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    model = load_model(asked.model, device="cpu")
    sequences = random_rna(asked.sequences, asked.length, seed=1)
    with tempfile.TemporaryDirectory() as folder, FoldPool(config.worker_count()) as pool:
        pool.warm()
        list(pool.fold_many(sequences[:8], SCORING_FOLD))
        start = time.perf_counter()
        structures = list(pool.fold_many(sequences, SCORING_FOLD))
        folding = time.perf_counter() - start
        model.score(structures[:64])
        start = time.perf_counter()
        model.score(structures)
        scoring = time.perf_counter() - start
        records = [RnaRecord(str(k), s) for k, s in enumerate(sequences)]
        start = time.perf_counter()
        n = sum(1 for _ in predict(PredictRequest((asked.model,), device="cpu"), records, folds=_Pool(pool)))
        both = time.perf_counter() - start
        with FoldCache(Path(folder) / "folds.sqlite") as cache:
            cache.put_many(structures, SCORING_FOLD)
    if n != asked.sequences:
        raise SystemExit(f"expected {asked.sequences} scores, got {n}")
    print_rows(
        [
            {
                "measure": f"scoring, {asked.threads} threads",
                "value": f"{asked.sequences / scoring:.0f}",
                "unit": "sequences/s",
                "goal": ">= 500",
            },
            {"measure": "folding and scoring / folding", "value": f"{both / folding:.3f}", "unit": "ratio", "goal": "<= 1.2"},
        ]
    )


if __name__ == "__main__":
    main()
