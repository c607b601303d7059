"""Train a model from two FASTA files: features, fit, card, checkpoint."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from time import monotonic

import numpy as np

from rbpviz.errors import InvalidOptionError
from rbpviz.interpret.filters import FilterRules, filter_motifs
from rbpviz.models.checkpoints import write_card
from rbpviz.models.devices import resolve_device
from rbpviz.models.loaded import SCORING_FOLD, LoadedModel
from rbpviz.models.registry import get_family
from rbpviz.models.rnassrnet.network import Rnassrnet
from rbpviz.models.weights import file_sha256, half_weights, write_weights
from rbpviz.motifs.meme import write_meme
from rbpviz.results.cards import ModelCard
from rbpviz.results.motifs import Motif
from rbpviz.results.structures import Structure
from rbpviz.sequences.fasta import read_fasta
from rbpviz.training.data import CleanSet, build_features, clean_training_set, debias, positive_borders, subsample
from rbpviz.training.fit import FitReport, FitRequest, fit
from rbpviz.training.presets import Preset, get_preset, override
from rbpviz.training.store import LabelledRnas, read_features, write_features
from rbpviz.types import Progress, RnaRecord, ignore_progress
from rbpviz.workflows.assess import LabelledSet, control_curves, measure_all, structure_control
from rbpviz.workflows.cards import CardFacts, draft_card, finish_card, validation_scores
from rbpviz.workflows.folding import FoldSource, fold_records
from rbpviz.workflows.run_record import CHECKPOINT, plain_settings, read_record, recorded_run, refuse_changes

FEATURES_FILE = "features.safetensors"
FEATURES_VERSION = 2
MOTIFS_FILE = "motifs.meme"
MAX_MOTIF_SEQUENCES = 5000
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class TrainRequest:
    """What to train on, how, and where to.

    Parameters
    ----------
    family : str
        Model family, such as `rnassrnet`.
    positives, negatives : Path
        FASTA files, plain or gzip.
    run : Path
        Folder of the run.
    preset : str, default "fast"
        Preset of the family.
    test_positives, test_negatives : Path, optional
        Test set; measured once, after the fit.
    name, protein, source : str, optional
        For the card: name in the model id, protein, where the data come from.
    seed : int, default 0
        Seed of split, weights, order and dropout.
    device : str, default "auto"
        Where to compute.
    resume : bool, default False
        Go on with a run that was broken off.
    workers : int, optional
        Folding processes.
    max_epochs : int, optional
        Fewer epochs than the preset has.
    max_records : int, optional
        Train and validate on a random sample of so many records.
    options : tuple of str, default ()
        `name=value` changes of the preset (see `override`), such as `branches=cnn`.
    """

    family: str
    positives: Path
    negatives: Path
    run: Path
    preset: str = "fast"
    test_positives: Path | None = None
    test_negatives: Path | None = None
    name: str = ""
    protein: str = ""
    source: str = ""
    seed: int = 0
    device: str = "auto"
    resume: bool = False
    workers: int | None = None
    max_epochs: int | None = None
    max_records: int | None = None
    options: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.test_positives is None) != (self.test_negatives is None):
            raise InvalidOptionError("Got one test file; expected both --test-positives and --test-negatives, or neither.")
        for name, value, least in (("max_epochs", self.max_epochs, 1), ("max_records", self.max_records, 100)):
            if value is not None and value < least:
                raise InvalidOptionError(f"Got {name}={value}; expected at least {least}.")
        if self.name and not _NAME.fullmatch(self.name):
            raise InvalidOptionError(f"Got the model name {self.name!r}; expected letters, digits, '.', '_' and '-', at most 100 of them.")


@dataclass(frozen=True, slots=True)
class TrainReport:
    """A finished run: its checkpoint folder and card."""

    checkpoint: Path
    card: ModelCard


@dataclass(slots=True)
class _Clock:
    started: float = field(default_factory=monotonic)

    def seconds(self) -> float:
        return round(monotonic() - self.started, 1)


def train(request: TrainRequest, *, progress: Progress = ignore_progress, folds: FoldSource | None = None) -> TrainReport:
    """Train a model and write its checkpoint.

    The run's folder holds `run.json` (settings, data hashes, status), `metrics.csv` (a row an epoch), the features, the state to resume
    from, and at the end `checkpoint/`.

    Parameters
    ----------
    request : TrainRequest
        What, how, where.
    progress : Progress, optional
        Called while folding, after every step, and while testing.
    folds : FoldSource, optional
        A warm pool.

    Returns
    -------
    TrainReport

    Raises
    ------
    RbpvizError
        If data or settings are wrong.
    CancelledError
        If `progress` cancels; the run can be resumed.
    """
    preset = _preset(request)
    clock = _Clock()
    hashes = {path.name: file_sha256(path) for path in _files(request)}
    names = [path.name for path in _files(request)]
    if len(set(names)) < len(names):
        raise InvalidOptionError(f"Got files with the same name ({', '.join(names)}); expected a name for each class and part.")
    request.run.mkdir(parents=True, exist_ok=True)
    if request.resume:
        _check_resume(request, preset, hashes)
    body = {
        "settings": plain_settings(asdict(request)),
        "network": preset.network.as_dict(),
        "fit": preset.fit.as_dict(),
        "data_sha256": hashes,
    }
    with recorded_run(request.run, body):
        return _train(request, preset, hashes, clock, progress=progress, folds=folds)


def _train(
    request: TrainRequest, preset: Preset, hashes: dict[str, str], clock: _Clock, *, progress: Progress, folds: FoldSource | None
) -> TrainReport:
    test = _read_test(request)
    tested = frozenset(r.sequence for r in test.records) if test else frozenset()
    clean = clean_training_set(read_fasta(request.positives), read_fasta(request.negatives), test_sequences=tested)
    if request.max_records is not None:
        clean = subsample(clean, request.max_records, seed=request.seed)
    data = _features(request, preset, clean, hashes, progress=progress, folds=folds)
    device = resolve_device(request.device)
    fitted = fit(FitRequest(request.family, preset, request.run, request.seed, device, request.resume), data, progress=progress)
    facts = CardFacts(
        family=request.family,
        name=request.name or request.run.resolve().name,
        protein=request.protein,
        source=request.source,
        preset_name=request.preset,
        preset=preset,
        seed=request.seed,
        device=device,
        hashes=hashes,
        dropped=clean.dropped,
        tested=test is not None,
    )
    checkpoint = request.run / CHECKPOINT
    sha256, size = write_weights(half_weights(fitted.network), checkpoint)
    card = draft_card(facts, fitted, data, weights_sha256=sha256, weights_bytes=size)
    model = LoadedModel(card, fitted.network, "cpu")
    labels, scores = validation_scores(model, data, fitted.validation_rows)
    metrics: dict[str, dict[str, float]] = {}
    controls: dict[str, float] = {}
    curves: dict[str, list[float]] = {}
    if test:
        metrics = measure_all(model, test, folds=folds, workers=request.workers, progress=progress)
        if get_family(request.family).has_responses:
            controls, curves = control_curves(model, test, folds=folds, workers=request.workers)
        elif preset.network.as_dict().get("structure"):
            controls = structure_control(model, test, folds=folds, workers=request.workers)
    card = finish_card(model, labels, scores, tests=metrics, controls=controls, curves=curves, seconds=clock.seconds())
    if isinstance(fitted.network, Rnassrnet):
        write_motifs(fitted.network, _positives(fitted, data), checkpoint)
    write_card(card, checkpoint)
    return TrainReport(checkpoint, card)


def write_motifs(network: Rnassrnet, sequences: Sequence[str], folder: Path) -> None:
    """Write the motifs of all filters on some sequences, by both thresholds and 7 and 9 bases wide."""
    motifs: list[Motif] = []
    for threshold in ("max", "range"):
        for width in (9, 7):
            rules = FilterRules(threshold=threshold, width=width)
            motifs += [replace(m, name=f"{m.name} {threshold}_w{width}") for m in filter_motifs(network, sequences, rules)]
    write_meme(motifs, folder / MOTIFS_FILE)


def _positives(fitted: FitReport, data: LabelledRnas) -> list[str]:
    """Return validation and training positives, `MAX_MOTIF_SEQUENCES` at most, validation first."""
    sequences = data.sequences()
    rows = [row for row in (*fitted.validation_rows, *fitted.train_rows) if data.labels[row]]
    return [sequences[row] for row in rows[:MAX_MOTIF_SEQUENCES]]


def _preset(request: TrainRequest) -> Preset:
    preset = override(get_preset(request.family, request.preset), request.options)
    if request.max_epochs is None:
        return preset
    return replace(preset, fit=replace(preset.fit, max_epochs=request.max_epochs))


def _files(request: TrainRequest) -> list[Path]:
    return [p for p in (request.positives, request.negatives, request.test_positives, request.test_negatives) if p is not None]


def _read_test(request: TrainRequest) -> LabelledSet | None:
    if request.test_positives is None or request.test_negatives is None:
        return None
    return read_test_set(request.test_positives, request.test_negatives)


def read_test_set(positives: Path, negatives: Path) -> LabelledSet:
    """Return the records of two FASTA files as a test set."""
    classes = [list(read_fasta(positives)), list(read_fasta(negatives))]
    return LabelledSet((*classes[0], *classes[1]), np.repeat([1, 0], [len(c) for c in classes]))


def _features(
    request: TrainRequest, preset: Preset, clean: CleanSet, hashes: dict[str, str], *, progress: Progress, folds: FoldSource | None
) -> LabelledRnas:
    path = request.run / FEATURES_FILE
    mark: dict[str, object] = {"version": FEATURES_VERSION, "data": hashes, "debias": preset.fit.debias, "max_records": request.max_records}
    if request.max_records is not None:
        mark["seed"] = request.seed
    stamp = path.with_suffix(".json")
    if path.is_file() and stamp.is_file() and json.loads(stamp.read_text(encoding="utf-8")) == mark:
        return read_features(path)
    records = [debias(r) for r in clean.records] if preset.fit.debias else clean.records

    def fold(sequences: Iterable[str]) -> Iterator[Structure]:
        named = (RnaRecord(str(k), sequence) for k, sequence in enumerate(sequences))
        for done, (_, structure) in enumerate(fold_records(named, SCORING_FOLD, workers=request.workers, folds=folds), start=1):
            progress(done, len(records), "training RNAs folded")
            yield structure

    data = replace(build_features(records, clean.labels, fold), borders=positive_borders(clean))
    write_features(data, path)
    stamp.write_text(json.dumps(mark), encoding="utf-8")
    return data


def _check_resume(request: TrainRequest, preset: Preset, hashes: dict[str, str]) -> None:
    body = read_record(request.run)
    if body is not None:
        old = {**body["fit"], **body["network"], "seed": body["settings"]["seed"], "data": body["data_sha256"]}
        refuse_changes(request.run, old, {**preset.fit.as_dict(), **preset.network.as_dict(), "seed": request.seed, "data": hashes})
