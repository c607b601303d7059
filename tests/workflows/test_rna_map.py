"""RNA maps from gene files, and the tables they are written to."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rbpviz.errors import InvalidOptionError
from rbpviz.export.rna_map_files import read_stored_map
from rbpviz.export.rna_maps import write_rna_map
from rbpviz.interpret import rna_maps
from rbpviz.workflows.rna_map import RnaMapRequest, rna_map, run_rna_map_job, store_rna_maps
from tests.models.sam.cards import write_checkpoint
from tests.models.sam.samples import settled
from tests.training.splicing.samples import simulated_genes
from tests.workflows.test_train_splicing import write_gene_files


def test_maps_of_two_seeds_are_averaged_and_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rna_maps, "UNCERTAIN", (0.0, 1.0))
    folders = tuple(
        str(write_checkpoint(settled("fixed", density=0.01, seed=seed, binary=True), "sam-fm", tmp_path / str(seed))) for seed in (0, 1)
    )
    fasta, table = write_gene_files(simulated_genes(2, length=800, exons=2, seed=5), tmp_path, "x")
    told: list[tuple[int, int | None]] = []
    report = rna_map(RnaMapRequest(folders, fasta, table), progress=lambda done, total, _: told.append((done, total)))
    assert told[-1] == (4, 4)
    assert report.rna_map.features.tolist() == [[2, 2], [2, 2]]
    assert report.rejected == ()
    write_rna_map(report.rna_map, tmp_path / "out")
    frame = pd.read_csv(tmp_path / "out" / "rna_map.tsv", sep="\t", comment="#")
    assert len(frame) == 2 * 11 * 201
    assert frame.motif_sites.sum() == report.rna_map.count.sum() > 0
    assert list(pd.read_csv(tmp_path / "out" / "summary.tsv", sep="\t", comment="#").rbp) == [f"R{k}" for k in range(11)]
    sample = rna_map(RnaMapRequest(folders[:1], fasta, table, max_genes=1))
    assert len(sample.genes) == 1


def test_requests_that_cannot_be_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidOptionError, match="Got no model"):
        RnaMapRequest((), tmp_path)
    with pytest.raises(InvalidOptionError, match="max_genes=0"):
        RnaMapRequest(("sam-am/human",), tmp_path, max_genes=0)


def test_a_job_and_a_stored_map_are_the_same_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rna_maps, "UNCERTAIN", (0.0, 1.0))
    folder = write_checkpoint(settled("fixed", density=0.01, binary=True, steps=30), "sam-fm", tmp_path / "model")
    files = write_gene_files(simulated_genes(2, length=700, exons=2, seed=5), tmp_path, "x")
    (stored,) = store_rna_maps(RnaMapRequest((str(folder),), *files, source="two simulated genes"))
    assert stored == folder / "rna_map.safetensors"
    job = tmp_path / "job"
    job.mkdir()
    for path, name in zip(files, ("genes.in", "annotation.in"), strict=True):
        (job / name).write_bytes(path.read_bytes())
    told: list[int] = []
    summary = run_rna_map_job({"models": [str(folder)], "device": "cpu", "source": "mine"}, job, lambda done, *_: told.append(done))
    one, source = read_stored_map(stored)
    again, _ = read_stored_map(job / "rna_map.safetensors")
    np.testing.assert_array_equal(one.values(), again.values())
    assert (source.genes, source.data) == (2, "two simulated genes")
    assert summary == {"genes": 2, "rejected": 0, "features": 4}
    assert told == [1, 2]
    assert len((job / "genes.txt").read_text().splitlines()) == 2
