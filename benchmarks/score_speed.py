"""How fast folded RNAs are scored, and how much scoring adds to folding.

Usage: python benchmarks/score_speed.py [MODEL] [--sequences 512]

Scoring computes on one thread; folding takes the other cores.
"""

import argparse
import time

from common import print_rows, random_rna

from rbpviz import config
from rbpviz.models.checkpoints import load_model
from rbpviz.models.loaded import SCORING_FOLD
from rbpviz.structure.parallel import FoldPool
from rbpviz.types import RnaRecord
from rbpviz.workflows.predict import PredictRequest, predict


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="?", default="rnassrnet/PARCLIP_QKI")
    parser.add_argument("--sequences", type=int, default=512)
    parser.add_argument("--length", type=int, default=336)
    asked = parser.parse_args()
    model = load_model(asked.model, device="cpu")
    sequences = random_rna(asked.sequences, asked.length, seed=1)
    with FoldPool(config.worker_count()) as pool:
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
        n = sum(1 for _ in predict(PredictRequest((asked.model,), device="cpu"), records, folds=pool))
        both = time.perf_counter() - start
    if n != asked.sequences:
        raise SystemExit(f"expected {asked.sequences} scores, got {n}")
    print_rows(
        [
            {
                "measure": "scoring, one thread",
                "value": f"{asked.sequences / scoring:.0f}",
                "unit": "sequences/s",
                "goal": ">= 500",
            },
            {"measure": "folding and scoring / folding", "value": f"{both / folding:.3f}", "unit": "ratio", "goal": "<= 1.2"},
        ]
    )


if __name__ == "__main__":
    main()
