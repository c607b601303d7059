"""Runs after an edit: equal to full runs, wherever and however many columns change."""

import pytest
import torch

from rbpviz.models.sam.knockout import SiteEntry, Trace, knock_out, trace
from rbpviz.models.sam.network import Sam
from rbpviz.models.sam.retrace import retrace, spans, widen
from tests.models.sam.samples import random_codes, settled

CODES = random_codes(2400, seed=12)


@pytest.fixture(scope="module")
def network() -> Sam:
    return settled(density=0.02)


@pytest.fixture(scope="module")
def traced(network: Sam) -> Trace:
    return trace(network, CODES, sites=30 * trace(network, CODES).sites)


def same(found: Trace, expected: Trace) -> None:
    for name in ("z", "share", "states", "gated", "read", "log_probabilities"):
        torch.testing.assert_close(getattr(found, name), getattr(expected, name), atol=2e-5, rtol=1e-4)
    for mine, other in zip([*found.forward, *found.backward], [*expected.forward, *expected.backward], strict=True):
        torch.testing.assert_close(mine, other, atol=2e-5, rtol=1e-4)


@pytest.mark.parametrize("columns", [[0], [5, 2399], [1200], [300, 310, 1500], list(range(100, 2300, 90)), list(range(700, 1700))])
def test_an_edited_run_equals_a_full_one(network: Sam, traced: Trace, columns: list[int]) -> None:
    sites = traced.sites.clone()
    sites[:, columns] = torch.rand(len(sites), len(columns), generator=torch.Generator().manual_seed(1)) * (sites[:, columns] == 0)
    found = retrace(network, traced, lssi=traced.lssi, sites=sites)
    expected = trace(network, CODES, sites=sites)
    assert (found.log_probabilities - traced.log_probabilities).abs().max() > 1e-4
    same(found, expected)


def test_splice_site_scores_can_change_too(network: Sam, traced: Trace) -> None:
    lssi = traced.lssi.clone()
    lssi[:, 900:903] = torch.tensor([[-0.1, -20.0, -3.0], [-9.0, -0.2, -20.0]])
    found = retrace(network, traced, lssi=lssi, sites=traced.sites)
    channels, share = network.reader.mask(lssi[None])
    logits = network.reader(lssi[None], traced.sites[None])[0]
    torch.testing.assert_close(found.log_probabilities, torch.log_softmax(logits, dim=0), atol=2e-5, rtol=1e-4)
    torch.testing.assert_close(found.z[:2], channels[0])
    torch.testing.assert_close(found.share, share[0])


def test_nothing_changed_is_the_same_run(network: Sam, traced: Trace) -> None:
    again = retrace(network, traced, lssi=traced.lssi, sites=traced.sites)
    assert torch.equal(again.log_probabilities, traced.log_probabilities)


def test_an_edited_run_can_be_knocked_out_further_and_agrees_with_single_knock_outs(network: Sam, traced: Trace) -> None:
    channel, place = (int(v) for v in (traced.sites[:, 900:1500] != 0).nonzero()[3])
    entry = SiteEntry(place + 900, channel)
    sites = traced.sites.clone()
    sites[entry.channel, entry.position] = 0
    edited = retrace(network, traced, lssi=traced.lssi, sites=sites)
    alone = knock_out(network, traced, [entry], targets=[1000, 1200])
    torch.testing.assert_close(edited.log_probabilities[:, [1000, 1200]], alone[0], atol=1e-5, rtol=0)
    other = next(SiteEntry(int(p) + 900, int(c)) for c, p in (sites[:, 900:1500] != 0).nonzero()[10:])
    found = knock_out(network, edited, [other], targets=[1000])
    sites[other.channel, other.position] = 0
    torch.testing.assert_close(found[0], trace(network, CODES, sites=sites).log_probabilities[:, [1000]], atol=1e-5, rtol=0)


def test_marked_positions_grow_and_become_spans() -> None:
    marked = torch.zeros(12, dtype=torch.bool)
    marked[[0, 5, 11]] = True
    assert spans(marked) == [(0, 1), (5, 6), (11, 12)]
    assert spans(widen(marked, 2)) == [(0, 8), (9, 12)]
    assert spans(widen(marked, 1)) == [(0, 2), (4, 7), (10, 12)]
    assert spans(torch.zeros(4, dtype=torch.bool)) == []
