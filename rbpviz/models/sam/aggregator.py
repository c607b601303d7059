"""The aggregator: reads splice-site scores and sparse motifs and says where splicing happens (section 6)."""

from typing import NamedTuple

import torch
from torch import Tensor, nn

from rbpviz.models.sam.attention import Influence, positions_code
from rbpviz.models.sam.lssi import SoftMask
from rbpviz.models.sam.residual import ConvStack

CLASSES = 3
"""None, acceptor, donor."""
LONGEST_MEMORY = 300
"""Distance in nt over which the LSTM can remember before training: about what an exon and its neighbourhood span."""


class AggregatorSteps(NamedTuple):
    """What the aggregator computes on its way, for knock-outs that re-run only what changes.

    Parameters
    ----------
    states : Tensor, shape (n, length, channels)
        After the first stack, with the code of positions.
    gated : Tensor, shape (n, channels, length)
        Influence times input.
    read : Tensor, shape (n, length, channels)
        After the second stack: what the LSTM reads.
    """

    states: Tensor
    gated: Tensor
    read: Tensor


class Aggregator(nn.Module):
    """Convolutions, banded attention that weighs the input, convolutions, a bidirectional LSTM.

    Parameters
    ----------
    inputs : int
        Channels of the input, even.
    channels : int
        Width of both stacks (200 in the paper).
    reach : int, default 200
        Distance of the attention, nt.
    kernel, units : int
        Filter length and number of residual units of a stack.
    """

    def __init__(self, inputs: int, channels: int, *, reach: int = 200, kernel: int = 7, units: int = 4) -> None:
        super().__init__()
        self.before = ConvStack(inputs, channels, inputs, kernels=(kernel,) * units)
        self.influence = Influence(inputs, reach=reach)
        self.after = ConvStack(inputs, channels, inputs, kernels=(kernel,) * units)
        self.lstm = nn.LSTM(inputs, inputs // 2, bidirectional=True, batch_first=True)
        self.out = nn.Linear(inputs, CLASSES)
        nn.init.ones_(self.before.last.bias)  # type: ignore[arg-type]  # influence begins near 1: the input passes through
        remember_far(self.lstm, LONGEST_MEMORY)

    def forward(self, z: Tensor, *, first: int = 0) -> Tensor:
        """Return log-probabilities of the three classes, shape (n, 3, length), for input of shape (n, inputs, length)."""
        return self.classify(self.steps(z, first=first).read)

    def steps(self, z: Tensor, *, first: int = 0) -> AggregatorSteps:
        """Return what is computed up to the LSTM; `first` is the index that the code of positions begins with."""
        found = self.before(z).float().transpose(1, 2)
        states = found + self.code(torch.arange(first, first + z.shape[2], device=z.device))
        gated = self.influence(states).float().transpose(1, 2) * z
        return AggregatorSteps(states, gated, self.after(gated).float().transpose(1, 2))

    def code(self, positions: Tensor) -> Tensor:
        """Return the sinusoidal code of positions, shape (..., channels) (section 6.2)."""
        return positions_code(positions, self.influence.query.in_features)

    def classify(self, read: Tensor) -> Tensor:
        """Return log-probabilities, shape (n, 3, length), for what the LSTM reads, shape (n, length, channels)."""
        with torch.autocast(read.device.type, enabled=False):
            return self.decide(self.lstm(read.float())[0])

    def decide(self, memory: Tensor) -> Tensor:
        """Return log-probabilities, shape (n, 3, length), for what the LSTM remembers, shape (n, length, channels)."""
        return torch.log_softmax(self.out(memory), dim=2).transpose(1, 2)


@torch.no_grad()
def remember_far(lstm: nn.LSTM, longest: int) -> None:
    """Set the gates of an untrained LSTM so that its units remember over 1 to `longest` positions (Tallec and Ollivier 2018, section 3).

    With the usual start a unit forgets half of its state at each base, and learning to pair the two ends of an exon takes many times as
    many updates.

    Parameters
    ----------
    lstm : nn.LSTM
        One layer, bidirectional; changed in place.
    longest : int
        Positions.
    """
    size = lstm.hidden_size
    for suffix in ("", "_reverse"):
        own, other = getattr(lstm, "bias_ih_l0" + suffix), getattr(lstm, "bias_hh_l0" + suffix)
        spans = torch.log(torch.empty(size).uniform_(1, longest - 1))
        own[:size], own[size : 2 * size] = -spans, spans
        other[: 2 * size] = 0


class Reader(nn.Module):
    """Aggregator and soft mask: the half of SAM that reads sites; it can be given the sites of another model.

    Parameters
    ----------
    inputs, channels : int
        See `Aggregator`; `inputs` counts the two LSSI channels too.
    reach : int, default 200
        See `Aggregator`.
    """

    def __init__(self, inputs: int, channels: int, *, reach: int = 200) -> None:
        super().__init__()
        self.mask = SoftMask()
        self.aggregator = Aggregator(inputs, channels, reach=reach)

    def forward(self, lssi: Tensor, sites: Tensor, *, first: int = 0) -> Tensor:
        """Return logits of the three classes, shape (n, 3, length): a sum of two log-distributions (section 6.7).

        Parameters
        ----------
        lssi : Tensor, shape (n, 2, length)
            Log-probabilities of acceptor and donor, not clamped.
        sites : Tensor, shape (n, motif channels, length)
            Sparse activations.
        first : int, default 0
            See `Aggregator.steps`.
        """
        channels, share = self.mask(lssi)
        return self.aggregator(torch.cat([channels, sites], dim=1), first=first) + share
