"""Fit LSSI or SAM on labelled genes; resume a run that was broken off."""

from dataclasses import dataclass, replace
from pathlib import Path

from torch import Tensor

from rbpviz.errors import DataSetError
from rbpviz.models.sam.lssi import Lssi
from rbpviz.models.sam.network import Sam
from rbpviz.models.sam.weights import sam_weights
from rbpviz.models.weights import fill_network
from rbpviz.motifs.psam_pack import PackedPsams
from rbpviz.training.callbacks import EpochKeeper, read_kept
from rbpviz.training.splicing.lssi import LssiModule, SitePositions, WholeGenes
from rbpviz.training.splicing.module import SamModule
from rbpviz.training.splicing.presets import LssiFit, SamFit, SamPreset
from rbpviz.training.splicing.schedule import COLUMNS, SamKeeper, SparsitySchedule
from rbpviz.training.splicing.settle import settling_windows
from rbpviz.training.splicing.start import begin_adjusted, read_start
from rbpviz.training.splicing.store import LabelledGenes
from rbpviz.training.splicing.windows import DrawnWindows, PlannedWindows, windows_with_sites
from rbpviz.training.state_io import seed_torch
from rbpviz.training.trainer import Precision, TrainerPlan, run_trainer
from rbpviz.types import Progress, ignore_progress

VALIDATION_BATCH = 4
SLOWER = 8
"""Binary models go on learning at a rate so many times lower."""
SHORTER = 0.25
"""And for so much of the periods that the trained model had at its last density."""
OTHER_WINDOWS = 0.2
"""Share of validation windows without a splice site that are scored in each period."""


@dataclass(frozen=True, slots=True)
class SplicingData:
    """Genes to train on and genes that decide.

    Parameters
    ----------
    train, validation : LabelledGenes
        From different chromosomes.
    """

    train: LabelledGenes
    validation: LabelledGenes

    def __post_init__(self) -> None:
        shared = set(self.train.names) & set(self.validation.names)
        if shared:
            raise DataSetError(f"Got {len(shared)} genes in training and validation ({min(shared)} is one); expected different genes.")


@dataclass(frozen=True, slots=True)
class SplicingRun:
    """Where and how a run computes.

    Parameters
    ----------
    run : Path
        Folder of the run.
    seed : int
        Seed of weights and draws.
    device : str
        `cpu`, `cuda` or `mps`.
    resume : bool
        Go on from the last finished period where there is one.
    """

    run: Path
    seed: int = 0
    device: str = "cpu"
    resume: bool = False


class LssiKeeper(EpochKeeper):
    """Keep the pass with the best top-k accuracy."""

    measure = "top_k_mean"
    columns = tuple(name for name in COLUMNS if "density" not in name)

    def weights(self, module: LssiModule) -> dict[str, Tensor]:
        """Return what is kept of a module."""
        return sam_weights(module.network)


def fit_lssi(request: SplicingRun, data: SplicingData, fit: LssiFit, *, progress: Progress = ignore_progress) -> tuple[Lssi, int]:
    """Fit both networks of LSSI; top-k accuracy on the validation genes picks the pass.

    Parameters
    ----------
    request : SplicingRun
        Where and how.
    data : SplicingData
        Genes.
    fit : LssiFit
        Recipe.
    progress : Progress, optional
        Called after every step.

    Returns
    -------
    tuple of (Lssi, int)
        On the CPU, frozen; and its pass, counted from 1.
    """
    request.run.mkdir(parents=True, exist_ok=True)
    seed_torch(request.seed, 0)
    source = SitePositions(data.train, fit, request.seed)
    keeper = LssiKeeper(request.run, source, seed=request.seed, progress=progress)
    plan = TrainerPlan(request.run, fit.epochs, request.device, "32-true", request.resume)
    run_trainer(plan, LssiModule(Lssi(), fit), train=source, validation=WholeGenes(data.validation), callbacks=[keeper])
    weights, epoch = _kept(request.run)
    return fill_network(Lssi(), weights), epoch  # type: ignore[return-value]


def fit_sam(
    request: SplicingRun,
    data: SplicingData,
    preset: SamPreset,
    *,
    lssi: Lssi,
    psams: PackedPsams,
    start: Path | None = None,
    progress: Progress = ignore_progress,
) -> tuple[Sam, int]:
    """Fit SAM down to the target density; top-k accuracy on validation windows picks the period among those at that density.

    Parameters
    ----------
    request : SplicingRun
        Where and how.
    data : SplicingData
        Genes.
    preset : SamPreset
        Network and recipe.
    lssi : Lssi
        Already trained; frozen.
    psams : PackedPsams
        Fixed motifs.
    start : Path, optional
        Folder of a run of sam-fm; adjusted motifs begin where its fixed ones stood at a density of 1 %.
    progress : Progress, optional
        Called after every step.

    Returns
    -------
    tuple of (Sam, int)
        The network, on the CPU, frozen; and its period, counted from 1.

    Raises
    ------
    DataSetError
        If the run ended before the target density was reached.
    """
    request.run.mkdir(parents=True, exist_ok=True)
    fit = preset.fit
    seed_torch(request.seed, 0)
    network = Sam(preset.network)
    network.lssi.load_state_dict(lssi.state_dict())
    network.fixed.fill(psams)
    if start is not None:
        begin_adjusted(network, read_start(start, preset.network), settling_windows(data.train, seed=request.seed))
    return _run_sam(request, data, network, fit, progress=progress)


def fit_binary(
    request: SplicingRun, data: SplicingData, fit: SamFit, *, trained: Sam, progress: Progress = ignore_progress
) -> tuple[Sam, int]:
    """Let a trained SAM get used to sites of 0 and 1: motifs and density stay, aggregator and soft mask go on learning (section 9d.1).

    Parameters
    ----------
    request : SplicingRun
        Where and how.
    data : SplicingData
        Genes.
    fit : SamFit
        Recipe of the trained model; the learning rate is an eighth of it, for a quarter of `hold` periods.
    trained : Sam
        At its target density.
    progress : Progress, optional
        Called after every step.

    Returns
    -------
    tuple of (Sam, int)
        The network, on the CPU, frozen; and its period, counted from 1.
    """
    request.run.mkdir(parents=True, exist_ok=True)
    seed_torch(request.seed, 0)
    network = Sam(replace(trained.options, binary=True))
    network.load_state_dict(trained.state_dict())
    network.finder.requires_grad_(False)
    hold = max(2, round(fit.hold * SHORTER))
    slow = replace(fit, learning_rate=fit.learning_rate / SLOWER, periods=hold, hold=hold)
    return _run_sam(request, data, network, slow, progress=progress)


def _run_sam(request: SplicingRun, data: SplicingData, network: Sam, fit: SamFit, *, progress: Progress) -> tuple[Sam, int]:
    source = DrawnWindows(data.train, fit.span, fit.batch_size, fit.steps, request.seed, fit.site_share)
    if request.device == "cpu":
        network.fixed.use_tables()
    plans = windows_with_sites(data.validation, share=OTHER_WINDOWS)
    every = round(1 / fit.check_share)
    check = PlannedWindows(data.validation, plans[::every], VALIDATION_BATCH)
    keeper = SamKeeper(request.run, source, seed=request.seed, progress=progress)
    precision: Precision = "bf16-mixed" if fit.half else "32-true"
    plan = TrainerPlan(request.run, fit.periods, request.device, precision, request.resume, fit.clip)
    run_trainer(plan, SamModule(network, fit), train=source, validation=check, callbacks=[keeper, SparsitySchedule(fit)])
    weights, period = _kept(request.run)
    return fill_network(Sam(network.options), weights), period  # type: ignore[return-value]


def _kept(run: Path) -> tuple[dict[str, Tensor], int]:
    kept = read_kept(run)
    if kept is None:
        raise DataSetError("The run ended before weights could be kept (SAM: before the target density was reached); give it more periods.")
    return kept
