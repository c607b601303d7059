"""Knock-outs of single motif sites that re-run only what can change, and only in the aggregator (sections 9a.7 and 6.1-6.8).

A site at p changes the first stack within its reach, the influence within reach of that, the second stack within reach of that again, and
the LSTM from there on. Everything else is taken from the run with all sites in place.
"""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn

from rbpviz.errors import InvalidOptionError
from rbpviz.models.sam.aggregator import Aggregator
from rbpviz.models.sam.network import CONTEXT, Sam, one_hot

CHUNK = 64
"""Distance in nt between remembered states of the LSTM."""
ROWS = 16
"""Knock-outs computed together."""


class SiteEntry(NamedTuple):
    """One motif site: index in the window's input, and motif channel."""

    position: int
    channel: int


@dataclass(frozen=True, slots=True)
class Trace:
    """A window as the model sees it, with what knock-outs need again.

    Parameters
    ----------
    z : Tensor, shape (inputs, length)
        Input of the aggregator: two LSSI channels, then motif channels.
    share : Tensor, shape (3, length)
        Log-probabilities of the soft mask.
    states, read : Tensor, shape (length, inputs)
        See `AggregatorSteps`.
    gated : Tensor, shape (inputs, length)
        See `AggregatorSteps`.
    memory : Tensor, shape (length, inputs)
        What the LSTM remembers, both directions side by side.
    ahead, back : nn.LSTM
        The two directions of the LSTM, each on its own.
    forward, backward : list of tuple of Tensor
        State of the LSTM before each `CHUNK` of bases, from the 5' end; and from the 3' end, counted from there.
    log_probabilities : Tensor, shape (3, length)
        Of none, acceptor and donor.
    sites : Tensor, shape (motif channels, length)
        Sparse activations.
    lssi : Tensor, shape (2, length)
        Log-probabilities of acceptor and donor from the local networks.
    """

    z: Tensor
    share: Tensor
    states: Tensor
    gated: Tensor
    read: Tensor
    memory: Tensor
    ahead: nn.LSTM
    back: nn.LSTM
    forward: list[tuple[Tensor, Tensor]]
    backward: list[tuple[Tensor, Tensor]]
    log_probabilities: Tensor
    sites: Tensor
    lssi: Tensor


@torch.inference_mode()
def trace(network: Sam, codes: Tensor, *, sites: Tensor | None = None) -> Trace:
    """Return a window's run with all that knock-outs need.

    Parameters
    ----------
    network : Sam
        In evaluation mode.
    codes : Tensor of uint8, shape (length,)
        Base codes, context included.
    sites : Tensor, shape (motif channels, length), optional
        Activations to use instead of the model's own, such as edited ones.

    Returns
    -------
    Trace
    """
    bases = one_hot(codes[None])
    lssi = network.lssi(bases)
    found = network.finder(codes[None], bases) if sites is None else sites[None]
    channels, share = network.reader.mask(lssi)
    z = torch.cat([channels, found], dim=1)
    aggregator = network.reader.aggregator
    steps = aggregator.steps(z)
    ahead, back = _split_lstm(aggregator.lstm)
    memory, forward, backward = run_lstm(ahead, back, steps.read)
    logits = aggregator.decide(memory) + share
    return Trace(
        z[0],
        share[0],
        steps.states[0],
        steps.gated[0],
        steps.read[0],
        memory[0],
        ahead,
        back,
        forward,
        backward,
        torch.log_softmax(logits[0], dim=0),
        found[0],
        lssi[0],
    )


@torch.inference_mode()
def knock_out(network: Sam, traced: Trace, entries: list[SiteEntry], *, targets: list[int]) -> Tensor:
    """Return log-probabilities with each site knocked out, one at a time.

    Parameters
    ----------
    network : Sam
        As in `trace`.
    traced : Trace
        The window.
    entries : list of SiteEntry
        Which sites; at least `CONTEXT` nt from either end of the input.
    targets : list of int
        Positions to read, indices in the window's input.

    Returns
    -------
    Tensor, shape (len(entries), 3, len(targets))
    """
    length = traced.z.shape[1]
    for entry in entries:
        if not CONTEXT <= entry.position < length - CONTEXT:
            raise InvalidOptionError(
                f"Got a site at {entry.position} of a window of {length} nt; expected one at least {CONTEXT} nt from both ends."
            )
    kept = torch.zeros(len(entries), 3, len(targets), device=traced.z.device)
    if not targets:
        return kept
    order = sorted(range(len(entries)), key=lambda k: entries[k].position)
    for begin in range(0, len(order), ROWS):
        rows = order[begin : begin + ROWS]
        kept[rows] = _knock_out_rows(network, traced, [entries[k] for k in rows], targets)
    return kept


@dataclass(frozen=True, slots=True)
class _Span:
    """Equally long pieces of the input, one a row: where they begin, and their length."""

    starts: Tensor
    size: int

    def index(self) -> Tensor:
        return self.starts[:, None] + torch.arange(self.size, device=self.starts.device)


def _span(positions: Tensor, reach: int, length: int) -> _Span:
    """Return pieces that reach so far to both sides, pushed inside the input; a pushed piece ends where the input does."""
    size = min(length, 2 * reach + 1)
    return _Span((positions - reach).clamp(0, length - size), size)


def _knock_out_rows(network: Sam, traced: Trace, entries: list[SiteEntry], targets: list[int]) -> Tensor:
    aggregator = network.reader.aggregator
    place = torch.tensor([e.position for e in entries], device=traced.z.device)
    channel = torch.tensor([e.channel + 2 for e in entries], device=traced.z.device)
    states = _change_states(aggregator, traced, place, channel)
    read, span = _change_read(aggregator, traced, states, place, channel)
    return _classify_targets(aggregator, traced, read, span, targets)


def _change_states(aggregator: Aggregator, traced: Trace, place: Tensor, channel: Tensor) -> tuple[Tensor, _Span]:
    """Return states around each site without it, over all that the influence needs of them."""
    length, reach = traced.z.shape[1], aggregator.before.reach
    local = _span(place, 2 * reach, length)
    z = _without(traced.z[:, local.index()].transpose(0, 1).clone(), place, channel, local)
    fresh = aggregator.before(z).transpose(1, 2) + aggregator.code(local.index())
    wide = _span(place, reach + 2 * aggregator.influence.reach, length)
    return _paste(traced.states[wide.index()], wide, fresh, local, place, reach), wide


def _without(z: Tensor, place: Tensor, channel: Tensor, span: _Span) -> Tensor:
    z[torch.arange(len(place), device=z.device), channel, place - span.starts] = 0
    return z


def _within(inner: _Span, outer: _Span, like: Tensor) -> Tensor:
    """Return the index of inner pieces in outer ones, shaped for `gather`."""
    return (inner.index() - outer.starts[:, None])[:, :, None].expand(-1, -1, like.shape[2])


def _paste(target: Tensor, outer: _Span, values: Tensor, inner: _Span, place: Tensor, reach: int) -> Tensor:
    """Put values of inner pieces into outer ones where they are at most `reach` from the site; elsewhere nothing changes."""
    near = ((inner.index() - place[:, None]).abs() <= reach)[:, :, None]
    where = _within(inner, outer, target)
    return target.scatter(1, where, torch.where(near, values, target.gather(1, where)))


def _change_read(
    aggregator: Aggregator, traced: Trace, changed: tuple[Tensor, _Span], place: Tensor, channel: Tensor
) -> tuple[Tensor, _Span]:
    """Return what the LSTM reads around each site, over the reach of the second stack."""
    states, wide = changed
    length = traced.z.shape[1]
    touched = aggregator.before.reach + aggregator.influence.reach
    asking = _span(place, touched, length)
    influence = _attend(aggregator, states, wide, asking)
    z = _without(traced.z[:, asking.index()].transpose(0, 1).clone(), place, channel, asking)
    gated = influence * z.transpose(1, 2)
    after = aggregator.after.reach
    local = _span(place, touched + 2 * after, length)
    without = _paste(traced.gated.T[local.index()], local, gated, asking, place, touched)
    read = aggregator.after(without.transpose(1, 2)).transpose(1, 2)
    span = _span(place, touched + after, length)
    return read.gather(1, _within(span, local, read)), span


def _attend(aggregator: Aggregator, states: Tensor, wide: _Span, asking: _Span) -> Tensor:
    layer = aggregator.influence
    queries = layer.query(states.gather(1, _within(asking, wide, states)))
    scores = queries @ layer.key(states).transpose(1, 2) / states.shape[2] ** 0.5
    far = (asking.index()[:, :, None] - wide.index()[:, None, :]).abs() > layer.reach
    return torch.softmax(scores.masked_fill(far, -torch.inf), dim=2) @ states


def _classify_targets(aggregator: Aggregator, traced: Trace, read: Tensor, span: _Span, targets: list[int]) -> Tensor:
    """Run the LSTM from the nearest remembered states over all that changed, and read the targets."""
    length = traced.z.shape[1]
    low, high = int(span.starts.min()), int(span.starts.max()) + span.size
    first = min(low, min(targets)) // CHUNK
    begin = first * CHUNK
    last = (length - max(high, max(targets) + 1)) // CHUNK
    end = length - last * CHUNK
    piece = traced.read[begin:end].expand(len(read), -1, -1).clone()
    where = (span.index() - begin)[:, :, None].expand(-1, -1, piece.shape[2])
    piece = piece.scatter(1, where, read)
    forward, _ = traced.ahead(piece[:, : max(targets) + 1 - begin], _spread(traced.forward[first], len(read)))
    backward, _ = traced.back(piece[:, min(targets) - begin :].flip(1), _spread(traced.backward[last], len(read)))
    asked = torch.tensor(targets, device=piece.device)
    memory = torch.cat([forward[:, asked - begin], backward.flip(1)[:, asked - min(targets)]], dim=2)
    return torch.log_softmax(aggregator.decide(memory) + traced.share[None, :, asked], dim=1)


def _spread(state: tuple[Tensor, Tensor], rows: int) -> tuple[Tensor, Tensor]:
    return state[0].expand(-1, rows, -1).contiguous(), state[1].expand(-1, rows, -1).contiguous()


def _split_lstm(lstm: nn.LSTM) -> tuple[nn.LSTM, nn.LSTM]:
    """Return the two directions as LSTMs of their own that share the weights."""
    parts = []
    for suffix in ("", "_reverse"):
        one = nn.LSTM(lstm.input_size, lstm.hidden_size, batch_first=True, device="meta")  # draws no random weights
        for name in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"):
            setattr(one, name, getattr(lstm, name + suffix))
        parts.append(one.eval())
    return parts[0], parts[1]


def run_lstm(ahead: nn.LSTM, back: nn.LSTM, read: Tensor) -> tuple[Tensor, list[tuple[Tensor, Tensor]], list[tuple[Tensor, Tensor]]]:
    """Return what both directions of an LSTM remember, shape (1, length, channels), and their states as in `Trace`.

    Parameters
    ----------
    ahead, back : nn.LSTM
        The two directions, each on its own.
    read : Tensor, shape (1, length, inputs)
        What they read.

    Returns
    -------
    tuple of (Tensor, list, list)
    """
    outputs, forward = run_chunks(ahead, read)
    reverse, backward = run_chunks(back, read.flip(1))
    return torch.cat([outputs, reverse.flip(1)], dim=2), forward, backward


def run_chunks(lstm: nn.LSTM, read: Tensor, state: tuple[Tensor, Tensor] | None = None) -> tuple[Tensor, list[tuple[Tensor, Tensor]]]:
    """Return the outputs of one direction, shape (1, length, hidden), and its state before each `CHUNK` and after the last.

    Parameters
    ----------
    lstm : nn.LSTM
        One direction.
    read : Tensor, shape (1, length, inputs)
        What it reads.
    state : tuple of Tensor, optional
        State to begin from; default zero.

    Returns
    -------
    tuple of (Tensor, list)
    """
    if state is None:
        state = (read.new_zeros(1, 1, lstm.hidden_size), read.new_zeros(1, 1, lstm.hidden_size))
    kept, outputs = [], []
    for begin in range(0, read.shape[1], CHUNK):
        kept.append(state)
        out, state = lstm(read[:, begin : begin + CHUNK], state)
        outputs.append(out)
    kept.append(state)
    return torch.cat(outputs, dim=1), kept
