"""Per-base response curves of records, with the structure they are read against. The job for a long one is in `respond_job`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

import numpy as np

from rbpviz.models.checkpoints import load_model
from rbpviz.models.loaded import BaseResponses, LoadedModel
from rbpviz.models.metrics import percentile_of
from rbpviz.models.windows import WindowPlan, plan_windows
from rbpviz.results.curves import ResponseCurves
from rbpviz.results.structures import Structure
from rbpviz.structure.folding import FoldOptions
from rbpviz.types import Progress, RnaRecord, ignore_progress
from rbpviz.workflows.folding import FoldSource, fold_records
from rbpviz.workflows.predict import cut_window

WINDOWS_AT_ONCE = 64
"""Most windows that are cut out of a fold at once."""
RESPONSE_FOLD = FoldOptions(mfe=True)
"""Pairing probabilities for the network and the minimum-free-energy structure for the eye."""


@dataclass(frozen=True, slots=True)
class RespondRequest:
    """What to compute curves with.

    Parameters
    ----------
    model : str
        Model id or checkpoint folder of an RNASSR-Net model.
    device : str, default "auto"
        Where to compute.
    workers : int, optional
        Folding processes; default: all cores.
    """

    model: str
    device: str = "auto"
    workers: int | None = None


def respond(
    request: RespondRequest,
    records: Iterable[RnaRecord],
    *,
    total: int | None = None,
    progress: Progress = ignore_progress,
    folds: FoldSource | None = None,
) -> Iterator[ResponseCurves]:
    """Yield the response curves of each record (sections 7 of the specification), in evaluation mode, unsmoothed.

    A record longer than the model's window is answered window by window; where windows overlap, each base takes the window in which
    it lies farthest from an end. The score is then that of the best window.

    Parameters
    ----------
    request : RespondRequest
        Model and settings.
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
    ResponseCurves
        One a record, in order.
    """
    model = load_model(request.model, device=request.device)
    progress(0, total, "folding")
    folded = fold_records(records, RESPONSE_FOLD, workers=request.workers, folds=folds)
    for done, (record, structure) in enumerate(folded, start=1):
        yield respond_one(model, record, structure)
        progress(done, total, "curves computed")


def respond_one(model: LoadedModel, record: RnaRecord, structure: Structure, *, progress: Progress = ignore_progress) -> ResponseCurves:
    """Return the response curves of one folded record.

    Parameters
    ----------
    model : LoadedModel
        An RNASSR-Net model.
    record : RnaRecord
        The record.
    structure : Structure
        Its fold with pairing probabilities, and MFE structure where it is to be shown.
    progress : Progress, optional
        Called with the windows answered.

    Returns
    -------
    ResponseCurves
    """
    plan = plan_windows(model.card, len(record))
    whole = join_windows(plan, _answer(model, structure, plan, progress), len(record))
    return ResponseCurves(
        id=record.id,
        sequence=record.sequence,
        model=model.card.id,
        cnn=whole.cnn,
        gcn=whole.gcn,
        gate=whole.gate,
        elements=structure.elements or "",
        dot_bracket=structure.dot_bracket or "",
        score=whole.score,
        percentile=percentile_of(whole.score, model.card.background),
        viewpoint=record.viewpoint,
        flags=tuple(dict.fromkeys((*record.flags, *plan.flags, *structure.flags))),
    )


def _answer(model: LoadedModel, structure: Structure, plan: WindowPlan, progress: Progress) -> Iterator[BaseResponses]:
    """Yield the answer of each window, in order; `WINDOWS_AT_ONCE` at most are there at a time."""
    windows, done = iter(plan.intervals), 0
    while group := list(islice(windows, WINDOWS_AT_ONCE)):
        yield from model.respond([cut_window(structure, window) for window in group])
        done += len(group)
        progress(done, len(plan.intervals), "windows answered")


def join_windows(plan: WindowPlan, answers: Iterable[BaseResponses], length: int) -> BaseResponses:
    """Return one set of curves from windows, each base from the window in which it lies farthest from an end.

    Parameters
    ----------
    plan : WindowPlan
        Windows by start, all of one length.
    answers : iterable of BaseResponses
        Their answers in the same order, taken one by one.
    length : int
        Length of the record, nt.

    Returns
    -------
    BaseResponses
        The score is that of the best window. A base as deep in one window as in the next takes the first.
    """
    middles = [(w.start + w.end - 1) / 2 for w in plan.intervals]
    borders = [0, *(int((one + other) / 2) + 1 for one, other in pairwise(middles)), length]
    joined = {name: np.zeros(length, dtype=np.float32) for name in ("cnn", "gcn", "gate")}
    scores = []
    for (first, end), window, answer in zip(pairwise(borders), plan.intervals, answers, strict=True):
        scores.append(answer.score)
        for name, curve in joined.items():
            curve[first:end] = getattr(answer, name)[first - window.start : end - window.start]
    return BaseResponses(max(scores), **joined)
