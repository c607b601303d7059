"""The whole network: sizes, classes, short inputs, the band of the attention, the product, and substitution of modules."""

import pytest
import torch

from rbpviz.errors import InvalidOptionError
from rbpviz.models.sam.attention import banded_attention
from rbpviz.models.sam.network import CONTEXT, MIN_LENGTH, Sam, SamOptions, one_hot, substitute
from tests.models.sam.samples import random_codes, settled, small_options


def _size(module: torch.nn.Module) -> int:
    return sum(p.numel() for p in module.parameters())


def test_sizes_are_those_of_the_specification_without_what_is_never_used() -> None:
    fixed, adjusted = Sam(), Sam(SamOptions("adjusted"))
    aggregator = fixed.reader.aggregator
    assert _size(aggregator.before) == _size(aggregator.after) == 2_277_882
    assert _size(aggregator.influence) == 13_612
    assert _size(aggregator.lstm) == 41_000
    assert _size(adjusted.finder.model.adjust) == 1_629_080  # type: ignore[arg-type]
    assert (_size(fixed) - 114_606, _size(adjusted) - 114_606) == (4_610_800, 6_239_880)


def test_probabilities_sum_to_one_without_the_context() -> None:
    network = settled()
    found = network.predict(random_codes(MIN_LENGTH + 20, rows=2))
    assert found.shape == (2, 3, 21)
    assert torch.allclose(found.sum(dim=1), torch.ones(2, 21), atol=1e-6)


def test_a_sequence_shorter_than_the_context_is_refused() -> None:
    with pytest.raises(InvalidOptionError, match="Got 400 nt; SAM needs at least 401"):
        settled(steps=1)(random_codes(400, rows=1))


@pytest.mark.parametrize("length", [37, 200, 555])
def test_banded_attention_equals_full_attention_under_a_mask(length: int) -> None:
    q, k, v = torch.randn(3, 2, length, 8, generator=torch.Generator().manual_seed(length))
    near = (torch.arange(length)[:, None] - torch.arange(length)).abs() <= 50
    full = torch.nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=near)
    torch.testing.assert_close(banded_attention(q, k, v, reach=50), full, atol=1e-5, rtol=1e-5)


def test_influence_ends_where_band_and_first_stack_do() -> None:
    network = settled()
    aggregator = network.reader.aggregator
    z = torch.randn(1, 14, 1000, generator=torch.Generator().manual_seed(0))
    near, far = z.clone(), z.clone()
    near[0, 5, 500 - CONTEXT - 24] += 300
    far[0, 5, 500 - CONTEXT - 25] += 300
    influence = [aggregator.influence(aggregator.steps(part).states)[0, 500] for part in (z, near, far)]
    assert not torch.equal(influence[0], influence[1])
    assert torch.equal(influence[0], influence[2])


def test_without_motifs_only_the_two_splice_site_channels_are_heard() -> None:
    network = settled()
    codes = random_codes(600, rows=1)
    channels, _ = network.reader.mask(network.lssi(one_hot(codes)))
    gated = network.reader.aggregator.steps(torch.cat([channels, torch.zeros(1, 12, 600)], dim=1)).gated
    assert gated[:, :2].abs().sum() > 0
    assert not gated[:, 2:].any()


def test_lssi_gets_no_gradient_and_the_threshold_neither() -> None:
    torch.manual_seed(0)
    network = Sam(small_options())
    network(random_codes(500, rows=2)).logits.sum().backward()
    assert all(p.grad is None for p in network.lssi.parameters())
    assert network.finder.model.adjust.first.weight.grad is not None  # type: ignore[union-attr]


def test_substitution_takes_sites_from_one_model_and_reading_from_the_other() -> None:
    one, other = settled("fixed", seed=0), settled("adjusted", seed=1)
    codes = random_codes(900, seed=4, rows=1)
    mixed = substitute(finder=other, reader=one)(codes)
    assert torch.equal(mixed.sites, other(codes).sites)
    assert torch.equal(mixed.logits, one.reader(one.lssi(one_hot(codes)), mixed.sites))
    with pytest.raises(InvalidOptionError, match="same number"):
        substitute(finder=one, reader=Sam(small_options(rbps=5, psams=10)))


@pytest.mark.parametrize("changes", [{"channels": 6}, {"density": 0.0}, {"spare": 2}, {"motifs": "other"}])
def test_options_that_cannot_be_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidOptionError, match="Got"):
        small_options(**{"motifs": "fixed", **changes})  # type: ignore[arg-type]
