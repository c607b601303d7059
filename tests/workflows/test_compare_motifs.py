"""Comparing motifs from gene files: two seeds, evaluation windows apart, what is stored, jobs."""

import json
from pathlib import Path

import numpy as np
import pytest

from rbpviz.errors import CheckpointError, InvalidOptionError
from rbpviz.export.motif_comparison_files import read_stored_comparison
from rbpviz.interpret import motif_sites
from rbpviz.motifs.meme import read_meme
from rbpviz.workflows import compare_motifs as work
from rbpviz.workflows.compare_motifs import CompareMotifsRequest, compare_motifs, split_windows
from tests.models.sam.cards import write_checkpoint
from tests.models.sam.samples import settled
from tests.training.splicing.samples import simulated_genes
from tests.workflows.test_train_splicing import write_gene_files


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    folder = tmp_path_factory.mktemp("models")
    fixed = write_checkpoint(settled("fixed", density=0.02, steps=30), "sam-fm", folder / "fm")
    seeds = [write_checkpoint(settled("adjusted", density=0.02, steps=30, seed=k), "sam-am", folder / f"am{k}") for k in (0, 1)]
    return tuple(map(str, (fixed, *seeds)))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_gene_files(simulated_genes(6, length=1200, exons=3, seed=2), tmp_path_factory.mktemp("genes"), "x")


def test_a_comparison_is_made_stored_and_written(models: tuple[str, ...], files: tuple[Path, Path], tmp_path: Path) -> None:
    told: list[tuple[int, int | None, str]] = []
    request = CompareMotifsRequest(models[0], models[1:], *files, source="simulated")
    report = compare_motifs(request, progress=lambda *step: told.append(step))
    found = report.comparison
    assert (found.windows, found.evaluation_windows) == (5, 1)
    assert told[-1] == (11, 11, "proteins compared")
    assert {step[1] for step in told} == {6, 11}
    assert found.overlap.sum() == (found.regions[0].sum() + found.overlap[:, 4].sum())
    assert (found.bases[0, :, 0].sum(axis=1) <= found.density()[0] * found.positions + 1e-6).all()
    path = work.store_comparison(request)
    assert path == Path(models[1]) / "motif_comparison.safetensors"
    stored, source = work.stored_comparison(models[1])
    assert source == report.source
    np.testing.assert_array_equal(stored.overlap, found.overlap)
    work.write_files(stored, source, tmp_path)
    assert len(read_meme((tmp_path / "motifs.meme").read_text())) == 11 * 3
    path.unlink()
    with pytest.raises(CheckpointError, match="cannot be read"):
        work.stored_comparison(models[1])


def test_evaluation_genes_and_fewer_windows(models: tuple[str, ...], files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "gene_windows", lambda lengths: motif_sites.gene_windows(lengths, span=300))
    request = CompareMotifsRequest(models[0], models[1:2], files[0], files[1], evaluation=files[0], max_windows=3)
    found = compare_motifs(request).comparison
    assert (found.windows, found.evaluation_windows) == (3, 3)
    assert found.positions <= 900


def test_a_job_leaves_a_comparison_in_its_folder(models: tuple[str, ...], files: tuple[Path, Path], tmp_path: Path) -> None:
    for path, name in zip(files, ("genes.in", "annotation.in"), strict=True):
        (tmp_path / name).write_bytes(path.read_bytes())
    request = json.loads(json.dumps({"fixed": models[0], "adjusted": list(models[1:]), "source": "mine", "device": "cpu"}))
    summary = work.run_compare_motifs_job(request, tmp_path, lambda *_: None)
    comparison, source = read_stored_comparison(tmp_path / "motif_comparison.safetensors")
    assert summary == {"positions": comparison.positions, "windows": 5, "evaluation_windows": 1, "rejected": 0}
    assert source.data == "mine"


def test_windows_are_split_once(models: tuple[str, ...], files: tuple[Path, Path]) -> None:
    windows = motif_sites.gene_windows([100] * 10, span=50)
    fit, held = split_windows(windows, share=0.2)
    assert sorted([*fit, *held], key=lambda w: (w.gene, w.start)) == windows
    assert len(held) == 4
    assert split_windows(windows[:1], share=0.2) == (windows[:1], [])


def test_models_of_the_wrong_kind_are_refused(models: tuple[str, ...], files: tuple[Path, Path]) -> None:
    with pytest.raises(InvalidOptionError, match="fixed motifs first"):
        compare_motifs(CompareMotifsRequest(models[1], models[:1], *files))
    with pytest.raises(InvalidOptionError, match="no model with adjusted"):
        CompareMotifsRequest(models[0], (), *files)
    with pytest.raises(InvalidOptionError, match="max_windows=0"):
        CompareMotifsRequest(models[0], models[1:], *files, max_windows=0)
