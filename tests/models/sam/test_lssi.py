"""LSSI: receptive fields, sizes, and the same answer for whole sequences and single windows."""

import torch

from rbpviz.models.sam.lssi import ACCEPTOR_REACH, DONOR_REACH, Lssi, SiteNetwork, SoftMask
from rbpviz.models.sam.network import one_hot
from tests.models.sam.samples import random_codes


def test_sizes_are_those_of_the_specification() -> None:
    network = Lssi()
    assert [sum(p.numel() for p in part.parameters()) for part in (network.acceptor, network.donor)] == [60_103, 54_503]


def test_the_networks_see_exactly_their_windows() -> None:
    for reach in (ACCEPTOR_REACH, DONOR_REACH):
        torch.manual_seed(0)
        network = SiteNetwork(reach)
        bases = one_hot(random_codes(80, rows=1)).requires_grad_()
        network(bases)[0, 1, 40].backward()
        assert bases.grad is not None
        seen = bases.grad[0].abs().sum(dim=0).nonzero().flatten().tolist()
        assert (seen[0], seen[-1], len(seen)) == (40 - reach[0], 40 + reach[1], sum(reach) + 1)


def test_a_single_window_gets_the_logits_that_its_place_has_in_the_sequence() -> None:
    torch.manual_seed(0)
    network = SiteNetwork(DONOR_REACH)
    codes = random_codes(60, rows=1)
    whole = network(one_hot(codes))[0, :, 30]
    alone = network.read(one_hot(codes[:, 28:37]))[0]
    torch.testing.assert_close(whole, alone)


def test_the_soft_mask_reads_no_further_than_the_clamp() -> None:
    torch.manual_seed(0)
    mask = SoftMask()
    low, lower = torch.full((1, 2, 4), -10.0), torch.full((1, 2, 4), -400.0)
    for one, other in zip(mask(low), mask(lower), strict=True):
        assert torch.equal(one, other)
    assert torch.allclose(mask(low)[1].exp().sum(dim=1), torch.ones(1, 4))
