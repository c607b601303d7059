"""The RNASSR-Net network: a sequence CNN and a graph network over base pairs, the second gated by the first.

Ling et al. 2022 (equations 1-11); sections 2-4 of the specification say which reading of the paper is taken. The published
configuration flattens the last feature maps and so knows absolute positions; the `scan` configuration pools them.
"""

from dataclasses import asdict, dataclass
from typing import Literal, NamedTuple

import torch
from torch import Tensor, nn

from rbpviz.errors import InvalidOptionError
from rbpviz.features.encoding import code_table
from rbpviz.features.graphs import GraphRules

ARCHITECTURE = "rnassrnet-1"
POOLINGS = 2
MAX_SIZE = 4096
"""Largest width, filter count and so on of a network."""
_SIZES = ("width", "filters", "kernel", "channels", "layers", "convolutions", "hidden")


@dataclass(frozen=True, slots=True)
class RnassrnetOptions:
    """Hyper-parameters of the network; the defaults are the paper's reading.

    Parameters
    ----------
    width : int
        Padded length in nt of the flattened readout; the pooled readout takes any length.
    filters, kernel, channels, layers : int
        Filters (a multiple of 4) and filter length (odd) of the convolutions, channels (a multiple of 4) and number of graph layers.
    convolutions : int
        Convolutions of the sequence branch (two in the paper).
    branches : {"both", "cnn", "gcn"}
        Which branches reach the head (ablations); `gcn` keeps the first convolution for the gate.
    gate : {"single", "position", "none"}
        One normalisation for the gate, one per position (authors' code), or no gate (ablation).
    readout : {"flatten", "pool", "gated"}
        Flattened feature maps, or masked maximum and mean over positions; with `gated` the gate weighs the sequence branch too, so that
        the score can only come from bases that the gate lets through, and the responses tell where it comes from.
    pool_graph : bool
        Two poolings in the graph branch too (paper); False in the authors' code.
    weighted, self_loops, skip_edges : bool
        See `GraphRules`.
    leak : float
        Slope of the leaky ReLU (0.01 in the authors' code; 0 is the paper's ReLU).
    padding : float
        Value of the four channels at padded positions.
    hidden : int
        Units of the hidden layer of the head, a multiple of 4.
    dropout, conv_dropout, head_dropout : float
        Dropout of the graph branch, of the convolutions (none in the paper) and of the head.
    """

    width: int = 375
    filters: int = 32
    kernel: int = 9
    channels: int = 32
    layers: int = 4
    convolutions: int = 2
    branches: Literal["both", "cnn", "gcn"] = "both"
    gate: Literal["single", "position", "none"] = "single"
    readout: Literal["flatten", "pool", "gated"] = "flatten"
    pool_graph: bool = True
    weighted: bool = True
    self_loops: bool = True
    skip_edges: bool = False
    leak: float = 0.01
    padding: float = 0.25
    hidden: int = 256
    dropout: float = 0.25
    conv_dropout: float = 0.0
    head_dropout: float = 0.5

    def __post_init__(self) -> None:
        for name, allowed in (
            ("branches", ("both", "cnn", "gcn")),
            ("gate", ("single", "position", "none")),
            ("readout", ("flatten", "pool", "gated")),
        ):
            if getattr(self, name) not in allowed:
                raise InvalidOptionError(f"Got {name}={getattr(self, name)!r}; expected one of {', '.join(allowed)}.")
        for name in _SIZES:
            value = getattr(self, name)
            if not isinstance(value, int) or not 1 <= value <= MAX_SIZE:
                raise InvalidOptionError(f"Got {name}={value!r}; expected a whole number from 1 to {MAX_SIZE}.")
            if name in ("filters", "channels", "hidden") and value % 4:  # else the last bit depends on a record's place in its batch
                raise InvalidOptionError(f"Got {name}={value}; expected a multiple of 4, so that scores do not depend on company.")
        if self.kernel % 2 == 0:
            raise InvalidOptionError(f"Got kernel={self.kernel}; expected an odd filter length, so that it is centred on a base.")
        if self.gate == "position" and self.readout != "flatten":
            raise InvalidOptionError(f"Got gate='position' with readout={self.readout!r}; a per-position gate needs readout='flatten'.")

    def graph_rules(self) -> GraphRules:
        """Return how the adjacency is made."""
        return GraphRules(weighted=self.weighted, self_loops=self.self_loops, skip_edges=self.skip_edges)

    def as_dict(self) -> dict[str, bool | int | float | str]:
        """Return the options as they are written on a card."""
        return asdict(self)


class GraphBatch(NamedTuple):
    """A batch of RNAs as tensors.

    Parameters
    ----------
    codes : Tensor of uint8, shape (n, width)
        Base codes, padded.
    mask : Tensor of bool, shape (n, width)
        True at real bases.
    operator : sparse CSR Tensor of float32, shape (n_bases, n_bases)
        Normalised adjacency.
    """

    codes: Tensor
    mask: Tensor
    operator: Tensor


class NetworkOutput(NamedTuple):
    """What the network computes for a batch.

    Parameters
    ----------
    logit : Tensor, shape (n,)
        Score of each RNA before the logistic function.
    cnn, gcn, gate : Tensor, shape (n_bases,)
        Responses and base importance of each real base.
    """

    logit: Tensor
    cnn: Tensor
    gcn: Tensor
    gate: Tensor


class _Propagate(torch.autograd.Function):
    """S H with a symmetric S, so that the gradient is S G and no transpose is ever made."""

    @staticmethod
    def forward(ctx, operator: Tensor, states: Tensor) -> Tensor:  # type: ignore[no-untyped-def]  # noqa: ANN001
        ctx.save_for_backward(operator)
        return operator @ states

    @staticmethod
    def backward(ctx, gradient: Tensor) -> tuple[None, Tensor]:  # type: ignore[no-untyped-def]  # noqa: ANN001
        (operator,) = ctx.saved_tensors
        return None, operator @ gradient.contiguous()


def propagate(operator: Tensor, states: Tensor) -> Tensor:
    """Return S H, shape (n_bases, channels), in single precision whatever the mixed-precision mode."""
    with torch.autocast(states.device.type, enabled=False):
        return _Propagate.apply(operator, states.float())


class GraphLayer(nn.Module):
    """One graph convolution: S H W + b, normalisation over real bases, activation, residual, dropout."""

    def __init__(self, channels: int, *, leak: float, dropout: float) -> None:
        super().__init__()
        self.linear = nn.Linear(channels, channels)
        nn.init.xavier_uniform_(self.linear.weight)
        nn.init.zeros_(self.linear.bias)
        self.norm = nn.BatchNorm1d(channels)
        self.activation = nn.LeakyReLU(leak)
        self.dropout = nn.Dropout(dropout)

    def forward(self, operator: Tensor, states: Tensor) -> Tensor:
        """Return new states, shape (n_bases, channels)."""
        return self.dropout(states + self.activation(self.norm(self.linear(propagate(operator, states)))))


class ConvBlock(nn.Module):
    """One convolution over positions with normalisation and activation.

    Parameters
    ----------
    inputs, filters : int
        Channels in and out.
    kernel : int
        Filter length, odd; the map keeps its width.
    leak : float
        Slope of the leaky ReLU.
    """

    def __init__(self, inputs: int, filters: int, kernel: int, *, leak: float) -> None:
        super().__init__()
        self.conv = nn.Conv1d(inputs, filters, kernel, padding=kernel // 2)
        self.norm = nn.BatchNorm1d(filters)
        self.activation = nn.LeakyReLU(leak)

    def forward(self, x: Tensor) -> Tensor:
        """Return the feature map, shape (n, filters, width)."""
        return self.activation(self.norm(self.conv(x)))


class Rnassrnet(nn.Module):
    """RNASSR-Net.

    Parameters
    ----------
    options : RnassrnetOptions, optional
        Hyper-parameters.
    """

    codes: Tensor
    """Vector of each base code, shape (6, 4); not stored with the weights."""

    def __init__(self, options: RnassrnetOptions | None = None) -> None:
        super().__init__()
        o = options or RnassrnetOptions()
        self.options = o
        self.register_buffer("codes", torch.from_numpy(code_table(padding=o.padding)), persistent=False)
        self.convs = nn.ModuleList([ConvBlock(4 if k == 0 else o.filters, o.filters, o.kernel, leak=o.leak) for k in range(o.convolutions)])
        self.pool = nn.MaxPool1d(3, stride=2, padding=1)
        self.conv_dropout = nn.Dropout(o.conv_dropout)
        self.embed = nn.Linear(4, o.channels)
        self.embed_dropout = nn.Dropout(o.dropout)
        self.graph = nn.ModuleList([GraphLayer(o.channels, leak=o.leak, dropout=o.dropout) for _ in range(o.layers)])
        self.gate_norm = nn.BatchNorm1d(o.width if o.gate == "position" else 1)
        self.hidden = nn.Linear(self._head_inputs(), o.hidden)
        self.head_dropout = nn.Dropout(o.head_dropout)
        self.head_activation = nn.ReLU()
        self.out = nn.Linear(o.hidden, 1)

    def _head_inputs(self) -> int:
        o = self.options
        uses_cnn, uses_gcn = o.branches != "gcn", o.branches != "cnn"
        if o.readout != "flatten":
            return 2 * (o.filters * uses_cnn + o.channels * uses_gcn)
        short = pooled_width(o.width)
        return o.filters * short * uses_cnn + o.channels * (short if o.pool_graph else o.width) * uses_gcn

    def forward(self, batch: GraphBatch) -> NetworkOutput:
        """Return scores and per-base responses of a batch."""
        o = self.options
        x = self.codes[batch.codes.long()].transpose(1, 2)
        first = self.convs[0](x)
        on_bases = first.transpose(1, 2)[batch.mask]
        cnn = on_bases.mean(dim=1)
        gate = self._gate(cnn, batch.mask)
        parts, gcn = [], torch.zeros_like(cnn)
        if o.branches != "gcn":
            heard = first * spread_bases(gate, batch.mask) if o.readout == "gated" else first
            parts.append(self._read_cnn(heard, batch.mask))
        if o.branches != "cnn":
            states = self._run_graph(batch)
            gcn = states.mean(dim=1)
            parts.append(self._read_graph(states * gate[:, None], batch.mask))
        hidden = self.head_activation(self.head_dropout(self.hidden(torch.cat(parts, dim=1))))
        return NetworkOutput(self.out(hidden).squeeze(1), cnn, gcn, gate)

    def _gate(self, cnn: Tensor, mask: Tensor) -> Tensor:
        if self.options.gate == "none":
            return torch.ones_like(cnn)
        if self.options.gate == "single":
            return steady_sigmoid(self.gate_norm(cnn[:, None]).squeeze(1))
        return steady_sigmoid(self.gate_norm(spread_bases(cnn, mask).squeeze(1)))[mask]

    def _run_graph(self, batch: GraphBatch) -> Tensor:
        bases = self.codes[batch.codes[batch.mask].long()]
        states = self.embed_dropout(self.embed(bases))
        for layer in self.graph:
            states = layer(batch.operator, states)
        return states

    def _read_cnn(self, first: Tensor, mask: Tensor) -> Tensor:
        x = self.conv_dropout(first)
        if self.options.readout == "flatten":
            x = self.pool(x)
            for block in self.convs[1:]:
                x = self.pool(self.conv_dropout(block(x)))
            return x.flatten(1)
        # Room for what the poolings reach beyond the last base, so that it is there in the longest RNA of a batch too.
        x, mask = nn.functional.pad(x, (0, 2**POOLINGS)), nn.functional.pad(mask, (0, 2**POOLINGS))
        for index, block in enumerate(self.convs[1:]):
            if index < POOLINGS:
                x, mask = self.pool(hide_padding(x, mask)), pool_mask(mask)
            x = self.conv_dropout(block(x * mask[:, None]))
        return masked_pool(x, mask)

    def _read_graph(self, states: Tensor, mask: Tensor) -> Tensor:
        grid = scatter_bases(states, mask)
        if self.options.readout != "flatten":
            return masked_pool(grid, mask)
        if self.options.pool_graph:
            grid = self.pool(self.pool(grid))
        return grid.flatten(1)


def pooled_width(width: int) -> int:
    """Return the length after two poolings of kernel 3, stride 2, padding 1 (501 gives 126, 375 gives 94, 101 gives 26)."""
    half = (width + 1) // 2
    return (half + 1) // 2


def steady_sigmoid(x: Tensor) -> Tensor:
    """Return the logistic function, shape and type as `x`; on a CPU the last bit of a value does not depend on its neighbours.

    Vectorised and scalar code differ in the last bit, and which of them computes a value depends on where it lies; rounding from
    double precision takes the difference away.
    """
    return torch.sigmoid(x.double()).to(x.dtype) if x.device.type == "cpu" else torch.sigmoid(x)


def scatter_bases(states: Tensor, mask: Tensor) -> Tensor:
    """Return per-base states as a padded map, shape (n, channels, width), zeros at padding."""
    grid = torch.zeros((*mask.shape, states.shape[1]), dtype=states.dtype, device=states.device)
    grid[mask] = states
    return grid.transpose(1, 2)


def spread_bases(values: Tensor, mask: Tensor) -> Tensor:
    """Return one value a base as a padded map, shape (n, 1, width), zeros at padding."""
    return torch.zeros(mask.shape, dtype=values.dtype, device=values.device).masked_scatter(mask, values)[:, None]


def hide_padding(x: Tensor, mask: Tensor) -> Tensor:
    """Return a map whose padded positions can win no maximum, shape as `x`."""
    return x.masked_fill(~mask[:, None], torch.finfo(x.dtype).min / 4)


def pool_mask(mask: Tensor) -> Tensor:
    """Return the mask after one pooling: a position is real if any base under it is, bool, shape (n, ceil(width / 2))."""
    return nn.functional.max_pool1d(mask[:, None].float(), 3, stride=2, padding=1).squeeze(1) > 0


def masked_pool(x: Tensor, mask: Tensor) -> Tensor:
    """Return maximum and mean over real positions side by side, shape (n, 2 * channels)."""
    highest = hide_padding(x, mask).amax(dim=2)
    mean = (x * mask[:, None]).sum(dim=2) / mask.sum(dim=1, keepdim=True)
    return torch.cat([highest, mean], dim=1)
