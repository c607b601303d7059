"""Fixed and adjusted motifs: against a scorer written out in loops, receptive fields, and sites that stay within the thinned ones."""

import math

import pytest
import torch

from rbpviz.models.sam.motif_models import AdjustedMotifs, FixedMotifs, MotifShape
from rbpviz.models.sam.network import one_hot
from tests.models.sam.samples import random_codes, settled


def _fixed() -> FixedMotifs:
    torch.manual_seed(0)
    fixed = FixedMotifs(MotifShape(psams=3, width=5, rbps=2, spare=0))
    fixed.matrices.copy_(torch.rand(3, 5, 4))
    fixed.weights.copy_(torch.tensor([[5.0, 0.5, 0.0], [0.0, 0.0, 5.0]]))
    return fixed


def _brute_force(fixed: FixedMotifs, codes: list[int], rbp: int, place: int) -> float:
    if codes[place] == 4 or place < 2 or place + 2 >= len(codes):
        return 0.0
    total = 0.0
    for psam in range(3):
        factors = [fixed.matrices[psam, i, codes[place - 2 + i]].item() for i in range(5) if codes[place - 2 + i] < 4]
        total += fixed.weights[rbp, psam].item() * math.prod(factors)
    return total


def test_scores_equal_those_of_loops_with_unknown_bases_too() -> None:
    fixed = _fixed()
    codes = random_codes(40, seed=3)
    codes[[7, 20, 21]] = 4
    scores = fixed(codes[None], one_hot(codes[None]))[0]
    for rbp in range(2):
        expected = [_brute_force(fixed, codes.tolist(), rbp, place) for place in range(40)]
        assert scores[rbp].tolist() == pytest.approx(expected, rel=1e-5, abs=1e-7)


def test_tables_give_the_same_scores_at_the_edges_and_around_unknown_bases_too() -> None:
    fixed = _fixed()
    codes = random_codes(60, seed=6, rows=2)
    codes[0, [0, 20, 21, 59]] = 4
    dense = fixed.eval()(codes, one_hot(codes))
    fixed.use_tables()
    torch.testing.assert_close(fixed(codes, one_hot(codes)), dense, rtol=1e-5, atol=1e-7)
    torch.testing.assert_close(fixed.train()(codes, one_hot(codes)), dense, rtol=1e-5, atol=1e-7)


def test_spare_channels_are_zero() -> None:
    fixed = FixedMotifs(MotifShape(psams=2, width=3, rbps=2, spare=2))
    codes = random_codes(20, rows=1)
    assert fixed(codes, one_hot(codes)).shape == (1, 4, 20)
    assert not fixed(codes, one_hot(codes))[:, 2:].any()


def _seen(function, length: int, place: int) -> list[int]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    base = random_codes(length, seed=5)
    reference = function(base)
    changed = []
    for position in range(length):
        other = base.clone()
        other[position] = (other[position] + 1) % 4
        if not torch.equal(function(other)[:, place], reference[:, place]):
            changed.append(position)
    return changed


def test_fixed_motifs_see_five_bases_on_either_side_and_the_adjustment_ten() -> None:
    network = settled()
    model = network.finder.model
    assert isinstance(model, AdjustedMotifs)
    fixed = _seen(lambda codes: network.fixed(codes[None], one_hot(codes[None]))[0], 61, 30)
    assert (fixed[0], fixed[-1]) == (25, 35)
    adjust = _seen(lambda codes: model.adjust(one_hot(codes[None]))[0], 61, 30)
    assert (adjust[0], adjust[-1]) == (20, 40)


def test_adjusted_sites_are_thinned_fixed_sites_at_twice_the_density() -> None:
    network = settled(density=0.005, steps=90)
    model = network.finder.model
    assert isinstance(model, AdjustedMotifs)
    codes = random_codes(3000, seed=9, rows=4)
    thinned = model.thin(codes, one_hot(codes)) != 0
    sites = network.finder(codes, one_hot(codes)) != 0
    assert sites.any()
    assert not (sites & ~thinned).any()
    assert thinned.double().mean().item() == pytest.approx(0.01, rel=0.1)
    assert sites.double().mean().item() == pytest.approx(0.005, rel=0.1)


def test_density_is_set_in_both_layers() -> None:
    network = settled(steps=1)
    network.finder.set_density(0.7)
    assert network.density == 0.7
    assert float(network.finder.model.sparse.density) == 1.0  # type: ignore[union-attr]


def test_what_is_zero_stays_zero_even_where_the_normalisation_lifts_a_whole_channel() -> None:
    network = settled(density=0.005, steps=90)
    network.finder.norm.bias.data[3] += 50
    codes = random_codes(500, rows=1)
    thinned = network.finder.model.thin(codes, one_hot(codes)) != 0  # type: ignore[union-attr]
    sites = network.finder(codes, one_hot(codes)) != 0
    assert torch.equal(sites[:, 3], thinned[:, 3])
    assert not sites[:, 3].all()
    network.finder.train()
    for _ in range(30):
        network.finder(codes, one_hot(codes))
    assert (network.finder(codes, one_hot(codes)) != 0).double().mean().item() == pytest.approx(0.005, rel=0.1)
