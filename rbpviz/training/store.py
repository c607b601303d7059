"""Training features on disk: folded, encoded and labelled records in one safetensors file, so that training needs no folding."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from rbpviz.errors import DataSetError
from rbpviz.features.graphs import PackedRnas

_ARRAYS = ("bases", "base_offsets", "left", "right", "probability", "pair_offsets")


@dataclass(frozen=True, slots=True)
class LabelledRnas:
    """Packed RNAs with their labels.

    Parameters
    ----------
    rnas : PackedRnas
        Bases and pairs.
    labels : ndarray of uint8, shape (n,)
        1 for positives.
    viewpoints : ndarray of int32, shape (n, 2)
        Start and end of the measured region, 0-based half-open; -1 where unknown.
    borders : ndarray of uint8, shape (m, 6), optional
        Codes of the bases at the borders of positives' viewpoints, before anything was replaced (see `border_positions`).
    """

    rnas: PackedRnas
    labels: np.ndarray
    viewpoints: np.ndarray
    borders: np.ndarray = field(default_factory=lambda: np.zeros((0, 6), dtype=np.uint8))

    def __len__(self) -> int:
        return len(self.labels)

    def sequences(self) -> list[str]:
        """Return the sequences, upper-case `ACGUN`."""
        letters = np.frombuffer(b"ACGUN", dtype=np.uint8)
        text = letters[self.rnas.bases].tobytes().decode("ascii")
        offsets = self.rnas.base_offsets
        return [text[a:b] for a, b in zip(offsets[:-1], offsets[1:], strict=True)]


def write_features(data: LabelledRnas, path: Path) -> None:
    """Write features as safetensors, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = {name: np.ascontiguousarray(getattr(data.rnas, name)) for name in _ARRAYS}
    draft = path.with_suffix(".part")
    save_file(
        {**arrays, "labels": data.labels.astype(np.uint8), "viewpoints": data.viewpoints.astype(np.int32), "borders": data.borders}, draft
    )
    draft.replace(path)


def read_features(path: Path) -> LabelledRnas:
    """Return features written by `write_features`.

    Raises
    ------
    DataSetError
        If the file is missing or damaged.
    """
    try:
        arrays = load_file(path)
        return LabelledRnas(PackedRnas(*(arrays[name] for name in _ARRAYS)), arrays["labels"], arrays["viewpoints"], arrays["borders"])
    except (FileNotFoundError, SafetensorError, KeyError) as error:
        raise DataSetError(
            f"Got {path.name!r} that is not a feature file of rbpviz ({error}); make it again from the FASTA files."
        ) from error
