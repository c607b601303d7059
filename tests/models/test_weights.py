"""Weights on disk: half precision, plain tensors, nothing else."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from rbpviz.errors import CheckpointError
from rbpviz.models.rnassrnet.network import Rnassrnet
from rbpviz.models.weights import file_sha256, fill_network, half_weights, write_weights
from tests.models.samples import POOLED, small_network


def test_weights_are_stored_in_half_precision_and_come_back(tmp_path: Path) -> None:
    network = small_network(POOLED)
    digest, size = write_weights(half_weights(network), tmp_path / "new")
    path = tmp_path / "new" / "model.safetensors"
    assert (file_sha256(path), path.stat().st_size) == (digest, size)
    stored = load_file(path)
    assert {value.dtype for value in stored.values()} == {torch.float16}
    assert not any("num_batches_tracked" in name for name in stored)
    other = fill_network(Rnassrnet(POOLED), stored)
    for name, value in network.state_dict().items():
        if "num_batches_tracked" not in name:
            assert torch.equal(other.state_dict()[name], value.half().float()), name


def test_a_filled_network_is_frozen_and_evaluates() -> None:
    network = fill_network(Rnassrnet(POOLED), half_weights(small_network(POOLED)))
    assert not any(module.training for module in network.modules())
    assert not any(p.requires_grad for p in network.parameters())


def test_sha256_is_that_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"abc")
    assert file_sha256(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_tensors_that_do_not_fit_are_named() -> None:
    weights = half_weights(small_network(POOLED))
    with pytest.raises(CheckpointError, match="missing .*embed.weight"):
        fill_network(Rnassrnet(POOLED), {k: v for k, v in weights.items() if k != "embed.weight"})
    with pytest.raises(CheckpointError, match="unexpected .*backdoor"):
        fill_network(Rnassrnet(POOLED), {**weights, "backdoor": torch.zeros(1)})
    with pytest.raises(CheckpointError, match="another shape.*embed.weight"):
        fill_network(Rnassrnet(POOLED), {**weights, "embed.weight": torch.zeros(3, 3)})
