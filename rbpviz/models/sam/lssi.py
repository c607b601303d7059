"""LSSI, the local splice-site identifier: two small networks that see 23 nt around an acceptor and 9 nt around a donor.

Section 2 of the specification. Positions are those of the labelled base: first base of an exon (acceptor), last base (donor).
"""

import torch
from torch import Tensor, nn

ARCHITECTURE = "lssi-1"
CLAMP = -10.0
"""Log-probabilities below this count as this."""
ACCEPTOR_REACH = (20, 2)
DONOR_REACH = (2, 6)
"""How many nt 5' and 3' of the labelled base a network sees."""


class SiteNetwork(nn.Module):
    """One of the two networks: a convolution over its window and five pointwise layers.

    Parameters
    ----------
    reach : tuple of int
        Bases seen 5' and 3' of the labelled one.
    hidden : int, default 100
        Channels.
    depth : int, default 5
        Pointwise layers.
    """

    def __init__(self, reach: tuple[int, int], *, hidden: int = 100, depth: int = 5) -> None:
        super().__init__()
        self.reach = reach
        self.window = nn.Conv1d(4, hidden, sum(reach) + 1)
        self.layers: list[nn.Conv1d] = nn.ModuleList([nn.Conv1d(hidden, hidden, 1) for _ in range(depth)])  # type: ignore[assignment]
        self.out = nn.Conv1d(hidden, 3, 1)
        self.activation = nn.ReLU()

    def forward(self, bases: Tensor) -> Tensor:
        """Return the logits of the three classes, shape (n, 3, length), for one-hot bases of shape (n, 4, length)."""
        x = self.activation(self.window(nn.functional.pad(bases, self.reach)))
        for layer in self.layers:
            x = self.activation(layer(x))
        logits: Tensor = self.out(x)
        return logits

    def read(self, windows: Tensor) -> Tensor:
        """Return the logits of single positions, shape (n, 3), for their one-hot windows, shape (n, 4, sum(reach) + 1)."""
        linear = nn.functional.linear
        x = self.activation(linear(windows.flatten(1), self.window.weight.flatten(1), self.window.bias))
        for layer in self.layers:
            x = self.activation(linear(x, layer.weight.squeeze(2), layer.bias))
        return linear(x, self.out.weight.squeeze(2), self.out.bias)


class Lssi(nn.Module):
    """Both networks side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.acceptor = SiteNetwork(ACCEPTOR_REACH)
        self.donor = SiteNetwork(DONOR_REACH)

    def forward(self, bases: Tensor) -> Tensor:
        """Return log-probabilities of acceptor and donor, shape (n, 2, length), for one-hot bases of shape (n, 4, length)."""
        acceptor = torch.log_softmax(self.acceptor(bases).float(), dim=1)[:, 1]
        donor = torch.log_softmax(self.donor(bases).float(), dim=1)[:, 2]
        return torch.stack([acceptor, donor], dim=1)


class SoftMask(nn.Module):
    """The two trainable readings of the clamped LSSI scores: channels for the aggregator, and a share of the output.

    Both begin as what they are meant to become, the scores themselves (as channels scaled to 0 to 1, 0 being the clamp): from random
    weights, one of which may have the wrong sign, a short training spends most of its steps on turning it round.
    """

    def __init__(self) -> None:
        super().__init__()
        self.to_aggregator = nn.Linear(2, 2)
        self.to_output = nn.Linear(2, 3)
        with torch.no_grad():
            self.to_aggregator.weight.copy_(torch.eye(2) / -CLAMP)
            self.to_output.weight.copy_(torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
            self.to_aggregator.bias.fill_(1.0)
            self.to_output.bias.zero_()

    def forward(self, scores: Tensor) -> tuple[Tensor, Tensor]:
        """Return aggregator channels, shape (n, 2, length), and log-probabilities of the three classes, shape (n, 3, length)."""
        clamped = scores.clamp(min=CLAMP).transpose(1, 2)
        share = torch.log_softmax(self.to_output(clamped), dim=2)
        return self.to_aggregator(clamped).transpose(1, 2), share.transpose(1, 2)
