"""The sparsity layer: one threshold for all channels, moved so that a set fraction of entries stays (section 4)."""

import math

import torch
from torch import Tensor, nn

MEMORY = 0.9
"""How much of the threshold a training step keeps."""
REDUCTION = 0.75
TARGET_DENSITY = REDUCTION**22
"""0.178381 % of all entries."""


class SharedThreshold(nn.Module):
    """Keep what exceeds one threshold, less the threshold.

    In training the threshold follows the quantile that leaves the fraction `density` of all entries; in evaluation it stands still, so the
    realised density is close to the wanted one but not equal.

    Parameters
    ----------
    density : float
        Fraction of entries to keep, above 0 and at most 1.
    """

    threshold: Tensor
    density: Tensor

    def __init__(self, density: float) -> None:
        super().__init__()
        self.register_buffer("threshold", torch.zeros(()))
        self.register_buffer("density", torch.tensor(float(density), dtype=torch.float64))

    def set_density(self, density: float) -> None:
        """Set the fraction of entries to keep."""
        self.density.fill_(min(1.0, density))

    def forward(self, x: Tensor, among: Tensor | None = None) -> Tensor:
        """Return the excess above the threshold, zero elsewhere, shape as `x`.

        Parameters
        ----------
        x : Tensor
            Scores.
        among : Tensor of bool, shape as `x`, optional
            The entries that may stay at all; the others count as lower than every one of them.
        """
        if self.training:
            self.threshold.mul_(MEMORY).add_(self.quantile(x.detach(), among), alpha=1 - MEMORY)
        excess = torch.relu(x - self.threshold)
        return excess if among is None else excess * among

    @torch.no_grad()
    def settle(self, x: Tensor, among: Tensor | None = None) -> None:
        """Set the threshold so that the wanted fraction of these entries exceeds it (see `forward`)."""
        self.threshold.copy_(self.quantile(x, among))

    def quantile(self, x: Tensor, among: Tensor | None = None) -> Tensor:
        """Return what the wanted fraction of entries exceeds; the lowest that may stay where fewer may, no change where none may."""
        values = x.flatten().float()
        if among is not None:
            values = values.masked_fill(~among.flatten(), -torch.inf)
        rank = max(1, int(values.numel() * (1 - float(self.density))))
        found = values.kthvalue(rank).values
        if torch.isfinite(found):
            return found
        allowed = values[torch.isfinite(values)]
        return allowed.min() if len(allowed) else self.threshold


def binarise(x: Tensor) -> Tensor:
    """Return 1 where a motif is, 0 elsewhere, without a gradient (section 9d)."""
    return (x.detach() != 0).to(x.dtype)


def binary_entropy(density: float) -> float:
    """Return the entropy in bits of a switch that is on with this probability."""
    if density in (0.0, 1.0):
        return 0.0
    return -density * math.log2(density) - (1 - density) * math.log2(1 - density)


def entropy_bound(density: float, *, rbps: int = 79, value_bits: float = 0.0) -> float:
    """Return the most bits per nt that the motif channels can carry (section 9h.1).

    Parameters
    ----------
    density : float
        Fraction of non-zero entries.
    rbps : int, default 79
        Motif channels.
    value_bits : float, default 0
        Entropy of an activation, bits.
    """
    return rbps * (binary_entropy(density) + density * value_bits)
