"""How fast a FASTA is folded, as a ratio to what ViennaRNA itself does on one core times the number of worker processes.

Usage: python benchmarks/fold_speed.py [--sequences 400] [--length 336] [--workers N] [--seed 1]

Both rates are measured in the same run, one around the other, so that a busy machine troubles both; still, run it on an idle one. The
single-core rate is that of bare ViennaRNA calls (minimum free energy and windowed pair probabilities) without any of this project's checks,
conversion or storage. `ratio` compares rates by the clock, `cpu_ratio` the processor time a sequence costs, which other programs trouble
less. `machine_ratio` is what bare ViennaRNA itself reaches with as many processes at once (below 1 where cores share a unit or a clock),
and `share_of_machine` is `ratio / machine_ratio`. Prints a header and one row, tab-separated.
"""

import argparse
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import RNA

from rbpviz import config
from rbpviz.sequences.fasta import read_fasta, write_fasta
from rbpviz.structure.cache import FoldCache
from rbpviz.structure.parallel import FoldPool
from rbpviz.structure.vienna import VIENNA_VERSION
from rbpviz.types import RnaRecord

COLUMNS = (
    "sequences", "length", "workers", "vienna", "single_per_s", "rbpviz_per_s", "ratio", "cpu_ratio", "machine_ratio", "share_of_machine"
)  # fmt: skip


def bare_fold(sequence: str) -> None:
    """Do what one fold needs of ViennaRNA and nothing else."""
    RNA.fold_compound(sequence).mfe()
    details = RNA.md()
    details.window_size = details.max_bp_span = min(150, len(sequence))
    details.noLP = 1
    RNA.fold_compound(sequence, details, RNA.OPTION_WINDOW).probs_window(1, RNA.PROBS_WINDOW_BPP, lambda *_: None, None)


def write_random(path: Path, number: int, length: int, *, seed: int) -> None:
    """Write a FASTA of random sequences."""
    rng = np.random.default_rng(seed)
    letters = np.array(list("ACGU"))
    with path.open("w") as stream:
        write_fasta((RnaRecord(f"random_{i}", "".join(letters[rng.integers(0, 4, length)])) for i in range(number)), stream)


def cpu_seconds() -> float:
    """Return the processor time of this process and of its ended children."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def time_bare(sequences: list[str]) -> tuple[float, float]:
    """Fold in this process with bare calls; return seconds by the clock and of the processor."""
    clock, cpu = time.perf_counter(), cpu_seconds()
    for sequence in sequences:
        bare_fold(sequence)
    return time.perf_counter() - clock, cpu_seconds() - cpu


def time_bare_together(sequences: list[str], workers: int) -> float:
    """Fold the same sequences in each of several processes at once with bare calls; return seconds by the clock of the slowest."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(time_bare, [sequences[:1]] * workers))
        return max(clock for clock, _ in pool.map(time_bare, [sequences] * workers))


def time_library(path: Path, workers: int) -> tuple[float, float]:
    """Fold from FASTA to stored folds with started workers; return seconds by the clock and of the processor, their start included."""
    cpu = cpu_seconds()
    with tempfile.TemporaryDirectory() as folder, FoldCache(Path(folder) / "folds.sqlite") as cache, FoldPool(workers, cache=cache) as pool:
        pool.warm()
        time.sleep(2)
        clock = time.perf_counter()
        for _ in pool.fold_many(record.sequence for record in read_fasta(path)):
            pass
        clock = time.perf_counter() - clock
    return clock, cpu_seconds() - cpu


def main() -> None:
    """Parse the command line, measure, print the row."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sequences", type=int, default=400)
    parser.add_argument("--length", type=int, default=336)
    parser.add_argument("--workers", type=int, default=config.worker_count())
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "random.fa"
        write_random(path, asked.sequences, asked.length, seed=asked.seed)
        sample = [record.sequence for record in read_fasta(path)][: max(2, asked.sequences // (2 * asked.workers))]
        half = len(sample) // 2
        before, library, after = time_bare(sample[:half]), time_library(path, asked.workers), time_bare(sample[half:])
    machine = (before[0] + after[0]) / time_bare_together(sample, asked.workers)
    single = len(sample) / (before[0] + after[0])
    together = asked.sequences / library[0]
    cpu_ratio = (before[1] + after[1]) / len(sample) / (library[1] / asked.sequences)
    row = (asked.sequences, asked.length, asked.workers, VIENNA_VERSION, f"{single:.2f}", f"{together:.2f}")
    print("\t".join(COLUMNS))
    ratio = together / (single * asked.workers)
    print("\t".join((*map(str, row), f"{ratio:.3f}", f"{cpu_ratio:.3f}", f"{machine:.3f}", f"{ratio / machine:.3f}")))


if __name__ == "__main__":
    main()
