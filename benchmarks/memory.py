"""Peak memory of `rbpviz predict` on many sequences: the largest resident size of the process and of its largest child.

Usage: python benchmarks/memory.py [MODEL] [--sequences 100000] [--length 60]

Short simulated sequences keep the run short; memory must not grow with their number.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import psutil
from common import print_rows, random_rna


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="?", default="rnassrnet/PARCLIP_QKI")
    parser.add_argument("--sequences", type=int, default=100_000)
    parser.add_argument("--length", type=int, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.fa"
        with path.open("w") as handle:
            handle.writelines(f">simulated_{k}\n{s}\n" for k, s in enumerate(random_rna(asked.sequences, asked.length, seed=3)))
        command = [
            sys.executable,
            "-m",
            "rbpviz",
            "predict",
            asked.model,
            str(path),
            "-o",
            str(Path(folder) / "scores.tsv"),
            "--device",
            "cpu",
        ]
        start = time.perf_counter()
        process = psutil.Popen(command)
        peak = 0
        while process.poll() is None:
            peak = max(peak, _resident(process))
            time.sleep(0.5)
        if process.returncode:
            raise SystemExit(process.returncode)
        lines = sum(1 for _ in (Path(folder) / "scores.tsv").open()) - 1
    if lines != asked.sequences:
        raise SystemExit(f"expected {asked.sequences} scores, got {lines}")
    took = time.perf_counter() - start
    name = f"peak memory of predict, {asked.sequences} x {asked.length} nt, all processes ({took:.0f} s)"
    print_rows([{"measure": name, "value": f"{peak / 1e9:.2f}", "unit": "GB", "goal": "< 2"}])


def _resident(process: psutil.Process) -> int:
    total = 0
    for one in (process, *process.children(recursive=True)):
        try:
            total += one.memory_info().rss
        except psutil.Error:
            continue
    return total


if __name__ == "__main__":
    main()
