"""SAM: scoring a window of 5,400 nt, and all single-site knock-outs of an exon, at published width and compact.

Weights are random and settled at the target density: speed does not depend on them. The yardstick of the knock-outs is the same work by
full runs one by one, a few of them timed.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np
import torch
from common import print_rows

from rbpviz.models.sam.knockout import SiteEntry, knock_out, trace
from rbpviz.models.sam.network import Sam, SamOptions, one_hot
from rbpviz.models.sam.sparsity import TARGET_DENSITY

WINDOW = 5400
REGION = slice(2500, 2850)
SITES = 100


def seconds(work: Callable[[], object], *, turns: int = 5) -> float:
    """Return the median wall time of some turns after a first one that warms up."""
    work()
    taken = []
    for _ in range(turns):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def row(measure: str, value: float, unit: str, goal: str) -> dict[str, object]:
    """Return one row of the table."""
    return {"measure": measure, "value": round(value, 3), "unit": unit, "goal": goal}


def settled(channels: int) -> Sam:
    """Return an adjusted-motif model with random weights whose thresholds have settled."""
    torch.manual_seed(0)
    network = Sam(SamOptions("adjusted", channels, channels, density=TARGET_DENSITY))
    network.fixed.matrices.copy_(torch.rand_like(network.fixed.matrices))
    owners = torch.arange(318) * 79 // 318
    network.fixed.weights[owners, torch.arange(318)] = 5.0
    with torch.no_grad():
        for _ in range(60):
            codes = torch.randint(0, 4, (2, 1400), dtype=torch.uint8)
            network.finder(codes, one_hot(codes))
        network(torch.randint(0, 4, (2, 1400), dtype=torch.uint8))
    network.eval().requires_grad_(False)
    network.fixed.use_tables()
    return network


def measure(name: str, channels: int, *, window_goal: float, knock_out_goal: float) -> list[dict[str, object]]:
    """Return the rows of one width."""
    rng = np.random.default_rng(0)
    network = settled(channels)
    codes = torch.from_numpy(rng.integers(0, 4, WINDOW).astype(np.uint8))
    with torch.inference_mode():
        window = seconds(lambda: network(codes[None]))
    traced = trace(network, codes)
    places = rng.choice(np.arange(REGION.start, REGION.stop), SITES)
    entries = [SiteEntry(int(place), int(channel)) for place, channel in zip(places, rng.integers(0, 79, SITES), strict=True)]
    targets = [REGION.start + 100, REGION.stop - 101]
    fast = seconds(lambda: knock_out(network, traced, entries, targets=targets))
    slow = seconds(lambda: trace(network, codes, sites=traced.sites)) * SITES
    return [
        row(f"adjusted motifs, {name}: a window of {WINDOW:,} nt", window, "s", f"< {window_goal}"),
        row(f"{name}: {SITES} single-site knock-outs of an exon with its flanks", fast, "s", f"< {knock_out_goal}"),
        row(f"{name}: the same / full runs one by one", fast / slow, "ratio", "-"),
    ]


def main() -> None:
    """Measure and print."""
    torch.set_num_threads(2)
    published = measure("published width", 200, window_goal=0.35, knock_out_goal=3.0)
    print_rows([*published, *measure("compact", 64, window_goal=0.1, knock_out_goal=1.0)])


if __name__ == "__main__":
    main()
