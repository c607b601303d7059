"""Score records with one or several models, streaming: records come in, predictions go out, memory stays flat."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from rbpviz.errors import InvalidOptionError
from rbpviz.models.checkpoints import load_model
from rbpviz.models.loaded import SCORING_FOLD, LoadedModel
from rbpviz.models.metrics import percentile_of
from rbpviz.models.windows import WindowPlan, plan_windows
from rbpviz.results.predictions import Prediction
from rbpviz.results.structures import Structure
from rbpviz.types import Interval, Progress, RnaRecord, ignore_progress
from rbpviz.workflows.folding import FoldSource, fold_records

CHUNK_RECORDS = 64
CHUNK_BASES = 50_000
"""Records that are scored together: so many, or fewer long ones."""
CHUNK_WINDOWS = 256
"""Most windows that are cut out of a fold at once, however many a record has."""
MESSAGE = "folding and scoring"


@dataclass(frozen=True, slots=True)
class PredictRequest:
    """What to score with.

    Parameters
    ----------
    models : tuple of str
        Model ids or checkpoint folders, at least one.
    window, step : int, optional
        Window length and distance for long RNAs, nt; default: the longest training RNA, and 50.
    device : str, default "auto"
        Where to compute.
    workers : int, optional
        Folding processes; default: all cores.
    """

    models: tuple[str, ...]
    window: int | None = None
    step: int | None = None
    device: str = "auto"
    workers: int | None = None

    def __post_init__(self) -> None:
        if not self.models:
            raise InvalidOptionError("Got no model; name at least one, such as rnassrnet/PARCLIP_QKI.")
        for name, value in (("window", self.window), ("step", self.step)):
            if value is not None and value < 1:
                raise InvalidOptionError(f"Got {name}={value}; expected at least 1 nt.")


def predict(
    request: PredictRequest,
    records: Iterable[RnaRecord],
    *,
    total: int | None = None,
    progress: Progress = ignore_progress,
    folds: FoldSource | None = None,
) -> Iterator[Prediction]:
    """Yield the scores of all records: record by record, model by model, window by window.

    A long record is folded once as a whole and its windows take their pairs from that fold.

    Parameters
    ----------
    request : PredictRequest
        Models and settings.
    records : iterable of RnaRecord
        Read lazily.
    total : int, optional
        Number of records, for progress.
    progress : Progress, optional
        Called with records done.
    folds : FoldSource, optional
        A warm pool; default: worker processes and the fold cache.

    Yields
    ------
    Prediction
        The same numbers whatever the batch, the number of processes or the company.

    Raises
    ------
    RbpvizError
        If a model or setting is wrong, or a fold fails.
    """
    models = [load_model(name, device=request.device) for name in request.models]
    for model in models:
        _check_window(request, model)
    tally = _Tally(total, progress)
    folded = tally.count(fold_records(records, SCORING_FOLD, workers=request.workers, folds=folds))
    for chunk in _chunks(request, models, folded):
        rows: list[list[Prediction]] = [[] for _ in chunk]
        for model in models:
            for row, prediction in _score(request, model, chunk, tally):
                if len(chunk) == 1:  # it may have any number of windows: nothing is gathered
                    yield prediction
                else:
                    rows[row].append(prediction)
        yield from chain.from_iterable(rows)


class _Tally:
    """Counts records for progress, and windows within a record that has many."""

    def __init__(self, total: int | None, progress: Progress) -> None:
        self._done, self._total, self._progress = 0, total, progress

    def count(self, folded: Iterable[tuple[RnaRecord, Structure]]) -> Iterator[tuple[RnaRecord, Structure]]:
        self._progress(0, self._total, MESSAGE)
        for done, pair in enumerate(folded, start=1):
            yield pair
            self._done = done
            self._progress(done, self._total, MESSAGE)

    def say_window(self, number: int, count: int) -> None:
        self._progress(self._done, self._total, f"{MESSAGE}, window {number:,} of {count:,}")


def _chunks(
    request: PredictRequest, models: Sequence[LoadedModel], folded: Iterable[tuple[RnaRecord, Structure]]
) -> Iterator[list[tuple[RnaRecord, Structure]]]:
    """Yield records that are scored together: with `CHUNK_WINDOWS` windows at most, or one record with any number."""
    chunk: list[tuple[RnaRecord, Structure]] = []
    bases = windows = 0
    for record, structure in folded:
        more = max(len(_plan(request, model, record).intervals) for model in models)
        if chunk and windows + more > CHUNK_WINDOWS:
            yield chunk
            chunk, bases, windows = [], 0, 0
        chunk.append((record, structure))
        bases, windows = bases + len(record), windows + more
        if len(chunk) == CHUNK_RECORDS or bases >= CHUNK_BASES or windows >= CHUNK_WINDOWS:
            yield chunk
            chunk, bases, windows = [], 0, 0
    if chunk:
        yield chunk


def _score(
    request: PredictRequest, model: LoadedModel, chunk: Sequence[tuple[RnaRecord, Structure]], tally: _Tally
) -> Iterator[tuple[int, Prediction]]:
    """Yield the scores of a model with the row of their record; `CHUNK_WINDOWS` windows at most are cut and scored at a time."""
    plans = [_plan(request, model, record) for record, _ in chunk]
    places = ((row, window) for row, plan in enumerate(plans) for window in plan.intervals)
    flags = [tuple(dict.fromkeys((*record.flags, *plan.flags))) for (record, _), plan in zip(chunk, plans, strict=True)]
    count, done = sum(len(plan.intervals) for plan in plans), 0
    while group := list(islice(places, CHUNK_WINDOWS)):
        scores = model.score([cut_window(chunk[row][1], window) for row, window in group])
        for (row, window), score in zip(group, map(float, scores), strict=True):
            record, percentile = chunk[row][0], percentile_of(score, model.card.background)
            yield row, Prediction(record.id, window.start, window.end, model.card.id, score, percentile, flags[row])
        done += len(group)
        if count > CHUNK_WINDOWS:
            tally.say_window(done, count)


def cut_structure(structure: Structure, plan: WindowPlan) -> list[Structure]:
    """Return the windows of a folded record; a record scored whole stays as it is."""
    return [cut_window(structure, window) for window in plan.intervals]


def cut_window(structure: Structure, window: Interval) -> Structure:
    """Return a window of a folded record; a record that is scored whole stays as it is."""
    whole = len(window) == len(structure.sequence)
    return structure if whole else structure.crop_probabilities(window.start, window.end)


def _plan(request: PredictRequest, model: LoadedModel, record: RnaRecord) -> WindowPlan:
    return plan_windows(model.card, len(record), window=request.window, step=request.step)


def _check_window(request: PredictRequest, model: LoadedModel) -> None:
    limit = model.max_length
    if request.window is not None and limit is not None and request.window > limit:
        raise InvalidOptionError(f"Got window={request.window}; {model.card.id} takes {limit} nt at most.")
