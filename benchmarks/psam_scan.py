"""How fast all PSAMs of RNA Bind-n-Seq are scanned, against memelite's FIMO on the same matrices and the same sequence.

Usage: python benchmarks/psam_scan.py [--psams FOLDER] [--length 1000000] [--repeats 7]

They take turns, so that a busy machine troubles all of them; each value is the median of its turns. FIMO lists the windows of one strand
with p < 1e-4 in the matrices scaled to probabilities; `scan_above` lists the scores above each protein's quantile of density 0.36 %;
`score_motifs` gives every score. `processor` is the time of all threads together, which other programs trouble less than the clock.
Compilation is measured in processes of their own, with an empty folder for compiled code and with the one that the first has filled.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numba
import numpy as np
from common import print_rows
from memelite import fimo

from rbpviz import config
from rbpviz.motifs.psam import PsamSet, read_psam_folder
from rbpviz.motifs.psam_pack import pack
from rbpviz.motifs.psam_scan import scan_above, score_motifs

DENSITY = 2 * 0.75**22
FIRST_CALL = """
import numpy as np, time
from rbpviz.motifs.psam import Psam, PsamSet
from rbpviz.motifs.psam_pack import pack
from rbpviz.motifs.psam_scan import scan_above, score_motifs
packed, codes = pack(PsamSet(("a",), ((Psam(np.eye(4), 1.0),),))), np.zeros(50, np.uint8)
start = time.perf_counter()
score_motifs(codes, packed)
scan_above(codes, packed, np.ones(1))
print(time.perf_counter() - start)
"""


def probabilities(psams: PsamSet) -> dict[str, np.ndarray]:
    """Return every matrix as FIMO wants it: shape (4, w), columns that sum to 1."""
    flat = [(f"{name}_{i}", psam.matrix) for name in psams.names for i, psam in enumerate(psams[name])]
    return {name: np.ascontiguousarray((matrix / matrix.sum(axis=1, keepdims=True)).T) for name, matrix in flat}


def measure(works: dict[str, Callable[[], object]], repeats: int) -> dict[str, tuple[float, float]]:
    """Return the median seconds by the clock and of the processor of each work, run in turns after one warm-up."""
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for turn in range(repeats + 1):
        for name, work in works.items():
            clock, processor = time.perf_counter(), time.process_time()
            work()
            if turn:
                took[name].append((time.perf_counter() - clock, time.process_time() - processor))
    return {name: (statistics.median(t[0] for t in times), statistics.median(t[1] for t in times)) for name, times in took.items()}


def first_calls() -> tuple[float, float]:
    """Return the seconds of the first scan of a process, without and with compiled code on disk."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"NUMBA_CACHE_DIR": folder}
        runs = [subprocess.run([sys.executable, "-c", FIRST_CALL], env=environment, check=True, capture_output=True) for _ in range(2)]
    return float(runs[0].stdout), float(runs[1].stdout)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--psams", type=Path, default=(config.data_dir() or Path()) / "rbns_psams")
    parser.add_argument("--length", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=7)
    asked = parser.parse_args()
    psams = read_psam_folder(asked.psams)
    packed, matrices = pack(psams), probabilities(psams)
    codes = np.random.default_rng(1).integers(0, 4, asked.length).astype(np.uint8)
    window = codes[:5400]
    one_hot = np.ascontiguousarray(np.eye(4, dtype=np.int8)[codes].T[None])
    thresholds = np.quantile(score_motifs(codes[:100_000], packed), 1 - DENSITY, axis=0)
    numba.set_num_threads(min(config.worker_count(), numba.config.NUMBA_NUM_THREADS))
    dense, listed, yardstick, short = "score_motifs", "scan_above", "memelite fimo", "score_motifs of 5,400 nt"
    reused = "score_motifs into an array at hand"
    at_hand = np.zeros((asked.length, packed.n_rbps), dtype=np.float32)
    works: dict[str, Callable[[], object]] = {
        yardstick: lambda: fimo(matrices, one_hot, threshold=1e-4, reverse_complement=False),
        listed: lambda: scan_above(codes, packed, thresholds),
        dense: lambda: score_motifs(codes, packed),
        reused: lambda: score_motifs(codes, packed, out=at_hand),
        short: lambda: score_motifs(window, packed),
    }
    took = measure(works, asked.repeats)
    goal = f"< {0.6 * asked.length / 1e6:g}"
    goals = {dense: goal, reused: goal, listed: goal, yardstick: "-", short: "-"}
    rows: list[dict[str, object]] = []
    for name, (clock, processor) in took.items():
        size = "" if name == short else f", {asked.length / 1e6:g} Mnt"
        rows.append({"measure": f"{name}{size}", "value": f"{clock:.4f}", "unit": "s", "goal": goals[name]})
        rows.append({"measure": f"{name}{size}, processor", "value": f"{processor:.4f}", "unit": "s", "goal": "-"})
    for name in (listed, dense, reused):
        for place, kind in enumerate(("clock", "processor")):
            ratio = took[name][place] / took[yardstick][place]
            rows.append({"measure": f"{name} / {yardstick}, {kind}", "value": f"{ratio:.3f}", "unit": "ratio", "goal": "<= 3"})
    for name, seconds in zip(("not yet compiled", "compiled before"), first_calls(), strict=True):
        rows.append({"measure": f"first scan of a process, {name}", "value": f"{seconds:.2f}", "unit": "s", "goal": "-"})
    print_rows(rows)


if __name__ == "__main__":
    main()
