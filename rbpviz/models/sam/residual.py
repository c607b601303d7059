"""Convolutions over positions that every part of SAM is made of (section 5.5 of the specification)."""

from torch import Tensor, nn


class ResidualUnit(nn.Module):
    """x + Conv(ReLU(BN(Conv(ReLU(BN(x)))))), both convolutions of the same width, zeros beyond the ends.

    Parameters
    ----------
    channels : int
        Channels in and out.
    kernel : int
        Filter length in nt, odd.
    """

    def __init__(self, channels: int, kernel: int) -> None:
        super().__init__()
        self.norm1 = nn.BatchNorm1d(channels)
        self.conv1 = nn.Conv1d(channels, channels, kernel, padding=kernel // 2)
        self.norm2 = nn.BatchNorm1d(channels)
        self.conv2 = nn.Conv1d(channels, channels, kernel, padding=kernel // 2)
        self.activation = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        """Return a map of the same shape, (n, channels, length)."""
        inner = self.conv1(self.activation(self.norm1(x)))
        return x + self.conv2(self.activation(self.norm2(inner)))


class ConvStack(nn.Module):
    """A pointwise convolution, residual units, and a pointwise convolution.

    Parameters
    ----------
    inputs, channels, outputs : int
        Channels in, within, and out.
    kernels : tuple of int
        Filter length of each residual unit.
    """

    def __init__(self, inputs: int, channels: int, outputs: int, *, kernels: tuple[int, ...]) -> None:
        super().__init__()
        self.first = nn.Conv1d(inputs, channels, 1)
        self.units = nn.ModuleList([ResidualUnit(channels, kernel) for kernel in kernels])
        self.last = nn.Conv1d(channels, outputs, 1)
        self.reach = sum(2 * (kernel // 2) for kernel in kernels)
        """How many nt on either side of a position its output can see."""

    def forward(self, x: Tensor) -> Tensor:
        """Return a map of shape (n, outputs, length)."""
        x = self.first(x)
        for unit in self.units:
            x = unit(x)
        return self.last(x)
