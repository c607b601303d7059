"""Train LSSI or SAM from gene files: labels, fit, settled thresholds, card, checkpoint."""

from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np

from rbpviz.errors import InvalidOptionError
from rbpviz.models.checkpoints import load_splicer, write_card
from rbpviz.models.devices import resolve_device
from rbpviz.models.sam.lssi import Lssi
from rbpviz.models.sam.network import Sam
from rbpviz.models.sam.weights import sam_weights
from rbpviz.models.weights import file_sha256, write_weights
from rbpviz.motifs.maxent import read_maxent
from rbpviz.motifs.psam import read_psam_folder
from rbpviz.motifs.psam_pack import PackedPsams, pack
from rbpviz.results.cards import ModelCard
from rbpviz.training.options import change_options
from rbpviz.training.splicing.fit import SplicingData, SplicingRun, fit_binary, fit_lssi, fit_sam
from rbpviz.training.splicing.presets import LssiFit, get_sam_preset, override_sam
from rbpviz.training.splicing.settle import settle_thresholds, settling_windows
from rbpviz.training.splicing.store import LabelledGenes
from rbpviz.types import Progress, RejectedRecord, ignore_progress
from rbpviz.workflows.run_record import CHECKPOINT, plain_settings, read_record, recorded_run, refuse_changes
from rbpviz.workflows.splicing_cards import SplicingFacts, finish_splicing_card
from rbpviz.workflows.splicing_data import GeneFiles, hold_out

SPLICING_FAMILIES = ("lssi", "sam-fm", "sam-am")
VALIDATION_SHARE = 0.1
_FIXED = ("family", "preset", "options", "seed", "lssi", "start", "binarise")
"""Settings that a resumed run may not change."""


@dataclass(frozen=True, slots=True)
class TrainSplicingRequest:
    """What to train on, how, and where to.

    Parameters
    ----------
    family : {"lssi", "sam-fm", "sam-am"}
        What to train.
    genes : Path
        Genes to train on (see `GeneFiles`).
    annotation : Path, optional
        Their exons, for FASTA; also of the validation and test genes.
    run : Path
        Folder of the run.
    validation_genes, test_genes : Path, optional
        Genes that decide, and genes measured once at the end. Without validation genes a tenth of the training genes is held out.
    psams : Path, optional
        Folder of PSAM files; needed for SAM.
    maxent : Path, optional
        Folder of the MaxEntScan tables: the card then holds that baseline on the same genes.
    lssi : str, default "lssi/human"
        Model id or checkpoint folder of the splice-site networks that SAM starts from.
    preset : str, default "compact"
        `compact` or `paper`.
    start : Path, optional
        Folder of a run of sam-fm with the same seed; adjusted motifs begin where its fixed ones stood at a density of 1 %.
    options : tuple of str, default ()
        `name=value` changes to the preset; see `override_sam` and `LssiFit`.
    binarise : str, optional
        Model id or checkpoint folder of a trained SAM whose sites are made 0 and 1 while its reader goes on learning.
    reader : str, optional
        Model id or checkpoint folder of a SAM whose aggregator is also tried on the sites of the new model (module substitution).
    name, source : str, optional
        For the card.
    seed : int, default 0
        Seed of weights and draws.
    device : str, default "auto"
        Where to compute.
    resume : bool, default False
        Go on with a run that was broken off.
    """

    family: str
    genes: Path
    run: Path
    annotation: Path | None = None
    validation_genes: Path | None = None
    test_genes: Path | None = None
    psams: Path | None = None
    maxent: Path | None = None
    lssi: str = "lssi/human"
    preset: str = "compact"
    start: Path | None = None
    options: tuple[str, ...] = ()
    binarise: str = ""
    reader: str = ""
    name: str = ""
    source: str = ""
    seed: int = 0
    device: str = "auto"
    resume: bool = False

    def __post_init__(self) -> None:
        if self.family not in SPLICING_FAMILIES:
            raise InvalidOptionError(f"Got the family {self.family!r}; expected one of {', '.join(SPLICING_FAMILIES)}.")
        if self.family != "lssi" and self.psams is None and not self.binarise:
            raise InvalidOptionError(f"Got no PSAMs for {self.family}; expected --psams with a folder of RBNS affinity matrices.")
        if self.start is not None and self.family != "sam-am":
            raise InvalidOptionError(f"Got a start for {self.family}; expected it for sam-am alone, which adjusts fixed motifs.")


@dataclass(frozen=True, slots=True)
class SplicingReport:
    """A finished run: its checkpoint folder, its card, and the genes that could not be read."""

    checkpoint: Path
    card: ModelCard
    rejected: tuple[RejectedRecord, ...]


@dataclass(frozen=True, slots=True)
class _Parts:
    """Labelled genes of each part, and what could not be read."""

    train: LabelledGenes
    validation: LabelledGenes
    test: LabelledGenes | None
    rejected: tuple[RejectedRecord, ...]
    held_out: bool


def train_splicing(request: TrainSplicingRequest, *, progress: Progress = ignore_progress) -> SplicingReport:
    """Train LSSI or SAM and write its checkpoint.

    The run's folder holds `run.json` (settings, data hashes, status), `metrics.csv` (a row a period), the state to resume from, and at the
    end `checkpoint/`.

    Parameters
    ----------
    request : TrainSplicingRequest
        What, how, where.
    progress : Progress, optional
        Called after every step, and while testing.

    Returns
    -------
    SplicingReport

    Raises
    ------
    RbpvizError
        If data or settings are wrong.
    CancelledError
        If `progress` cancels; the run can be resumed.
    """
    request.run.mkdir(parents=True, exist_ok=True)
    hashes = {path.name: file_sha256(path) for path in _files(request)}
    body = {"settings": plain_settings(asdict(request)), "data_sha256": hashes}
    old = read_record(request.run) if request.resume else None
    if old is not None:
        refuse_changes(request.run, _fixed(old), _fixed(body))
    with recorded_run(request.run, body):
        return _train(request, hashes, progress)


def _fixed(body: dict[str, Any]) -> dict[str, Any]:
    return {**{name: body["settings"].get(name) for name in _FIXED}, "data": body["data_sha256"]}


def _train(request: TrainSplicingRequest, hashes: dict[str, str], progress: Progress) -> SplicingReport:
    started = monotonic()
    parts = _read_parts(request)
    device = resolve_device(request.device)
    run = SplicingRun(request.run, request.seed, device, request.resume)
    fitted = _fit(request, run, SplicingData(parts.train, parts.validation), progress)
    network, options, names = fitted.network, fitted.options, fitted.rbps
    if isinstance(network, Sam):
        settle_thresholds(network, settling_windows(parts.train, seed=request.seed))
    checkpoint = request.run / CHECKPOINT
    weights = write_weights(sam_weights(network), checkpoint)
    facts = SplicingFacts(
        family=request.family,
        name=request.name or request.run.resolve().name,
        source=request.source,
        options=options,
        training={
            **fitted.training,
            "seed": request.seed,
            "device": device,
            "best_epoch": fitted.period,
            "seconds": round(monotonic() - started, 1),
        },
        hashes=hashes,
        split=_split_sentence(parts),
        counts=_counts(parts),
        lengths=tuple(int(n) for n in np.diff(parts.train.offsets)),
        rbps=names,
    )
    maxent = read_maxent(request.maxent) if request.maxent is not None else None
    reader = load_splicer(request.reader, device="cpu") if request.reader else None
    card = finish_splicing_card(facts, network, weights, parts=_named(parts), maxent=maxent, reader=reader, progress=progress)
    write_card(card, checkpoint)
    return SplicingReport(checkpoint, card, parts.rejected)


@dataclass(frozen=True, slots=True)
class _Fitted:
    """A fitted network with what its card says of how."""

    network: Lssi | Sam
    period: int
    options: dict[str, bool | int | float | str]
    training: dict[str, bool | int | float | str]
    rbps: tuple[str, ...] = ()


def _fit(request: TrainSplicingRequest, run: SplicingRun, data: SplicingData, progress: Progress) -> _Fitted:
    if request.family == "lssi":
        (recipe,) = change_options((LssiFit(),), request.options)
        lssi, period = fit_lssi(run, data, recipe, progress=progress)
        return _Fitted(lssi, period, {}, recipe.as_dict())
    preset = override_sam(get_sam_preset(request.family, request.preset), request.options)
    training = {"preset": request.preset, "meaning": preset.meaning, **preset.fit.as_dict()}
    if request.binarise:
        trained = load_splicer(request.binarise, device="cpu")
        network, period = fit_binary(run, data, preset.fit, trained=trained.sam, progress=progress)
        return _Fitted(network, period, network.options.as_dict(), {**training, "binarised_from": trained.card.id}, trained.card.channels)
    psams, sites = _read_psams(request), load_splicer(request.lssi, device="cpu").network
    network, period = fit_sam(run, data, preset, lssi=sites, psams=psams, start=request.start, progress=progress)  # type: ignore[arg-type]
    if request.start is not None:
        training["began_as"] = f"fixed motifs of the run {request.start.resolve().name} at 1 % density"
    return _Fitted(network, period, preset.network.as_dict(), training, psams.names)


def _files(request: TrainSplicingRequest) -> list[Path]:
    return [p for p in (request.genes, request.annotation, request.validation_genes, request.test_genes) if p is not None]


def _read_parts(request: TrainSplicingRequest) -> _Parts:
    rejected: list[RejectedRecord] = []

    def read(path: Path | None) -> LabelledGenes | None:
        return None if path is None else GeneFiles(path, request.annotation).read(rejected=rejected)

    train, validation, test = (read(p) for p in (request.genes, request.validation_genes, request.test_genes))
    held_out = validation is None
    if train is None:
        raise InvalidOptionError("Got no genes to train on; expected --genes.")
    if validation is None:
        train, validation = hold_out(train, share=VALIDATION_SHARE, seed=request.seed)
    return _Parts(train, validation, test, tuple(rejected), held_out)


def _read_psams(request: TrainSplicingRequest) -> PackedPsams:
    if request.psams is None:
        raise InvalidOptionError(f"Got no PSAMs for {request.family}; expected --psams with a folder of RBNS affinity matrices.")
    return pack(read_psam_folder(request.psams))


def _named(parts: _Parts) -> dict[str, LabelledGenes]:
    return {"validation": parts.validation, **({"test": parts.test} if parts.test is not None else {})}


def _split_sentence(parts: _Parts) -> str:
    how = "A random tenth of the training genes validates" if parts.held_out else "Files of their own validate"
    tested = "the test genes were scored once." if parts.test is not None else "there were no test genes."
    return f"{how}; validation picked the period and drove the density; {tested}"


def _counts(parts: _Parts) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name, genes in {"train": parts.train, **_named(parts)}.items():
        counts |= {f"{name}_genes": len(genes), f"{name}_bases": len(genes.codes), f"{name}_sites": int((genes.labels > 0).sum())}
    return {**counts, "dropped_unreadable": len(parts.rejected)}
