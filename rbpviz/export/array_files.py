"""Arrays with a head of text as safetensors: what stored maps and comparisons are made of. Such a file cannot run code."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from rbpviz.errors import CheckpointError

_HEAD = "rbpviz"
"""Only key of the file's metadata: several would be written in any order."""


def write_arrays(arrays: Mapping[str, np.ndarray], head: Mapping[str, str], path: Path) -> None:
    """Write arrays and head, whole or not at all; equal content gives equal bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(path.suffix + ".part")
    kept = {name: np.ascontiguousarray(array) for name, array in sorted(arrays.items())}
    draft.write_bytes(save(kept, metadata={_HEAD: json.dumps(dict(head), sort_keys=True)}))
    draft.replace(path)


def read_arrays(path: Path, expected: str) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Return arrays and head of a file.

    Parameters
    ----------
    path : Path
        The file.
    expected : str
        What its head must say under `format`.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged or of another format.
    """
    try:
        with safe_open(path, framework="np") as file:
            head = json.loads((file.metadata() or {}).get(_HEAD, "{}"))
            arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  (no mapping)
    except (OSError, ValueError, SafetensorError) as error:
        raise CheckpointError(f"Got {path.name!r}, which cannot be read ({error}); make it again.") from error
    if head.get("format") != expected:
        raise CheckpointError(f"Got {path.name!r} of the format {head.get('format')!r}; this version of rbpviz reads {expected!r}.")
    return arrays, head
