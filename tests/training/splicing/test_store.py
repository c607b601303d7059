"""Labelled genes: windows at and beyond the ends, and the way to disk and back."""

from pathlib import Path

import numpy as np
import pytest

from rbpviz.errors import DataSetError
from rbpviz.training.splicing.store import LabelledGenes, read_labelled_genes, write_genes
from rbpviz.types import ACCEPTOR, DONOR
from tests.training.splicing.samples import simulated_genes


def test_genes_come_back_from_disk(tmp_path: Path) -> None:
    genes = simulated_genes(3)
    write_genes(genes, tmp_path / "genes.safetensors")
    again = read_labelled_genes(tmp_path / "genes.safetensors")
    assert again.names == genes.names
    assert all(np.array_equal(getattr(again, name), getattr(genes, name)) for name in ("codes", "labels", "offsets"))


def test_a_damaged_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "genes.safetensors").write_bytes(b"nothing")
    with pytest.raises(DataSetError, match="is not a gene file"):
        read_labelled_genes(tmp_path / "genes.safetensors")
    with pytest.raises(DataSetError, match="expected a label a base"):
        LabelledGenes(np.zeros(3, np.uint8), np.zeros(2, np.uint8), np.array([0, 3]), ("a",))


def test_a_window_beyond_both_ends_is_padded_with_n_that_does_not_count() -> None:
    genes = simulated_genes(2, length=500, exons=2)
    codes, labels = genes.window(-10, 510, 1)
    assert codes[:10].tolist() == codes[-10:].tolist() == [4] * 10
    assert labels[:10].tolist() == labels[-10:].tolist() == [-1] * 10
    assert np.array_equal(codes[10:-10], genes.codes[500:])
    assert [len(genes.sites(kind)) for kind in (ACCEPTOR, DONOR)] == [4, 4]
