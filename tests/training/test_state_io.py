"""Training state as safetensors and JSON: what goes in comes out, and nothing is ever unpickled."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from rbpviz.errors import CheckpointError
from rbpviz.training.state_io import PlainCheckpointIO, flatten_state, restore_state, seed_torch

TENSORS = st.sampled_from([torch.float32, torch.float16, torch.int64, torch.bool, torch.uint8]).flatmap(
    lambda dtype: st.lists(st.integers(0, 1), max_size=6).map(lambda values: torch.tensor(values, dtype=dtype))
)
KEYS = st.one_of(st.text(max_size=5), st.integers(), st.booleans())
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8), TENSORS)
STATES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.lists(inner, max_size=3).map(tuple), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=12,
)


def same(a: Any, b: Any) -> bool:
    if isinstance(a, torch.Tensor):
        return isinstance(b, torch.Tensor) and a.dtype == b.dtype and torch.equal(a, b)
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b


@given(STATES)
def test_any_plain_state_survives_json(state: Any) -> None:
    tensors: dict[str, torch.Tensor] = {}
    text = json.dumps(flatten_state(state, tensors))
    assert same(restore_state(json.loads(text), tensors), state)


@settings(max_examples=20)
@given(st.dictionaries(st.text(min_size=1, max_size=5), STATES, max_size=4))
def test_any_checkpoint_survives_the_disk(tmp_path_factory: pytest.TempPathFactory, state: dict[str, Any]) -> None:
    path = tmp_path_factory.mktemp("state") / "last"
    keeper = PlainCheckpointIO()
    keeper.save_checkpoint(state, path)
    found = keeper.load_checkpoint(path)
    assert found.pop("pytorch-lightning_version")
    assert same(found, {k: v for k, v in state.items() if k != "pytorch-lightning_version"})


def test_a_second_state_replaces_the_first_and_leaves_no_draft(tmp_path: Path) -> None:
    keeper = PlainCheckpointIO()
    for epoch in (1, 2):
        keeper.save_checkpoint({"epoch": epoch}, tmp_path / "last")
    assert keeper.load_checkpoint(tmp_path / "last")["epoch"] == 2
    assert [p.name for p in tmp_path.iterdir()] == ["last"]
    keeper.remove_checkpoint(tmp_path / "last")
    assert not (tmp_path / "last").exists()


def test_tensors_are_copies(tmp_path: Path) -> None:
    tensors: dict[str, torch.Tensor] = {}
    value = torch.zeros(2, 3).t()
    flatten_state([value, value], tensors)
    value += 1
    assert [t.sum().item() for t in tensors.values()] == [0, 0]
    assert all(t.is_contiguous() for t in tensors.values())


@pytest.mark.parametrize("thing", [object(), {1, 2}, b"bytes", lambda: None])
def test_anything_else_is_refused(thing: object) -> None:
    with pytest.raises(CheckpointError, match="in the training state; expected tensors and plain data"):
        flatten_state({"x": [thing]}, {})


def test_seeds_are_those_of_seed_and_epoch() -> None:
    drawn = []
    for seed, epoch in ((0, 0), (0, 1), (1, 0), (0, 0)):
        seed_torch(seed, epoch)
        drawn.append(torch.rand(1).item())
    assert drawn[0] == drawn[3]
    assert len(set(drawn)) == 3
