"""Knock-outs: equal to full runs one by one, at both ends of the input too; nothing changes where there is no site."""

import pytest
import torch

from rbpviz.errors import InvalidOptionError
from rbpviz.models.sam.knockout import SiteEntry, knock_out, trace
from rbpviz.models.sam.network import CONTEXT, Sam
from tests.models.sam.samples import random_codes, settled


@pytest.fixture(scope="module")
def network() -> Sam:
    return settled(density=0.02)


def _entries(sites: torch.Tensor, low: int, high: int) -> list[SiteEntry]:
    return [SiteEntry(position + low, channel) for channel, position in sites[:, low:high].nonzero().tolist()]


def test_the_trace_is_the_network_s_own_answer(network: Sam) -> None:
    codes = random_codes(1500, seed=2)
    torch.testing.assert_close(trace(network, codes).log_probabilities, torch.log_softmax(network(codes[None]).logits[0], dim=0))


@pytest.mark.parametrize(("length", "low", "high"), [(700, CONTEXT, 500), (1800, 900, 1300), (2500, CONTEXT, 2300)])
def test_knock_outs_equal_full_runs(network: Sam, length: int, low: int, high: int) -> None:
    codes = random_codes(length, seed=length)
    loud = 30 * trace(network, codes).sites
    traced = trace(network, codes, sites=loud)
    entries = _entries(traced.sites, low, high)[:: 2 if length < 1000 else 7]
    targets = [low + 3, (low + high) // 2, high - 1]
    found = knock_out(network, traced, entries, targets=targets)
    assert len(entries) > 5
    assert (found - traced.log_probabilities[:, targets]).abs().max() > 1e-3
    for row, entry in enumerate(entries):
        sites = traced.sites.clone()
        sites[entry.channel, entry.position] = 0
        full = trace(network, codes, sites=sites).log_probabilities[:, targets]
        torch.testing.assert_close(found[row], full, atol=1e-5, rtol=0)


def test_knocking_out_what_is_not_there_changes_nothing(network: Sam) -> None:
    codes = random_codes(900, seed=3)
    traced = trace(network, codes)
    empty = (traced.sites[3, 300:600] == 0).nonzero()[0].item() + 300
    targets = [400, 450]
    again = knock_out(network, traced, [SiteEntry(int(empty), 3)], targets=targets)
    torch.testing.assert_close(again[0], traced.log_probabilities[:, targets], atol=1e-6, rtol=0)


def test_all_sites_of_an_rbp_at_once_are_an_edit_of_the_sites(network: Sam) -> None:
    codes = random_codes(900, seed=3)
    traced = trace(network, codes)
    sites = traced.sites.clone()
    sites[4] = 0
    edited = trace(network, codes, sites=sites)
    assert not edited.sites[4].any()
    assert torch.equal(edited.sites[5], traced.sites[5])
    assert not torch.equal(edited.log_probabilities, traced.log_probabilities)


def test_sites_in_the_context_are_refused(network: Sam) -> None:
    traced = trace(network, random_codes(700))
    with pytest.raises(InvalidOptionError, match="Got a site at 10 of a window of 700 nt"):
        knock_out(network, traced, [SiteEntry(10, 0)], targets=[300])
