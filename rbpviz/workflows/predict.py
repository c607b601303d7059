"""Score records with one or several models, streaming: records come in, predictions go out, memory stays flat."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rbpviz.errors import InvalidOptionError
from rbpviz.models.checkpoints import load_model
from rbpviz.models.loaded import SCORING_FOLD, LoadedModel
from rbpviz.models.metrics import percentile_of
from rbpviz.models.windows import WindowPlan, plan_windows
from rbpviz.results.predictions import Prediction
from rbpviz.results.structures import Structure
from rbpviz.types import Progress, RnaRecord, ignore_progress
from rbpviz.workflows.folding import FoldSource, fold_records

CHUNK_RECORDS = 64
CHUNK_BASES = 50_000
"""Records that are scored together: so many, or fewer long ones."""


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
    folded = _count(fold_records(records, SCORING_FOLD, workers=request.workers, folds=folds), total, progress)
    for chunk in _chunks(folded):
        yield from _score_chunk(request, models, chunk)


def _chunks(folded: Iterable[tuple[RnaRecord, Structure]]) -> Iterator[list[tuple[RnaRecord, Structure]]]:
    chunk: list[tuple[RnaRecord, Structure]] = []
    bases = 0
    for record, structure in folded:
        chunk.append((record, structure))
        bases += len(record)
        if len(chunk) == CHUNK_RECORDS or bases >= CHUNK_BASES:
            yield chunk
            chunk, bases = [], 0
    if chunk:
        yield chunk


def _count(folded: Iterable[tuple[RnaRecord, Structure]], total: int | None, progress: Progress) -> Iterator[tuple[RnaRecord, Structure]]:
    progress(0, total, "folding and scoring")
    for done, pair in enumerate(folded, start=1):
        yield pair
        progress(done, total, "folding and scoring")


def _score_chunk(request: PredictRequest, models: Sequence[LoadedModel], chunk: Sequence[tuple[RnaRecord, Structure]]) -> list[Prediction]:
    found: list[list[Prediction]] = [[] for _ in chunk]
    for model in models:
        plans = [plan_windows(model.card, len(record), window=request.window, step=request.step) for record, _ in chunk]
        scores = iter(model.score([piece for (_, fold), plan in zip(chunk, plans, strict=True) for piece in cut_structure(fold, plan)]))
        for row, ((record, _), plan) in enumerate(zip(chunk, plans, strict=True)):
            found[row].extend(_name(model, record, plan, [float(next(scores)) for _ in plan.intervals]))
    return [prediction for row in found for prediction in row]


def cut_structure(structure: Structure, plan: WindowPlan) -> list[Structure]:
    """Return the windows of a folded record; a record scored whole stays as it is."""
    if len(plan.intervals) == 1:
        return [structure]
    return [structure.crop_probabilities(window.start, window.end) for window in plan.intervals]


def _check_window(request: PredictRequest, model: LoadedModel) -> None:
    limit = model.max_length
    if request.window is not None and limit is not None and request.window > limit:
        raise InvalidOptionError(f"Got window={request.window}; {model.card.id} takes {limit} nt at most.")


def _name(model: LoadedModel, record: RnaRecord, plan: WindowPlan, scores: Sequence[float]) -> list[Prediction]:
    flags = tuple(dict.fromkeys((*record.flags, *plan.flags)))
    return [
        Prediction(record.id, window.start, window.end, model.card.id, score, percentile_of(score, model.card.background), flags)
        for window, score in zip(plan.intervals, scores, strict=True)
    ]
