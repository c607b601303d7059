"""Training LSSI from gene files to a checkpoint that evaluates; SAM needs PSAMs; a changed resume is refused."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rbpviz.errors import InvalidOptionError
from rbpviz.models.checkpoints import load_model, load_splicer
from rbpviz.training.splicing.store import LabelledGenes
from rbpviz.types import RejectedRecord
from rbpviz.workflows.evaluate import EvaluateGenesRequest, evaluate_genes
from rbpviz.workflows.splicing_data import GeneFiles, hold_out, pick_genes
from rbpviz.workflows.train_splicing import TrainSplicingRequest, train_splicing
from tests.models.sam.cards import write_checkpoint
from tests.models.sam.samples import settled
from tests.training.splicing.samples import simulated_genes

LSSI_OPTIONS = ("batch_size=256", "epochs=4", "negatives=0.3")


def write_gene_files(genes: LabelledGenes, folder: Path, name: str) -> tuple[Path, Path]:
    """Write simulated genes as FASTA and a table of exons."""
    fasta, table = folder / f"{name}.fa", folder / f"{name}.tsv"
    rows = ["gene\ttranscript\tstart\tend"]
    with fasta.open("w") as handle:
        for row, symbol in enumerate(genes.names):
            codes, labels = genes.gene(row)
            handle.write(f">{symbol}\n{''.join('ACGT'[c] for c in codes)}\n")
            pairs = zip(np.flatnonzero(labels == 1) + 1, np.flatnonzero(labels == 2) + 1, strict=True)
            rows += [f"{symbol}\tt1\t{first}\t{last}" for first, last in pairs]
    table.write_text("\n".join(rows) + "\n")
    return fasta, table


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Train LSSI on simulated genes; return run, FASTA and table."""
    folder = tmp_path_factory.mktemp("splicing")
    fasta, table = write_gene_files(simulated_genes(14, seed=3), folder, "genes")
    request = TrainSplicingRequest(
        "lssi", fasta, folder / "run", table, test_genes=fasta, name="simulated", source="simulated genes", options=LSSI_OPTIONS
    )
    train_splicing(request)
    return folder / "run", fasta, table


def test_the_checkpoint_evaluates_to_the_figures_of_its_card(trained: tuple[Path, Path, Path]) -> None:
    run, fasta, table = trained
    rejected: list[RejectedRecord] = []
    report = evaluate_genes(EvaluateGenesRequest(str(run / "checkpoint"), fasta, table), rejected=rejected)
    card = load_splicer(run / "checkpoint").card
    assert rejected == []
    assert {name: report[name] for name in ("top_k_acceptor", "top_k_donor", "top_k_mean")}.items() <= card.metrics["test"].items()
    assert card.metrics["validation"]["n_genes"] == 1
    assert report["n_sites"] == 14 * 6
    assert json.loads((run / "run.json").read_text())["status"] == "done"


def test_scores_of_a_gene_do_not_depend_on_how_it_is_cut_into_windows(trained: tuple[Path, Path, Path]) -> None:
    model = load_splicer(trained[0] / "checkpoint")
    codes = np.random.default_rng(0).integers(0, 4, 6100).astype(np.uint8)
    whole = model.score(codes).acceptor
    np.testing.assert_allclose(whole[4900:5200], model.score(codes[4000:6000]).acceptor[900:1200], atol=1e-5)


def test_a_splicing_model_is_not_taken_for_a_binding_model(trained: tuple[Path, Path, Path]) -> None:
    with pytest.raises(InvalidOptionError, match="reads splice sites of genes"):
        load_model(trained[0] / "checkpoint")


def test_a_binary_model_is_measured_with_the_reader_of_another_too(trained: tuple[Path, Path, Path], tmp_path: Path) -> None:
    _, fasta, table = trained
    fixed = write_checkpoint(settled("fixed", density=0.05), "sam-fm", tmp_path / "fixed")
    adjusted = write_checkpoint(settled(density=0.05, seed=3), "sam-am", tmp_path / "adjusted")
    fast = ("span=300", "batch_size=2", "steps=4", "hold=2", "check_share=0.5", "target=0.05")
    request = TrainSplicingRequest(
        "sam-am", fasta, tmp_path / "run", table, test_genes=fasta, binarise=str(adjusted), reader=str(fixed), options=fast
    )
    card = train_splicing(request).card
    assert card.options["binary"] is True
    swapped = evaluate_genes(EvaluateGenesRequest(str(tmp_path / "run" / "checkpoint"), fasta, table, str(fixed)), rejected=[])
    assert swapped["reader"] == "sam-fm/test"
    assert swapped["top_k_mean"] == card.metrics["test_read_by_sam-fm/test"]["top_k_mean"]
    own = evaluate_genes(EvaluateGenesRequest(str(tmp_path / "run" / "checkpoint"), fasta, table), rejected=[])
    assert own["top_k_mean"] == card.metrics["test"]["top_k_mean"]


def test_sam_without_psams_and_a_changed_resume_are_refused(trained: tuple[Path, Path, Path]) -> None:
    run, fasta, table = trained
    with pytest.raises(InvalidOptionError, match="expected --psams"):
        TrainSplicingRequest("sam-am", fasta, run, table)
    again = TrainSplicingRequest(
        "lssi", fasta, run, table, test_genes=fasta, name="simulated", source="simulated genes", options=LSSI_OPTIONS, resume=True
    )
    with pytest.raises(InvalidOptionError, match="--resume with another seed"):
        train_splicing(replace(again, seed=4))


def test_files_come_back_as_the_genes_they_were_written_from(tmp_path: Path) -> None:
    genes = simulated_genes(3, seed=5)
    back = GeneFiles(*write_gene_files(genes, tmp_path, "x")).read()
    assert back.names == genes.names
    first, last = np.flatnonzero(genes.gene(1)[1])[[0, -1]]
    codes, labels = back.gene(1)
    assert np.array_equal(codes, genes.gene(1)[0][first : last + 1])
    assert np.array_equal(labels[1:-1], genes.gene(1)[1][first + 1 : last])


def test_held_out_genes_are_different_ones() -> None:
    genes = simulated_genes(10)
    train, validation = hold_out(genes, share=0.3, seed=0)
    assert (len(train), len(validation)) == (7, 3)
    assert set(train.names) | set(validation.names) == set(genes.names)
    assert np.array_equal(pick_genes(genes, np.array([4])).codes, genes.gene(4)[0])
