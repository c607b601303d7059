"""Labelled pre-mRNAs: bases and splice sites of many genes in one safetensors file, so that training needs no annotation."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from rbpviz.errors import DataSetError
from rbpviz.features.encoding import cut_window
from rbpviz.types import N_CODE

_ARRAYS = ("codes", "labels", "offsets", "names")


@dataclass(frozen=True, slots=True)
class LabelledGenes:
    """Pre-mRNAs in transcript orientation, one after the other.

    Parameters
    ----------
    codes : ndarray of uint8, shape (total,)
        Base codes, 4 for N.
    labels : ndarray of uint8, shape (total,)
        0 none, 1 acceptor (first base of an exon), 2 donor (last base of an exon).
    offsets : ndarray of int64, shape (n + 1,)
        Where each gene begins; the last is the end.
    names : tuple of str
        One a gene.
    """

    codes: np.ndarray
    labels: np.ndarray
    offsets: np.ndarray
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.codes) != len(self.labels) or len(self.offsets) != len(self.names) + 1 or self.offsets[-1] != len(self.codes):
            raise DataSetError(
                f"Got {len(self.codes)} bases, {len(self.labels)} labels and {len(self.names)} genes ending at {self.offsets[-1]}; "
                "expected a label a base and offsets that end with the last base."
            )

    def __len__(self) -> int:
        return len(self.names)

    def gene(self, row: int) -> tuple[np.ndarray, np.ndarray]:
        """Return codes and labels of one gene, each of shape (length,)."""
        piece = slice(int(self.offsets[row]), int(self.offsets[row + 1]))
        return self.codes[piece], self.labels[piece]

    def sites(self, kind: int) -> np.ndarray:
        """Return the positions of a class of sites in `codes`, int64, ascending."""
        return np.flatnonzero(self.labels == kind)

    def window(self, start: int, end: int, row: int) -> tuple[np.ndarray, np.ndarray]:
        """Return codes and labels of `[start, end)` of one gene; beyond its ends stand N and the label -1 (not counted).

        Returns
        -------
        tuple of (ndarray of uint8, ndarray of int64), each of shape (end - start,)
        """
        codes, labels = self.gene(row)
        return cut_window(codes, start, end, fill=N_CODE), cut_window(labels.astype(np.int64), start, end, fill=-1)


def write_genes(genes: LabelledGenes, path: Path) -> None:
    """Write genes as safetensors, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    names = np.frombuffer("\n".join(genes.names).encode(), dtype=np.uint8)
    save_file({"codes": genes.codes, "labels": genes.labels, "offsets": genes.offsets, "names": names}, draft)
    draft.replace(path)


def read_labelled_genes(path: Path) -> LabelledGenes:
    """Return genes written by `write_genes`.

    Raises
    ------
    DataSetError
        If the file is missing or damaged.
    """
    try:
        arrays = load_file(path)
        codes, labels, offsets, names = (arrays[name] for name in _ARRAYS)
    except (FileNotFoundError, SafetensorError, KeyError) as error:
        raise DataSetError(f"Got {path.name!r} that is not a gene file of rbpviz ({error}); make it again from the genes.") from error
    return LabelledGenes(codes, labels, offsets, tuple(names.tobytes().decode().split("\n")) if len(names) else ())
