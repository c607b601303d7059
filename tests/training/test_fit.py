"""The training loop on simulated data: it learns, picks its epoch, can be broken off and goes on as if nothing had happened."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from rbpviz.errors import CancelledError, DataSetError
from rbpviz.models.deeprke.network import DeeprkeOptions
from rbpviz.models.metrics import binary_metrics
from rbpviz.training.callbacks import METRIC_COLUMNS
from rbpviz.training.fit import FitRequest, fit
from rbpviz.training.presets import FitOptions, Preset
from tests.training.samples import CYCLE, NETWORK, PLATEAU, simulated_data

SIMULATED = simulated_data(60)


@pytest.fixture(autouse=True)
def keep_threads() -> object:
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def rows(run: Path) -> list[dict[str, str]]:
    with (run / "metrics.csv").open(newline="") as handle:
        return [{k: v for k, v in row.items() if k != "seconds"} for row in csv.DictReader(handle)]


def stop_at(step: int, error: type[BaseException] = CancelledError) -> Callable[[int, int | None, str], None]:
    def progress(done: int, _total: int | None, _message: str) -> None:
        if done == step:
            raise error("stopped by the test")

    return progress


def test_a_simulated_motif_is_learned(tmp_path: Path) -> None:
    recipe = FitOptions(batch_size=32, max_epochs=10, learning_rate=1e-2, decoupled=True, schedule="cycle", average=0.9)
    data = simulated_data(300, length=40)
    report = fit(FitRequest("rnassrnet", Preset(NETWORK, recipe, ""), tmp_path), data)
    best = max(float(row["validation_auroc"]) for row in rows(tmp_path))
    assert best > 0.9
    assert float(rows(tmp_path)[report.best_epoch - 1]["validation_auroc"]) == best
    assert float(rows(tmp_path)[-1]["train_loss"]) < float(rows(tmp_path)[0]["train_loss"]) < 0.8


def test_permuted_labels_teach_nothing(tmp_path: Path) -> None:
    """Over several permutations, since sixty validation records alone scatter widely about one half."""
    data = simulated_data(150, length=40)
    recipe = FitOptions(batch_size=32, max_epochs=2, learning_rate=3e-3, decoupled=True, schedule="cycle")
    found = []
    for seed in range(6):
        shuffled = replace(data, labels=np.random.default_rng(seed).permutation(data.labels))
        fit(FitRequest("rnassrnet", Preset(NETWORK, recipe, ""), tmp_path / str(seed), seed=seed), shuffled)
        found.append(float(rows(tmp_path / str(seed))[-1]["validation_auroc"]))
    assert np.mean(found) == pytest.approx(0.5, abs=0.17)


@pytest.mark.parametrize("preset", [PLATEAU, CYCLE], ids=["plateau", "cycle"])
def test_a_resumed_run_equals_an_unbroken_one(tmp_path: Path, preset: Preset) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    first = fit(FitRequest("rnassrnet", preset, whole), SIMULATED)
    for step in (5, 11):
        with pytest.raises(CancelledError):
            fit(FitRequest("rnassrnet", preset, broken, resume=step > 5), SIMULATED, progress=stop_at(step))
    assert 0 < len(rows(broken)) < len(rows(whole)) == preset.fit.max_epochs
    second = fit(FitRequest("rnassrnet", preset, broken, resume=True), SIMULATED)
    assert rows(broken) == rows(whole)
    assert len({row["learning_rate"] for row in rows(whole)}) > 1
    assert second.best_epoch == first.best_epoch
    for name, value in first.network.state_dict().items():
        assert torch.equal(value, second.network.state_dict()[name]), name


def test_the_same_seed_gives_the_same_run_and_another_one_does_not(tmp_path: Path) -> None:
    preset = replace(CYCLE, fit=replace(CYCLE.fit, max_epochs=2))
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        fit(FitRequest("rnassrnet", preset, tmp_path / name, seed=seed), SIMULATED)
    assert rows(tmp_path / "a") == rows(tmp_path / "b")
    assert rows(tmp_path / "a") != rows(tmp_path / "c")


def test_a_run_starts_afresh_where_nobody_asks_to_resume(tmp_path: Path) -> None:
    preset = replace(CYCLE, fit=replace(CYCLE.fit, max_epochs=2))
    fit(FitRequest("rnassrnet", preset, tmp_path), SIMULATED)
    before = rows(tmp_path)
    (tmp_path / "best.json").write_text('{"epoch": 40, "validation_auroc": 2.0}')
    fit(FitRequest("rnassrnet", preset, tmp_path), SIMULATED)
    assert rows(tmp_path) == before
    assert json.loads((tmp_path / "best.json").read_text())["epoch"] <= 2


def test_patience_ends_a_run_and_resuming_it_adds_nothing(tmp_path: Path) -> None:
    preset = replace(PLATEAU, fit=replace(PLATEAU.fit, max_epochs=40, stop_patience=2))
    report = fit(FitRequest("rnassrnet", preset, tmp_path), SIMULATED)
    before = rows(tmp_path)
    assert len(before) == report.best_epoch + 2 < 40
    fit(FitRequest("rnassrnet", preset, tmp_path, resume=True), SIMULATED)
    assert rows(tmp_path) == before


def test_a_run_ends_below_the_least_learning_rate(tmp_path: Path) -> None:
    preset = replace(PLATEAU, fit=replace(PLATEAU.fit, max_epochs=40, stop_patience=40, min_learning_rate=4e-3, learning_rate=1e-2))
    fit(FitRequest("rnassrnet", preset, tmp_path), SIMULATED)
    rates = [float(row["learning_rate"]) for row in rows(tmp_path)]
    assert rates[-1] < 4e-3 <= rates[-2]
    assert set(rates) == {1e-2, 5e-3, 2.5e-3}


def test_the_best_epoch_is_the_earliest_of_the_highest(tmp_path: Path) -> None:
    report = fit(FitRequest("rnassrnet", PLATEAU, tmp_path), SIMULATED)
    found = [float(row["validation_auroc"]) for row in rows(tmp_path)]
    assert report.best_epoch == found.index(max(found)) + 1
    assert json.loads((tmp_path / "best.json").read_text()) == {"epoch": report.best_epoch, "validation_auroc": max(found)}
    assert {v.dtype for v in load_file(tmp_path / "best.safetensors").values()} == {torch.float16}
    assert not report.network.training


def test_what_a_run_leaves_behind(tmp_path: Path) -> None:
    fit(FitRequest("rnassrnet", replace(CYCLE, fit=replace(CYCLE.fit, max_epochs=1)), tmp_path), SIMULATED)
    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {"best.json", "best.safetensors", "metrics.csv", "state/last/state.json", "state/last/state.safetensors"}
    with (tmp_path / "metrics.csv").open() as handle:
        assert tuple(handle.readline().strip().split(",")) == METRIC_COLUMNS


def test_progress_counts_steps_and_can_cancel_before_the_first_epoch(tmp_path: Path) -> None:
    seen: list[tuple[int, int | None, str]] = []
    preset = replace(CYCLE, fit=replace(CYCLE.fit, max_epochs=2))
    fit(FitRequest("rnassrnet", preset, tmp_path), SIMULATED, progress=lambda *report: seen.append(report))
    assert [done for done, _, _ in seen] == list(range(1, 7))
    assert {total for _, total, _ in seen} == {6}
    assert seen[0][2] == "epoch 1 of at most 2"
    assert seen[-1][2].startswith("epoch 2 of at most 2, best validation AUROC 0.")
    with pytest.raises(CancelledError):
        fit(FitRequest("rnassrnet", preset, tmp_path / "new"), SIMULATED, progress=stop_at(1))
    assert not (tmp_path / "new" / "metrics.csv").exists()


def test_ctrl_c_reaches_the_caller(tmp_path: Path) -> None:
    import signal

    before = signal.getsignal(signal.SIGINT)
    try:
        with pytest.raises(KeyboardInterrupt):
            fit(FitRequest("rnassrnet", CYCLE, tmp_path), SIMULATED, progress=stop_at(2, KeyboardInterrupt))
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_too_few_records_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match="Got 19 positives and 19 negatives; expected at least 20"):
        fit(FitRequest("rnassrnet", CYCLE, tmp_path), simulated_data(19))


def test_validation_metrics_are_those_of_the_kept_network(tmp_path: Path) -> None:
    """The running average is validated and kept; its scores give the AUROC of the best row, up to half precision."""
    from rbpviz.models.registry import feeder_of
    from rbpviz.training.batches import BatchSource

    report = fit(FitRequest("rnassrnet", CYCLE, tmp_path), SIMULATED)
    source = BatchSource(SIMULATED, np.array(report.validation_rows), feeder_of(report.network), 32)
    scores = np.concatenate([report.network(batch.rnas).logit.double().numpy() for batch in source])
    labels = SIMULATED.labels[report.validation_rows]
    best = float(rows(tmp_path)[report.best_epoch - 1]["validation_auroc"])
    assert binary_metrics(labels, scores)["auroc"] == pytest.approx(best, abs=0.03)
    assert not set(report.validation_rows) & set(report.train_rows)


def test_training_alone_needs_no_app_and_no_folding() -> None:
    code = (
        "import sys\nimport rbpviz.training.fit, rbpviz.training.store, rbpviz.training.presets\n"
        "wrong = [m for m in ('RNA', 'pydantic', 'streamlit', 'typer', 'plotly') if m in sys.modules]\nassert not wrong, wrong"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("options", [DeeprkeOptions(readout="pool", dimension=16), DeeprkeOptions(width=90, dimension=16, structure=False)])
def test_deeprke_learns_a_simulated_motif_too(tmp_path: Path, options: DeeprkeOptions) -> None:
    recipe = FitOptions(batch_size=32, max_epochs=5, learning_rate=3e-3, weight_decay=0.0, schedule="cycle", average=0.9)
    fit(FitRequest("deeprke", Preset(options, recipe, ""), tmp_path), simulated_data(200, length=40))
    assert max(float(row["validation_auroc"]) for row in rows(tmp_path)) > 0.85
