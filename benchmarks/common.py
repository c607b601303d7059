"""What the benchmarks share: random sequences, a table on standard output."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

RESULTS = Path(__file__).with_name("results.tsv")


def random_rna(number: int, length: int, *, seed: int) -> list[str]:
    """Return random sequences over ACGU (simulated, for timing only)."""
    rng = np.random.default_rng(seed)
    letters = np.array(list("ACGU"))
    return ["".join(row) for row in letters[rng.integers(0, 4, (number, length))]]


def print_rows(rows: list[Mapping[str, object]]) -> None:
    """Print `measure value unit goal` rows as a table."""
    columns = ("measure", "value", "unit", "goal")
    print("\t".join(columns))
    for row in rows:
        print("\t".join(str(row[name]) for name in columns))
