"""The sparsity layer: realised density, the shifted output, and the entropy of what is left."""

import pytest
import torch

from rbpviz.models.sam.sparsity import TARGET_DENSITY, SharedThreshold, binarise, binary_entropy, entropy_bound


def test_target_density_is_the_22nd_power() -> None:
    assert round(TARGET_DENSITY, 8) == 0.00178381


@pytest.mark.parametrize("density", [0.75, 0.1, TARGET_DENSITY])
def test_realised_density_is_within_a_tenth_of_the_wanted_one(density: float) -> None:
    layer = SharedThreshold(density)
    make = torch.Generator().manual_seed(0)
    for _ in range(60):
        layer(torch.randn(4, 16, 2000, generator=make))
    for mode in (True, False):
        kept = layer.train(mode)(torch.randn(8, 16, 4000, generator=make)) != 0
        assert kept.double().mean().item() == pytest.approx(density, rel=0.1)


def test_what_stays_is_the_excess_and_passes_its_gradient() -> None:
    layer = SharedThreshold(0.5).eval()
    layer.threshold.fill_(1.0)
    x = torch.tensor([[[0.5, 1.5, 3.0]]], requires_grad=True)
    y = layer(x)
    assert y.flatten().tolist() == [0.0, 0.5, 2.0]
    y.sum().backward()
    assert x.grad is not None
    assert x.grad.flatten().tolist() == [0.0, 1.0, 1.0]
    assert binarise(y).flatten().tolist() == [0.0, 1.0, 1.0]


def test_the_threshold_moves_a_tenth_of_the_way_each_step_and_not_at_all_in_evaluation() -> None:
    layer = SharedThreshold(0.25)
    x = torch.arange(1.0, 101.0).reshape(1, 1, 100)
    layer(x)
    assert layer.threshold.item() == pytest.approx(0.1 * 75)
    layer.eval()(x)
    assert layer.threshold.item() == pytest.approx(0.1 * 75)


@pytest.mark.parametrize(("bits", "expected"), [(0.0, 1.502), (2.0, 1.786), (2.8, 1.900)])
def test_entropy_bounds_of_the_specification(bits: float, expected: float) -> None:
    assert binary_entropy(0.0018) == pytest.approx(0.019007, abs=1e-6)
    assert entropy_bound(0.0018, value_bits=bits) == pytest.approx(expected, abs=5e-4)
    assert binary_entropy(0.0) == binary_entropy(1.0) == 0.0
