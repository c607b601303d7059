"""Small SAM networks with random weights and random PSAMs, settled at a density."""

import torch

from rbpviz.models.sam.network import Sam, SamOptions, one_hot


def random_codes(length: int, seed: int = 0, rows: int | None = None) -> torch.Tensor:
    """Return random base codes, shape (length,) or (rows, length)."""
    shape = (length,) if rows is None else (rows, length)
    return torch.randint(0, 4, shape, generator=torch.Generator().manual_seed(seed), dtype=torch.uint8)


def small_options(motifs: str = "adjusted", **changes: object) -> SamOptions:
    """Return options of a network with 11 RBPs of two PSAMs each."""
    sizes = {"channels": 16, "adjust_channels": 16, "psams": 22, "width": 11, "rbps": 11, "spare": 1, "density": 0.01}
    return SamOptions(motifs, **{**sizes, **changes})  # type: ignore[arg-type]


def settled(motifs: str = "adjusted", *, seed: int = 0, steps: int = 60, **changes: object) -> Sam:
    """Return a network in evaluation mode whose thresholds and statistics have settled on random sequence."""
    torch.manual_seed(seed)
    network = Sam(small_options(motifs, **changes))
    network.fixed.matrices.copy_(torch.rand(22, 11, 4) * 0.8 + 0.2)
    network.fixed.weights.copy_(torch.eye(11).repeat_interleave(2, dim=1) * 5)
    with torch.no_grad():
        for step in range(steps):
            codes = random_codes(1500, seed=1000 + step, rows=8)
            network.finder(codes, one_hot(codes))
        for step in range(3):
            network(random_codes(800, seed=step, rows=4))
    return network.eval().requires_grad_(False)
