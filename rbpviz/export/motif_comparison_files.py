"""Comparisons of motifs as small files that lie beside a checkpoint or come out of a job: safetensors, no pickle."""

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from rbpviz.errors import CheckpointError, InvalidOptionError
from rbpviz.export.array_files import read_arrays, write_arrays
from rbpviz.results.motif_comparisons import MotifComparison, SiteSample

STORED_COMPARISON = "motif_comparison.safetensors"
"""Name of the file beside the first adjusted model's weights."""
_FORMAT = "rbpviz-motif-comparison-1"
_NUMBERS = ("positions", "windows", "evaluation_windows")


@dataclass(frozen=True, slots=True)
class ComparisonSource:
    """What a stored comparison was made of.

    Parameters
    ----------
    weights : tuple of str
        sha256 of the weights of each model, the fixed one first.
    data : str
        Where the genes come from, in words.
    code_version : str
        Version of rbpviz.
    """

    weights: tuple[str, ...]
    data: str
    code_version: str = ""


def write_stored_comparison(comparison: MotifComparison, source: ComparisonSource, path: Path) -> None:
    """Write a comparison, whole or not at all; counts are kept as int32 where they fit."""
    arrays = {name: _narrow(array) for name, array in comparison.arrays().items()}
    head = {
        "format": _FORMAT,
        "fixed": comparison.fixed,
        "adjusted": json.dumps(comparison.adjusted),
        "rbps": json.dumps(comparison.rbps),
        "genes": json.dumps(comparison.sample.genes),
        **{name: str(getattr(comparison, name)) for name in _NUMBERS},
        "weights": json.dumps(source.weights),
        "data": source.data,
        "code_version": source.code_version,
    }
    write_arrays(arrays, head, path)


def read_stored_comparison(path: Path) -> tuple[MotifComparison, ComparisonSource]:
    """Return a comparison and what it was made of.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged or of another format.
    """
    arrays, head = read_arrays(path, _FORMAT)
    try:
        names = [f.name for f in fields(SiteSample) if f.name != "genes"]
        sample = SiteSample(**{name: arrays.pop(f"sample_{name}") for name in names}, genes=tuple(json.loads(head["genes"])))
        values: dict[str, Any] = {name: array.astype(np.int64) if array.dtype.kind == "i" else array for name, array in arrays.items()}
        values |= {name: tuple(json.loads(head[name])) for name in ("adjusted", "rbps")}
        values |= {name: int(head[name]) for name in _NUMBERS}
        comparison = MotifComparison(fixed=head["fixed"], sample=sample, **values)
        source = ComparisonSource(tuple(json.loads(head["weights"])), head["data"], head["code_version"])
        _check_sample(comparison)
    except (KeyError, ValueError, TypeError, InvalidOptionError) as error:
        raise CheckpointError(
            f"Got {path.name!r}, which is no whole comparison of motifs ({error}); make it again with `rbpviz compare-motifs`."
        ) from error
    return comparison, source


def _narrow(array: np.ndarray) -> np.ndarray:
    small = np.iinfo(np.int32)
    fits = array.dtype == np.int64 and (not array.size or (array.min() >= small.min and array.max() <= small.max))
    return array.astype(np.int32) if fits else array


def _check_sample(comparison: MotifComparison) -> None:
    s = comparison.sample
    n = len(s.gene)
    if any(len(getattr(s, f.name)) != n for f in fields(SiteSample) if f.name != "genes") or s.letters.shape != (n, 21):
        raise ValueError("the sites have columns of different lengths")
    limits = ((s.gene, len(s.genes)), (s.rbp, len(comparison.rbps)), (s.region, 6), (s.letters, 5))
    if n and any(array.min() < 0 or array.max() >= end for array, end in limits):
        raise ValueError("a site names a gene, protein or region that is not there")
