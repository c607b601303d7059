"""Weights as tensors and files: half precision on disk, single precision in a network. No card, no structure, no configuration."""

import hashlib
from pathlib import Path

from safetensors.torch import save_file
from torch import Tensor, nn

from rbpviz.errors import CheckpointError

WEIGHTS_FILE = "model.safetensors"


def file_sha256(path: Path) -> str:
    """Return the sha256 of a file as hexadecimal digits."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def half_weights(network: nn.Module) -> dict[str, Tensor]:
    """Return the state of a network on the CPU, floating-point tensors in half precision."""
    state = network.state_dict()
    return {
        name: (value.detach().cpu().half() if value.is_floating_point() else value.detach().cpu()).contiguous()
        for name, value in state.items()
        if not name.endswith("num_batches_tracked")
    }


def write_weights(weights: dict[str, Tensor], folder: Path) -> tuple[str, int]:
    """Write `model.safetensors` into a folder; return its sha256 and size in bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / WEIGHTS_FILE
    save_file(weights, path)
    path.chmod(0o644)
    return file_sha256(path), path.stat().st_size


def fill_network(network: nn.Module, weights: dict[str, Tensor]) -> nn.Module:
    """Put stored weights into a network as single precision; return it in evaluation mode with frozen parameters.

    Raises
    ------
    CheckpointError
        If a tensor is missing, unexpected or of another shape.
    """
    single = {name: value.float() if value.is_floating_point() else value for name, value in weights.items()}
    try:
        missing, unexpected = network.load_state_dict(single, strict=False)
    except RuntimeError as error:
        raise CheckpointError(f"Got weights of another shape than the card's options: {str(error).splitlines()[-1].strip()}") from error
    missing = [name for name in missing if not name.endswith("num_batches_tracked")]
    if missing or unexpected:
        raise CheckpointError(f"Got weights that do not fit the card: missing {missing[:3]}, unexpected {unexpected[:3]}.")
    return network.eval().requires_grad_(False)
