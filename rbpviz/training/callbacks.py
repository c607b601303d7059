"""What happens around each epoch: seeding, the row in metrics.csv, the best weights, progress and the end of the run."""

import csv
import json
import time
from pathlib import Path
from typing import Any, Protocol

import lightning
from lightning.pytorch.callbacks import Callback
from safetensors.torch import load_file, save_file
from torch import Tensor

from rbpviz.models.weights import half_weights
from rbpviz.training.module import BinaryModule
from rbpviz.training.state_io import seed_torch
from rbpviz.types import Progress

METRIC_COLUMNS = ("epoch", "train_loss", "validation_loss", "validation_auroc", "validation_auprc", "learning_rate", "seconds")
BEST_WEIGHTS = "best.safetensors"
BEST_FILE = "best.json"
METRICS_FILE = "metrics.csv"


class EpochSource(Protocol):
    """Training batches that are told which epoch it is."""

    epoch: int

    def __len__(self) -> int: ...


class EpochKeeper(Callback):
    """Seed each epoch, write its metrics, keep the weights of the best one, and stop when the recipe says so.

    Parameters
    ----------
    run : Path
        Folder of the run.
    source : EpochSource
        Training batches, told their epoch.
    seed : int
        Seed of the run.
    progress : Progress
        Called with epochs done; it may raise to cancel.
    """

    measure = "validation_auroc"
    """What picks the epoch, higher is better."""
    columns: tuple[str, ...] = METRIC_COLUMNS

    def __init__(self, run: Path, source: EpochSource, *, seed: int, progress: Progress) -> None:
        self.run = run
        self.source = source
        self.seed = seed
        self.progress = progress
        self.best: dict[str, float] = {}
        self.started = time.monotonic()

    def on_fit_start(self, trainer: lightning.Trainer, module: Any) -> None:
        """Take up the best epoch of a run that goes on."""
        self.best = _read_best(self.run)

    def on_train_start(self, trainer: lightning.Trainer, module: Any) -> None:
        """Do not go on with a run that had come to its end."""
        rows = [row for row in read_rows(self.run / METRICS_FILE) if int(row["epoch"]) == trainer.current_epoch]
        if rows:
            trainer.should_stop = self.is_over(trainer.current_epoch, float(rows[-1]["learning_rate"]), module)

    def on_train_epoch_start(self, trainer: lightning.Trainer, module: Any) -> None:
        """Seed torch and the batches for this epoch."""
        self.source.epoch = trainer.current_epoch
        seed_torch(self.seed, trainer.current_epoch)
        self.started = time.monotonic()

    def on_train_batch_end(self, trainer: lightning.Trainer, module: Any, outputs, batch, batch_idx: int) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        """Report progress within the epoch."""
        steps = len(self.source)
        total = (trainer.max_epochs or 1) * steps
        self.progress(trainer.current_epoch * steps + batch_idx + 1, total, self._message(trainer.current_epoch, trainer.max_epochs or 1))

    def _message(self, epoch: int, most: int) -> str:
        name = self.measure.replace("_", " ").replace("auroc", "AUROC")
        best = f", best {name} {self.best[self.measure]:.3f} (epoch {int(self.best['epoch'])})" if self.best else ""
        return f"epoch {epoch + 1} of at most {most}{best}"

    def on_validation_end(self, trainer: lightning.Trainer, module: Any) -> None:
        """Write the row of this epoch and keep its weights if it is the best so far (ties keep the earlier)."""
        if trainer.sanity_checking:
            return
        seen = {name: float(value) for name, value in trainer.callback_metrics.items()}
        rate = trainer.optimizers[0].param_groups[0]["lr"]
        epoch = trainer.current_epoch
        if self.may_keep(module) and (not self.best or seen[self.measure] > self.best[self.measure]):
            self.best = {"epoch": epoch + 1, self.measure: seen[self.measure]}
            self._keep_best(module)
        row = {**seen, "epoch": epoch + 1, "learning_rate": rate, "seconds": round(time.monotonic() - self.started, 2)}
        append_row(self.run / METRICS_FILE, row, self.columns)
        trainer.should_stop = self.is_over(epoch + 1, rate, module)

    def _keep_best(self, module: Any) -> None:
        draft = self.run / (BEST_WEIGHTS + ".part")
        save_file(self.weights(module), draft)
        draft.replace(self.run / BEST_WEIGHTS)
        note = self.run / (BEST_FILE + ".part")
        note.write_text(json.dumps(self.best), encoding="utf-8")
        note.replace(self.run / BEST_FILE)

    def weights(self, module: Any) -> dict[str, Tensor]:
        """Return what is kept of a module."""
        return half_weights(module.kept)

    def may_keep(self, module: Any) -> bool:
        """Return whether the weights of this epoch may be kept at all."""
        return True

    def is_over(self, done: int, rate: float, module: Any) -> bool:  # noqa: ANN401
        """Return whether a run of `done` epochs, the last one at this learning rate, ends here."""
        return False


class BinaryKeeper(EpochKeeper):
    """The rules of a binary classifier: end when waiting has been in vain, step the plateau schedule."""

    def on_validation_end(self, trainer: lightning.Trainer, module: BinaryModule) -> None:  # type: ignore[override]
        """Write the row of this epoch, then step the learning rate."""
        super().on_validation_end(trainer, module)
        if module.fit_options.schedule == "plateau" and not trainer.sanity_checking:
            trainer.lr_scheduler_configs[0].scheduler.step(float(trainer.callback_metrics["validation_loss"]))  # type: ignore[arg-type]

    def is_over(self, done: int, rate: float, module: BinaryModule) -> bool:
        """Return whether validation has not improved for long, or the learning rate has come to its end."""
        fit = module.fit_options
        waited = bool(self.best) and done - self.best["epoch"] >= fit.stop_patience
        return waited or (fit.schedule == "plateau" and rate < fit.min_learning_rate)


def append_row(path: Path, row: dict[str, float], columns: tuple[str, ...] = METRIC_COLUMNS) -> None:
    """Write one epoch's row; a row of the same or a later epoch left by a killed run is dropped first."""
    rows = [old for old in read_rows(path) if int(old["epoch"]) < row["epoch"]]
    draft = path.with_suffix(".part")
    with draft.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows([*rows, {name: row.get(name, "") for name in columns}])
    draft.replace(path)


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a metrics file, none if there is no file."""
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def read_kept(run: Path) -> tuple[dict[str, Tensor], int] | None:
    """Return the weights that a run kept and their epoch, counted from 1; None if it ended before it kept any."""
    best = _read_best(run)
    return (load_file(run / BEST_WEIGHTS), int(best["epoch"])) if best else None


def _read_best(run: Path) -> dict[str, float]:
    path = run / BEST_FILE
    found: dict[str, float] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found
