"""Edits of a landscape: motif sites knocked out, proteins knocked down, spans masked, bases changed; only what can change is computed.

What a masked span means, since no model was trained on one: an antisense oligonucleotide covers its bases, so
1. a splice site whose own base or neighbouring AG or GU (GC) lies in the span cannot be recognised at all;
2. other splice sites are scored with the covered bases read as N, and never higher than without the mask;
3. motif sites whose matrix window touches the span are gone; all others keep their strength.
Bases are changed first, then spans are masked, then motif sites are taken out; the order in which edits are given does not matter.
"""

from collections.abc import Sequence
from itertools import chain

import numpy as np
import torch
from torch import Tensor

from rbpviz.errors import InvalidOptionError
from rbpviz.interpret.landscapes import KINDS, Region, Seen, list_motifs, list_sites
from rbpviz.models.devices import one_thread
from rbpviz.models.sam.loaded import LoadedSplicer, weigh_local_logs, window_codes
from rbpviz.models.sam.lssi import CLAMP
from rbpviz.models.sam.network import CONTEXT, Sam, one_hot
from rbpviz.models.sam.retrace import retrace
from rbpviz.results.landscape_edits import Edit, KnockDown, KnockOut, Mask, MotifChange, SiteChange, Substitution
from rbpviz.results.landscapes import SiteKind
from rbpviz.types import N_CODE, RNA_LETTERS

HIDDEN = 2 * CLAMP
"""Log-probability of a splice site that a mask covers."""
_REACH = 24
"""Bases on either side of a changed one whose motif scores may change: 10 for adjusted motifs, rounded up."""
_SLICE = 64
"""Bases on either side of a changed one that are scored again, so that the ends of the piece do not matter."""
_CORES = {"acceptor": (-2, 0), "donor": (0, 2)}
"""First and last base of a splice site that must be free, as offsets from its own base."""


def change_bases(codes: np.ndarray, edits: Sequence[Edit]) -> np.ndarray:
    """Return codes with the substitutions made; codes and positions are those of the pre-mRNA.

    Raises
    ------
    InvalidOptionError
        If a position lies outside or holds another base.
    """
    changed = codes.copy()
    for edit in edits:
        if not isinstance(edit, Substitution):
            continue
        if edit.position >= len(codes):
            raise InvalidOptionError(f"Got a change at {edit.position} of a pre-mRNA of {len(codes):,} nt; expected it inside (0-based).")
        found = (RNA_LETTERS + "N")[min(int(codes[edit.position]), N_CODE)]
        if found != edit.old:
            raise InvalidOptionError(
                f"Got {edit.old}>{edit.new} at position {edit.position + 1} (1-based), which is {found}; expected the base that is there."
            )
        changed[edit.position] = RNA_LETTERS.index(edit.new)
    return changed


def edit_seen(seen: Seen, codes: np.ndarray, region: Region, *, edits: Sequence[Edit]) -> Seen:
    """Return a model's run over the window of a region after some edits.

    Parameters
    ----------
    seen : Seen
        The run without them.
    codes : ndarray of uint8, shape (length,)
        The pre-mRNA without them.
    region : Region
        Where.
    edits : sequence of Edit
        Positions in the pre-mRNA.

    Returns
    -------
    Seen
    """
    start, end = region.window(len(codes))
    window = window_codes(change_bases(codes, edits), start - CONTEXT, end + CONTEXT)
    masks = [(edit.start - seen.first, edit.end - seen.first) for edit in edits if isinstance(edit, Mask)]
    inside = slice(region.start - seen.first, region.end - seen.first)
    with seen.model.lock, one_thread(), torch.inference_mode():
        letters = torch.from_numpy(window).to(seen.model.device)
        lssi = _mask_lssi(seen.model, letters, masks)
        if seen.traced is None:
            return Seen(seen.model, None, weigh_local_logs(lssi)[:, inside], seen.first)
        sites = seen.traced.sites.clone()
        places = [edit.position - seen.first for edit in edits if isinstance(edit, Substitution)]
        _score_again(seen.model.sam, letters, sites, places)
        _mask_sites(seen.model.sam, sites, masks)
        _take_out(seen, sites, edits)
        if not any(isinstance(edit, Mask | Substitution) for edit in edits):
            lssi = seen.traced.lssi
        traced = retrace(seen.model.sam, seen.traced, lssi=lssi, sites=sites)
    return Seen(seen.model, traced, traced.log_probabilities[1:, inside].cpu().numpy(), seen.first)


def _mask_lssi(model: LoadedSplicer, letters: Tensor, masks: Sequence[tuple[int, int]]) -> Tensor:
    """Return LSSI's log-probabilities of a window under masks, shape (2, length)."""
    logs = model.local_logs(letters)
    if not masks:
        return logs
    hidden = letters.clone()
    for start, end in masks:
        hidden[max(start, 0) : max(end, 0)] = N_CODE
    logs = torch.minimum(logs, model.local_logs(hidden))
    for row, kind in enumerate(KINDS):
        left, right = _CORES[kind]
        for start, end in masks:
            logs[row, max(start - right, 0) : max(end - left, 0)].clamp_(max=HIDDEN)
    return logs


def _score_again(network: Sam, letters: Tensor, sites: Tensor, places: Sequence[int]) -> None:
    """Score the motifs around changed bases again, in place."""
    for place in places:
        if not 0 <= place < len(letters):
            continue
        low, high = max(place - _SLICE, 0), min(place + _SLICE + 1, len(letters))
        piece = letters[None, low:high]
        fresh = network.finder(piece, one_hot(piece))[0]
        start, end = max(place - _REACH, 0), min(place + _REACH + 1, len(letters))
        fresh, kept = fresh[:, start - low : end - low], sites[:, start:end]
        sites[:, start:end] = torch.where(torch.isclose(fresh, kept, rtol=1e-4, atol=1e-6), kept, fresh)


def _mask_sites(network: Sam, sites: Tensor, masks: Sequence[tuple[int, int]]) -> None:
    """Take out the sites whose matrix window touches a mask, in place."""
    for start, end in masks:
        for channel, (left, right) in enumerate(network.fixed.margins.tolist()):
            sites[channel, max(start - right, 0) : max(end + left, 0)] = 0


def _take_out(seen: Seen, sites: Tensor, edits: Sequence[Edit]) -> None:
    """Take out single sites and all sites of a protein, in place; proteins that a model does not know are no error: it has none of them."""
    channel = {name: k for k, name in enumerate(seen.model.card.channels)}
    for edit in edits:
        if isinstance(edit, KnockDown) and edit.rbp in channel:
            sites[channel[edit.rbp]] = 0
        elif isinstance(edit, KnockOut) and edit.rbp in channel and 0 <= edit.position - seen.first < sites.shape[1]:
            sites[channel[edit.rbp], edit.position - seen.first] = 0


def list_site_changes(before: Seen, after: Seen, region: Region, *, annotated: frozenset[tuple[int, SiteKind]]) -> tuple[SiteChange, ...]:
    """Return the splice sites that are listed before or after, with both scores.

    Parameters
    ----------
    before, after : Seen
        Runs of one model.
    region : Region
        Where.
    annotated : frozenset of (int, str)
        See `list_sites`.

    Returns
    -------
    tuple of SiteChange
    """
    listed = {(s.position, s.kind): s for s in (*list_sites(before, region, annotated), *list_sites(after, region, annotated))}
    calls = [{(s.position, s.kind) for s in list_sites(run, region, annotated) if s.called} for run in (before, after)]
    found = []
    for key in sorted(listed):
        row, place = KINDS.index(key[1]), key[0] - region.start
        old, new = (float(run.logs[row, place]) for run in (before, after))
        model, own = before.model.card.id, listed[key].annotated
        found.append(
            SiteChange(model, key[0], key[1], old, new, called_before=key in calls[0], called_after=key in calls[1], annotated=own)
        )
    return tuple(found)


def list_motif_changes(before: Seen, after: Seen, region: Region) -> tuple[MotifChange, ...]:
    """Return the motif sites of a region that differ between two runs of one model."""
    runs = [{(m.position, m.rbp): m.activation for m in list_motifs(run, region, others=())} for run in (before, after)]
    keys = sorted(set(chain(*runs)))
    pairs = [(key, runs[0].get(key, 0.0), runs[1].get(key, 0.0)) for key in keys]
    return tuple(MotifChange(before.model.card.id, *key, old, new) for key, old, new in pairs if old != new)
