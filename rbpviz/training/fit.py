"""Fit one network on stored features; resume a run that was broken off."""

from dataclasses import dataclass
from pathlib import Path

from torch import nn

from rbpviz.errors import DataSetError
from rbpviz.models.deeprke.network import Deeprke
from rbpviz.models.registry import build_network, feeder_of
from rbpviz.models.weights import fill_network
from rbpviz.training.batches import BatchSource
from rbpviz.training.callbacks import BinaryKeeper, read_kept
from rbpviz.training.module import BinaryModule
from rbpviz.training.presets import Preset
from rbpviz.training.split import split_validation
from rbpviz.training.state_io import seed_torch
from rbpviz.training.store import LabelledRnas
from rbpviz.training.trainer import Precision, TrainerPlan, run_trainer
from rbpviz.training.word_vectors import embed_words
from rbpviz.types import Progress, ignore_progress


@dataclass(frozen=True, slots=True)
class FitRequest:
    """One run of the training loop.

    Parameters
    ----------
    family : str
        Model family.
    preset : Preset
        Network and recipe.
    run : Path
        Folder of the run; state, metrics and best weights lie here.
    seed : int
        Seed of split, initial weights, order and dropout.
    device : str
        `cpu`, `cuda` or `mps`.
    resume : bool
        Go on from the last finished epoch where there is one.
    """

    family: str
    preset: Preset
    run: Path
    seed: int = 0
    device: str = "cpu"
    resume: bool = False


@dataclass(frozen=True, slots=True)
class FitReport:
    """What came out of a run.

    Parameters
    ----------
    network : nn.Module
        The best network, on the CPU, in evaluation mode.
    best_epoch : int
        Its epoch, counted from 1.
    validation_rows, train_rows : list of int
        Which records validated and trained.
    """

    network: nn.Module
    best_epoch: int
    validation_rows: list[int]
    train_rows: list[int]


def fit(request: FitRequest, data: LabelledRnas, *, progress: Progress = ignore_progress) -> FitReport:
    """Fit a network; validation AUROC picks the epoch, no test record is seen.

    Parameters
    ----------
    request : FitRequest
        What to fit and where.
    data : LabelledRnas
        Training features.
    progress : Progress, optional
        Called after every step.

    Returns
    -------
    FitReport

    Raises
    ------
    DataSetError
        If the data are too few, or no epoch finished.
    """
    request.run.mkdir(parents=True, exist_ok=True)
    train, validation = split_validation(data.sequences(), data.labels, seed=request.seed)
    recipe, options = request.preset.fit, request.preset.network
    seed_torch(request.seed, 0)
    network = build_network(request.family, options.as_dict())
    feeder = feeder_of(network)
    if isinstance(network, Deeprke):
        embed_words(network, data, train, seed=request.seed)
    source = BatchSource(data, train, feeder, recipe.batch_size, seed=request.seed, shift=recipe.shift, exchange=recipe.exchange)
    check = BatchSource(data, validation, feeder, recipe.batch_size)
    module = BinaryModule(network, recipe, steps=recipe.max_epochs * len(source))
    keeper = BinaryKeeper(request.run, source, seed=request.seed, progress=progress)
    precision: Precision = "16-mixed" if request.device == "cuda" else "32-true"
    plan = TrainerPlan(request.run, recipe.max_epochs, request.device, precision, request.resume)
    run_trainer(plan, module, train=source, validation=check, callbacks=[keeper])
    kept = read_kept(request.run)
    if kept is None:
        raise DataSetError("The run ended before its first epoch; nothing was learned. Start it again.")
    weights, epoch = kept
    fitted = fill_network(build_network(request.family, options.as_dict()), weights)
    return FitReport(fitted, epoch, validation.tolist(), train.tolist())
