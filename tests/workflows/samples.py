"""Records and a folding source that counts what it is asked for."""

from collections.abc import Iterable, Iterator

import numpy as np

from rbpviz.results.structures import Structure
from rbpviz.structure.folding import FoldOptions, fold
from rbpviz.types import RnaRecord

SCAN, OTHER, PAPER = "rnassrnet/PARCLIP_QKI", "rnassrnet/PARCLIP_TAF15", "rnassrnet-paper/PARCLIP_QKI"


class HereFolds:
    """Folds in this process, one sequence at a time, and remembers them."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def fold_many(self, sequences: Iterable[str], options: FoldOptions) -> Iterator[Structure]:
        for sequence in sequences:
            self.asked.append(sequence)
            yield fold(sequence, options)


def random_records(*lengths: int, seed: int = 0) -> list[RnaRecord]:
    rng = np.random.default_rng(seed)
    return [RnaRecord(f"r{k}", "".join(rng.choice(list("ACGU"), n))) for k, n in enumerate(lengths)]


def fasta(records: Iterable[RnaRecord]) -> str:
    return "".join(f">{r.id}\n{r.sequence}\n" for r in records)
