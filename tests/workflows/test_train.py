"""Training from two FASTA files to a checkpoint that can be used: on simulated data, with the smallest of networks."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

import rbpviz
from rbpviz.errors import CancelledError, DataSetError, InvalidOptionError
from rbpviz.models.catalog import find_model
from rbpviz.models.checkpoints import load_model
from rbpviz.models.weights import file_sha256
from rbpviz.motifs.meme import read_meme
from rbpviz.types import RnaRecord
from rbpviz.workflows.predict import PredictRequest, predict
from rbpviz.workflows.train import TrainReport, TrainRequest, read_test_set, train
from tests.training.samples import simulated_sequences
from tests.workflows.samples import HereFolds, fasta

SMALL = ("filters=8", "channels=8", "layers=1", "hidden=8", "batch_size=16")
ALL_SETS = {"validation", "test", "test_debiased", "test_shift_5", "test_shift_20", "test_shift_60"}


@pytest.fixture(autouse=True)
def keep_threads() -> object:
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def write_set(folder: Path, name: str, n: int, *, seed: int) -> tuple[Path, Path]:
    sequences, _ = simulated_sequences(n, length=50, seed=seed)
    paths = folder / f"{name}.positives.fa", folder / f"{name}.negatives.fa"
    for path, part in zip(paths, (sequences[:n], sequences[n:]), strict=True):
        path.write_text(fasta(RnaRecord(f"{path.stem}_{k}", s) for k, s in enumerate(part)))
    return paths


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("simulated")
    positives, negatives = write_set(folder, "train", 40, seed=1)
    test_positives, test_negatives = write_set(folder, "test", 6, seed=2)
    test_positives.write_text(test_positives.read_text() + ">leak\n" + positives.read_text().split("\n")[1] + "\n")
    return {"positives": positives, "negatives": negatives, "test_positives": test_positives, "test_negatives": test_negatives}


def request(files: dict[str, Path], run: Path, **changes: object) -> TrainRequest:
    fields = {"family": "rnassrnet", **files, "run": run, "max_epochs": 1, "options": SMALL, "device": "cpu"}
    return TrainRequest(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def trained(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> TrainReport:
    run = tmp_path_factory.mktemp("runs") / "small"
    threads = torch.get_num_threads()
    report = train(request(files, run, protein="QKI", source="simulated", max_epochs=2), folds=HereFolds())
    torch.set_num_threads(threads)
    return report


def status(run: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((run / "run.json").read_text())
    return found


def test_a_run_leaves_a_checkpoint_that_can_be_used(trained: TrainReport) -> None:
    run = trained.checkpoint.parent
    assert {p.name for p in trained.checkpoint.iterdir()} == {"card.json", "model.safetensors", "motifs.meme"}
    assert find_model(trained.checkpoint) == (trained.card, trained.checkpoint)
    assert file_sha256(trained.checkpoint / "model.safetensors") == trained.card.weights_sha256
    (found,) = predict(PredictRequest((str(trained.checkpoint),)), [RnaRecord("r", "ACGU" * 10)], folds=HereFolds())
    assert found.model == "rnassrnet/small"
    assert {p.name for p in run.iterdir()} == {
        "run.json", "metrics.csv", "features.safetensors", "features.json", "best.json", "best.safetensors", "state", "checkpoint",
    }  # fmt: skip


def test_the_card_is_complete(trained: TrainReport, files: dict[str, Path]) -> None:
    card = trained.card
    assert (card.id, card.role, card.protein, card.data.source) == ("rnassrnet/small", "user", "QKI", "simulated")
    assert card.data.sha256 == {path.name: file_sha256(path) for path in files.values()}
    counts = card.data.counts
    assert counts["train_positives"] + counts["validation_positives"] == 39
    assert counts["train_negatives"] + counts["validation_negatives"] == 40
    assert (counts["dropped_in_test"], counts["dropped_both_labels"], counts["dropped_duplicates"]) == (1, 0, 0)
    assert card.data.length == {"min": 50, "p01": 50, "median": 50, "p99": 50, "max": 50}
    assert set(card.metrics) == ALL_SETS
    assert (card.metrics["test"]["n_positives"], card.metrics["test"]["n_negatives"]) == (7, 6)
    assert card.options["filters"] == 8
    assert (card.training["preset"], card.training["seed"], card.training["max_epochs"]) == ("fast", 0, 2)
    assert card.training["best_epoch"] in (1, 2)
    assert "test files were scored once" in card.data.split
    assert len(card.background) == 101
    assert list(card.background) == sorted(card.background)
    assert card.background_source == f"{counts['validation_negatives']} validation negatives of this set"
    assert (card.published, card.code_version, card.dtype) == ((), rbpviz.__version__, "float16")
    assert len(card.mean_curves["cnn_shuffled"]) == 10
    assert card.n_parameters == sum(p.numel() for p in load_model(trained.checkpoint).network.parameters())


def test_motifs_are_written_by_both_rules_and_widths(trained: TrainReport) -> None:
    motifs = read_meme((trained.checkpoint / "motifs.meme").read_text())
    assert {m.name.split()[1] for m in motifs} == {"max_w9", "max_w7", "range_w9", "range_w7"}
    for motif in motifs:
        assert len(motif) == int(motif.name[-1])
        assert motif.n_sites >= 10


def test_the_status_tells_settings_and_end(trained: TrainReport) -> None:
    found = status(trained.checkpoint.parent)
    assert (found["status"], found["error"]) == ("done", "")
    assert found["settings"]["family"] == "rnassrnet"  # type: ignore[index]
    assert found["network"]["filters"] == 8  # type: ignore[index]
    assert found["data_sha256"] == trained.card.data.sha256


def cancel_at(phase: str) -> Callable[[int, int | None, str], None]:
    def progress(_done: int, _total: int | None, message: str) -> None:
        if phase in message:
            raise CancelledError("stopped by the test")

    return progress


@pytest.mark.parametrize("phase", ["folded", "epoch 2", "tested"])
def test_a_cancelled_run_says_so_and_goes_on(trained: TrainReport, files: dict[str, Path], tmp_path: Path, phase: str) -> None:
    asked = replace(request(files, tmp_path / "small", max_epochs=2), protein="QKI", source="simulated")
    with pytest.raises(CancelledError):
        train(asked, progress=cancel_at(phase), folds=HereFolds())
    assert status(asked.run)["status"] == "cancelled"
    assert not (asked.run / "checkpoint" / "card.json").exists()
    folds = HereFolds()
    report = train(replace(asked, resume=True), folds=folds)
    assert status(asked.run)["status"] == "done"
    same = {"created": "", "training": {}}
    assert report.card.model_copy(update=same) == trained.card.model_copy(update=same)
    if phase != "folded":
        assert not set(folds.asked) & set(report_sequences(files["negatives"])), "features are folded once"


def report_sequences(path: Path) -> list[str]:
    return path.read_text().split("\n")[1::2]


def test_a_failed_run_says_why(files: dict[str, Path], tmp_path: Path) -> None:
    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        train(request(files, tmp_path / "a"), progress=broken, folds=HereFolds())
    assert status(tmp_path / "a")["status"] == "failed"
    assert "No space left" in str(status(tmp_path / "a")["error"])
    few = dict(zip(("positives", "negatives"), write_set(tmp_path, "few", 5, seed=0), strict=True))
    with pytest.raises(DataSetError, match="at least 20"):
        train(TrainRequest("rnassrnet", **few, run=tmp_path / "b"), folds=HereFolds())
    assert status(tmp_path / "b")["status"] == "failed"


@pytest.mark.parametrize(("changes", "said"), [
    ({"seed": 1}, "another seed"), ({"options": (*SMALL, "filters=12")}, "another filters"), ({"max_epochs": 3}, "another max_epochs"),
])  # fmt: skip
def test_a_run_is_resumed_with_its_own_settings_only(
    trained: TrainReport, files: dict[str, Path], changes: dict[str, object], said: str
) -> None:
    run = trained.checkpoint.parent
    with pytest.raises(InvalidOptionError, match=said):
        train(request(files, run, **{"max_epochs": 2, "resume": True, **changes}), folds=HereFolds())
    assert status(run)["status"] == "done"


def test_without_a_test_set_the_card_has_validation_only(files: dict[str, Path], tmp_path: Path) -> None:
    two = {name: files[name] for name in ("positives", "negatives")}
    report = train(request(two, tmp_path / "r", name="MINE", family="rnassrnet-paper"), folds=HereFolds())
    assert report.card.id == "rnassrnet-paper/MINE"
    assert set(report.card.metrics) == {"validation"}
    assert (report.card.controls, report.card.mean_curves, report.card.published) == ({}, {}, ())
    assert "there was no test set" in report.card.data.split


def test_a_sample_is_counted_on_the_card(tmp_path: Path) -> None:
    positives, negatives = write_set(tmp_path, "train", 60, seed=4)
    asked = request({"positives": positives, "negatives": negatives}, tmp_path / "r", max_records=100)
    counts = train(asked, folds=HereFolds()).card.data.counts
    assert counts["dropped_by_limit"] == 20
    assert sum(n for name, n in counts.items() if name.startswith(("train", "validation"))) == 100
    folds = HereFolds()
    train(replace(asked, seed=1), folds=folds)
    assert len(folds.asked) == 100, "another seed is another sample, which must be folded"


@pytest.mark.parametrize(("changes", "said"), [
    ({"test_negatives": None}, "Got one test file"), ({"max_epochs": 0}, "max_epochs=0"), ({"max_records": 99}, "max_records=99"),
])  # fmt: skip
def test_requests_that_make_no_sense_are_refused(files: dict[str, Path], tmp_path: Path, changes: dict[str, object], said: str) -> None:
    with pytest.raises(InvalidOptionError, match=said):
        request(files, tmp_path, **changes)


def test_files_need_names_of_their_own_and_families_a_preset(files: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(InvalidOptionError, match="files with the same name"):
        train(request({**files, "negatives": files["positives"]}, tmp_path / "r"), folds=HereFolds())
    with pytest.raises(InvalidOptionError, match="families that can be trained"):
        train(request(files, tmp_path / "r", family="deepnet"), folds=HereFolds())
    assert not (tmp_path / "r").exists()


def test_a_test_set_has_positives_first(files: dict[str, Path]) -> None:
    test = read_test_set(files["test_positives"], files["test_negatives"])
    assert test.labels.tolist() == [1] * 7 + [0] * 6
    assert test.records[6].id == "leak"
    assert np.array_equal(test.labels, test.changed(lambda r: r).labels)


@pytest.mark.parametrize("name", ["a/b", "../up", ".hidden", "with space", "x" * 101])
def test_a_name_that_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(InvalidOptionError, match="expected letters"):
        TrainRequest("rnassrnet", Path("p.fa"), Path("n.fa"), Path("run"), name=name)
