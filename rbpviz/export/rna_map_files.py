"""RNA maps as small files that lie beside a checkpoint or come out of a job: safetensors, whose head says what was mapped. No pickle."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rbpviz.errors import CheckpointError
from rbpviz.export.array_files import read_arrays, write_arrays
from rbpviz.results.rna_maps import OFFSETS, RnaMap

STORED_MAP = "rna_map.safetensors"
"""Name of the file beside a model's weights."""
_FORMAT = "rbpviz-rna-map-1"
_SUMS = {"gain": np.float32, "loss": np.float32, "count": np.int32}


@dataclass(frozen=True, slots=True)
class MapSource:
    """What a stored map was made of.

    Parameters
    ----------
    weights : tuple of str
        sha256 of the weights of each model, in the map's order.
    genes : int
        Genes that were mapped.
    data : str
        Where they come from, in words.
    code_version : str
        Version of rbpviz.
    """

    weights: tuple[str, ...]
    genes: int
    data: str
    code_version: str = ""


def write_stored_map(rna_map: RnaMap, source: MapSource, path: Path) -> None:
    """Write a map, whole or not at all; sums are kept as float32."""
    arrays = {name: getattr(rna_map, name).astype(kind) for name, kind in _SUMS.items()} | {"features": rna_map.features.astype(np.int64)}
    head = {
        "format": _FORMAT,
        "models": json.dumps(rna_map.models),
        "rbps": json.dumps(rna_map.rbps),
        "weights": json.dumps(source.weights),
        "genes": str(source.genes),
        "data": source.data,
        "code_version": source.code_version,
    }
    write_arrays(arrays, head, path)


def read_stored_map(path: Path) -> tuple[RnaMap, MapSource]:
    """Return a map and what it was made of.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged or of another format.
    """
    arrays, head = read_arrays(path, _FORMAT)
    try:
        models, rbps = tuple(json.loads(head["models"])), tuple(json.loads(head["rbps"]))
        sums = {name: arrays[name].astype(np.int64 if name == "count" else np.float64) for name in _SUMS}
        rna_map = RnaMap(models, rbps, features=arrays["features"].astype(np.int64), **sums)
        source = MapSource(tuple(json.loads(head["weights"])), int(head["genes"]), head["data"], head["code_version"])
    except (KeyError, ValueError, TypeError) as error:
        raise CheckpointError(
            f"Got {path.name!r}, which lacks parts of an RNA map ({error}); make it again with `rbpviz rnamap`."
        ) from error
    shape = (len(models), 2, len(rbps), len(OFFSETS))
    wrong = [name for name in _SUMS if arrays[name].shape != shape or not np.isfinite(arrays[name]).all()]
    if wrong or rna_map.features.shape != shape[:2] or len(source.weights) != len(models):
        raise CheckpointError(
            f"Got {path.name!r} with arrays that do not fit {len(models)} models and {len(rbps)} RBPs; make it again with `rbpviz rnamap`."
        )
    return rna_map, source
