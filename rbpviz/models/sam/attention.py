"""Self-attention within a band of positions, in blocks, so that no full matrix is ever made (section 6.3)."""

import math

import torch
from torch import Tensor, nn

BLOCK = 200
"""Queries of one block."""


def banded_attention(queries: Tensor, keys: Tensor, values: Tensor, *, reach: int) -> Tensor:
    """Return softmax attention over positions at most `reach` away.

    Parameters
    ----------
    queries, keys, values : Tensor, shape (n, length, channels)
        As usual; near the ends there are fewer keys.
    reach : int
        Distance in nt.

    Returns
    -------
    Tensor, shape (n, length, channels)
    """
    n, length, channels = queries.shape
    blocks = -(-length // BLOCK)
    spare = blocks * BLOCK - length
    wide = BLOCK + 2 * reach
    q = nn.functional.pad(queries, (0, 0, 0, spare)).reshape(n, blocks, BLOCK, channels)
    k, v = (nn.functional.pad(t, (0, 0, reach, reach + spare)).unfold(1, wide, BLOCK) for t in (keys, values))
    scores = (q @ k) / math.sqrt(channels)
    scores = scores.masked_fill(~_band(length, blocks, reach, device=queries.device), -torch.inf)
    out = torch.softmax(scores.float(), dim=3).to(v.dtype) @ v.transpose(2, 3)
    return out.reshape(n, blocks * BLOCK, channels)[:, :length]


def _band(length: int, blocks: int, reach: int, *, device: torch.device) -> Tensor:
    """Return which keys a query may see, shape (blocks, BLOCK, BLOCK + 2 reach); queries beyond the end see whatever is near."""
    row = torch.arange(BLOCK, device=device)[:, None]
    column = torch.arange(BLOCK + 2 * reach, device=device)[None, :]
    near = (column >= row) & (column <= row + 2 * reach)
    place = torch.arange(blocks, device=device)[:, None, None] * BLOCK + column[None] - reach
    beyond = torch.arange(blocks, device=device)[:, None, None] * BLOCK + row[None] >= length
    return near[None] & (((place >= 0) & (place < length)) | beyond)


def positions_code(positions: Tensor, channels: int) -> Tensor:
    """Return the sinusoidal code of positions, shape (..., channels) (section 6.2).

    Parameters
    ----------
    positions : Tensor of int64, any shape
        Indices in the input of a window of full length.
    channels : int
        Even.
    """
    rates = torch.exp(torch.arange(0, channels, 2, device=positions.device, dtype=torch.float32) * (-math.log(10000.0) / channels))
    angles = positions[..., None].float() * rates
    return torch.stack([torch.sin(angles), torch.cos(angles)], dim=-1).flatten(-2)


class Influence(nn.Module):
    """Single-head banded attention whose values are its input itself: no value and no output projection (section 6.3).

    Parameters
    ----------
    channels : int
        Channels in and out.
    reach : int
        Distance in nt.
    """

    def __init__(self, channels: int, *, reach: int) -> None:
        super().__init__()
        self.reach = reach
        self.query = nn.Linear(channels, channels)
        self.key = nn.Linear(channels, channels)
        bound = math.sqrt(6 / (4 * channels))  # Xavier over the stacked query, key and value matrix of the usual layer
        for layer in (self.query, self.key):
            nn.init.uniform_(layer.weight, -bound, bound)
            nn.init.zeros_(layer.bias)

    def forward(self, states: Tensor) -> Tensor:
        """Return the influence of each position, shape (n, length, channels)."""
        return banded_attention(self.query(states), self.key(states), states, reach=self.reach)
