"""The Lightning trainer that every family is fitted with: resume from plain state, quiet, one device."""

import logging
import signal
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import lightning
import torch
from lightning.pytorch.callbacks import Callback, ModelCheckpoint

from rbpviz.training.callbacks import BEST_FILE, BEST_WEIGHTS, METRICS_FILE
from rbpviz.training.state_io import PlainCheckpointIO

STATE = "state"
Precision = Literal["32-true", "16-mixed", "bf16-mixed"]


@dataclass(frozen=True, slots=True)
class TrainerPlan:
    """Where and how a run computes.

    Parameters
    ----------
    run : Path
        Folder of the run.
    max_epochs : int
        Most epochs.
    device : str
        `cpu`, `cuda` or `mps`.
    precision : {"32-true", "16-mixed", "bf16-mixed"}
        Lightning's name of the arithmetic.
    resume : bool
        Go on from the last finished epoch where there is one.
    clip : float, optional
        Longest gradient, as a norm over all weights.
    """

    run: Path
    max_epochs: int
    device: str = "cpu"
    precision: Precision = "32-true"
    resume: bool = False
    clip: float | None = None


def run_trainer(
    plan: TrainerPlan, module: lightning.LightningModule, *, train: Iterable[Any], validation: Iterable[Any], callbacks: Sequence[Callback]
) -> None:
    """Fit a module; state to resume from is saved after every epoch, after all callbacks have had their say.

    Parameters
    ----------
    plan : TrainerPlan
        Where and how.
    module : LightningModule
        What is fitted.
    train, validation : iterable
        Batches.
    callbacks : sequence of Callback
        What happens around each epoch, in this order.

    Raises
    ------
    KeyboardInterrupt
        If the user stops the run.
    """
    state = plan.run / STATE / "last"
    going_on = plan.resume and state.is_dir()
    if not going_on:
        for name in (BEST_FILE, BEST_WEIGHTS, METRICS_FILE):
            (plan.run / name).unlink(missing_ok=True)
        PlainCheckpointIO().remove_checkpoint(state)
    saver = ModelCheckpoint(dirpath=state.parent, filename="last", save_top_k=1, every_n_epochs=1, enable_version_counter=False)
    saver.FILE_EXTENSION = ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
        trainer = lightning.Trainer(
            accelerator={"cpu": "cpu", "cuda": "gpu", "mps": "mps"}[plan.device],
            devices=1,
            precision=plan.precision,
            max_epochs=plan.max_epochs,
            gradient_clip_val=plan.clip,
            callbacks=[*callbacks, saver],
            plugins=[PlainCheckpointIO()],
            logger=False,
            enable_progress_bar=False,
            enable_model_summary=False,
            num_sanity_val_steps=0,
            use_distributed_sampler=False,
        )
        torch.set_num_threads(1)
        try:
            trainer.fit(module, train, validation, ckpt_path=str(state) if going_on else None)
        except SystemExit as stop:  # Lightning ends the process on Ctrl-C, deaf to a second one
            signal.signal(signal.SIGINT, signal.default_int_handler)
            raise KeyboardInterrupt from stop
