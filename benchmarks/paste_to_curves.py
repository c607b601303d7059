"""One 375-nt sequence from pasted text to drawn curves, model and folding processes warm.

Usage: python benchmarks/paste_to_curves.py [MODEL]
"""

import statistics
import sys
import time

from common import print_rows, random_rna

from rbpviz.models.checkpoints import load_model
from rbpviz.plots.curves import plot_response_curves
from rbpviz.sequences.records import parse_text
from rbpviz.structure.parallel import FoldPool
from rbpviz.workflows.respond import RESPONSE_FOLD, respond_one


def main() -> None:
    """Measure and print."""
    model = load_model(sys.argv[1] if len(sys.argv) > 1 else "rnassrnet/PARCLIP_QKI", device="cpu")
    took = []
    with FoldPool() as pool:
        pool.warm()
        for seed in range(6):
            text = f">simulated\n{random_rna(1, 375, seed=seed)[0]}\n"
            start = time.perf_counter()
            (record,) = parse_text(text)
            (structure,) = pool.fold_many([record.sequence], RESPONSE_FOLD)
            figure = plot_response_curves(respond_one(model, record, structure))
            figure.to_json()
            took.append(time.perf_counter() - start)
    value = f"{statistics.median(took[1:]):.2f}"
    print_rows([{"measure": "paste to drawn curves, 375 nt, warm", "value": value, "unit": "s", "goal": "< 1.5"}])


if __name__ == "__main__":
    main()
