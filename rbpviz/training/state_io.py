"""Training state as safetensors and JSON, so that resuming never unpickles anything."""

import json
import shutil
from pathlib import Path
from typing import Any

import torch
from lightning.fabric.plugins import CheckpointIO
from safetensors.torch import load_file, save_file
from torch import Tensor

from rbpviz.errors import CheckpointError

_TENSORS = "state.safetensors"
_REST = "state.json"


def flatten_state(state: Any, tensors: dict[str, Tensor]) -> Any:  # noqa: ANN401
    """Return a JSON-ready copy of a nested state; tensors go into `tensors` and leave their key behind.

    Raises
    ------
    CheckpointError
        If something is neither a tensor nor plain data.
    """
    if isinstance(state, Tensor):
        key = str(len(tensors))
        tensors[key] = state.detach().cpu().clone().contiguous()
        return {"tensor": key}
    if isinstance(state, dict):
        return {"items": [[flatten_state(k, tensors), flatten_state(v, tensors)] for k, v in state.items()]}
    if isinstance(state, list | tuple):
        kind = "list" if isinstance(state, list) else "tuple"
        return {kind: [flatten_state(value, tensors) for value in state]}
    if state is None or isinstance(state, bool | int | float | str):
        return {"value": state}
    raise CheckpointError(f"Got {type(state).__name__} in the training state; expected tensors and plain data only.")


def restore_state(node: Any, tensors: dict[str, Tensor]) -> Any:  # noqa: ANN401
    """Return the nested state that `flatten_state` took apart."""
    ((kind, content),) = node.items()
    if kind == "tensor":
        return tensors[content]
    if kind == "items":
        return {restore_state(k, tensors): restore_state(v, tensors) for k, v in content}
    if kind in ("list", "tuple"):
        values = [restore_state(value, tensors) for value in content]
        return values if kind == "list" else tuple(values)
    return content


class PlainCheckpointIO(CheckpointIO):
    """Lightning's way to disk: a folder with one safetensors and one JSON file, replaced as a whole."""

    def save_checkpoint(self, checkpoint: dict[str, Any], path: str | Path, storage_options: Any | None = None) -> None:  # noqa: ANN401
        """Write the state into the folder `path`."""
        target = Path(path)
        draft = target.with_name(target.name + ".part")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        tensors: dict[str, Tensor] = {}
        rest = flatten_state({k: v for k, v in checkpoint.items() if k != "pytorch-lightning_version"}, tensors)
        save_file(tensors, draft / _TENSORS)
        (draft / _REST).write_text(json.dumps(rest), encoding="utf-8")
        self.remove_checkpoint(target)
        draft.rename(target)

    def load_checkpoint(self, path: str | Path, map_location: Any | None = None, weights_only: bool | None = None) -> dict[str, Any]:  # noqa: ANN401
        """Return the state written by `save_checkpoint`."""
        folder = Path(path)
        tensors = load_file(folder / _TENSORS)
        state: dict[str, Any] = restore_state(json.loads((folder / _REST).read_text(encoding="utf-8")), tensors)
        return {**state, "pytorch-lightning_version": _lightning_version()}

    def remove_checkpoint(self, path: str | Path) -> None:
        """Remove a state folder."""
        shutil.rmtree(path, ignore_errors=True)


def _lightning_version() -> str:
    import lightning

    return str(lightning.__version__)


def seed_torch(seed: int, epoch: int) -> None:
    """Seed torch for one epoch, so that a resumed run draws what an unbroken one draws."""
    torch.manual_seed(seed * 100_003 + epoch)
