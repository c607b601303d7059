"""The run of a window again after some of its columns have changed: only what can change is computed, the rest is taken from the old run.

A changed column changes the first stack within its reach, the influence within reach of that, the second stack within reach of that
again; each direction of the LSTM is run from the first base that changes for it. Any number of columns may change at once, so that edits
can be combined, and the result is a `Trace` like that of a first run: it can be edited and knocked out further.
"""

from dataclasses import replace

import torch
from torch import Tensor

from rbpviz.models.sam.aggregator import Aggregator
from rbpviz.models.sam.knockout import CHUNK, Trace, run_chunks
from rbpviz.models.sam.network import Sam

States = list[tuple[Tensor, Tensor]]
QUERIES = 512
"""Positions whose influence is computed at once."""


@torch.inference_mode()
def retrace(network: Sam, traced: Trace, *, lssi: Tensor, sites: Tensor) -> Trace:
    """Return the run of a window with other splice-site scores and motif sites.

    Parameters
    ----------
    network : Sam
        In evaluation mode.
    traced : Trace
        The run with the old scores and sites.
    lssi : Tensor, shape (2, length)
        Log-probabilities of acceptor and donor, not clamped.
    sites : Tensor, shape (motif channels, length)
        Activations.

    Returns
    -------
    Trace
    """
    channels, share = network.reader.mask(lssi[None])
    z = torch.cat([channels[0], sites], dim=0)
    changed = (z != traced.z).any(dim=0)
    fresh = replace(traced, z=z, share=share[0], sites=sites, lssi=lssi)
    if not bool(changed.any()):
        return fresh
    aggregator = network.reader.aggregator
    states, touched = _restack(aggregator, fresh, changed)
    gated, touched = _regate(aggregator, fresh, states, touched)
    read, touched = _reread(aggregator, fresh, gated, touched)
    memory, forward, backward = _remember(traced, read, touched)
    logits = aggregator.decide(memory[None]) + share
    return replace(
        fresh,
        states=states,
        gated=gated,
        read=read,
        memory=memory,
        forward=forward,
        backward=backward,
        log_probabilities=torch.log_softmax(logits[0], dim=0),
    )


def _restack(aggregator: Aggregator, traced: Trace, changed: Tensor) -> tuple[Tensor, Tensor]:
    """Return the states after the first stack, and where they are new."""
    reach = aggregator.before.reach
    touched = widen(changed, reach)
    states = traced.states.clone()
    for start, end in spans(touched):
        low, high = max(start - reach, 0), min(end + reach, len(touched))
        found = aggregator.before(traced.z[None, :, low:high])[0].T[start - low : end - low]
        states[start:end] = found + aggregator.code(torch.arange(start, end, device=states.device))
    return states, touched


def _regate(aggregator: Aggregator, traced: Trace, states: Tensor, changed: Tensor) -> tuple[Tensor, Tensor]:
    """Return influence times input, and where it is new."""
    layer, touched = aggregator.influence, widen(changed, aggregator.influence.reach)
    gated = traced.gated.clone()
    for begin, stop in spans(touched):
        for start in range(begin, stop, QUERIES):
            end = min(start + QUERIES, stop)
            low, high = max(start - layer.reach, 0), min(end + layer.reach, len(touched))
            near = states[low:high]
            scores = layer.query(states[start:end]) @ layer.key(near).T / states.shape[1] ** 0.5
            asking, asked = torch.arange(start, end, device=states.device), torch.arange(low, high, device=states.device)
            far = (asking[:, None] - asked[None, :]).abs() > layer.reach
            influence = torch.softmax(scores.masked_fill(far, -torch.inf), dim=1) @ near
            gated[:, start:end] = influence.T * traced.z[:, start:end]
    return gated, touched


def _reread(aggregator: Aggregator, traced: Trace, gated: Tensor, changed: Tensor) -> tuple[Tensor, Tensor]:
    """Return what the LSTM reads, and where it is new."""
    reach = aggregator.after.reach
    differs = (gated != traced.gated).any(dim=0) & changed
    touched = widen(differs, reach)
    read = traced.read.clone()
    for start, end in spans(touched):
        low, high = max(start - reach, 0), min(end + reach, len(touched))
        read[start:end] = aggregator.after(gated[None, :, low:high])[0].T[start - low : end - low]
    return read, touched


def _remember(traced: Trace, read: Tensor, changed: Tensor) -> tuple[Tensor, States, States]:
    """Run both directions of the LSTM from the first base that changes for them, and return memory and states as in `Trace`."""
    places = changed.nonzero().flatten()
    if not len(places):
        return traced.memory, traced.forward, traced.backward
    size, length = traced.ahead.hidden_size, len(read)
    first, last = int(places[0]) // CHUNK, (length - 1 - int(places[-1])) // CHUNK
    outputs, forward = run_chunks(traced.ahead, read[None, first * CHUNK :], traced.forward[first])
    reverse, backward = run_chunks(traced.back, read.flip(0)[None, last * CHUNK :], traced.backward[last])
    memory = traced.memory.clone()
    memory[first * CHUNK :, :size] = outputs[0]
    memory[: length - last * CHUNK, size:] = reverse[0].flip(0)
    return memory, [*traced.forward[:first], *forward], [*traced.backward[:last], *backward]


def widen(marked: Tensor, reach: int) -> Tensor:
    """Return where a marked position lies at most `reach` away, bool, shape (length,)."""
    wide = torch.nn.functional.max_pool1d(marked.float()[None, None], 2 * reach + 1, stride=1, padding=reach)
    return wide[0, 0] > 0


def spans(marked: Tensor) -> list[tuple[int, int]]:
    """Return the runs of marked positions, half-open."""
    edges = torch.diff(torch.nn.functional.pad(marked.to(torch.int8), (1, 1)))
    starts, ends = (edges == 1).nonzero().flatten().tolist(), (edges == -1).nonzero().flatten().tolist()
    return list(zip(starts, ends, strict=True))
