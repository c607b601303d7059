"""What the pages ask jobs for, one function a kind: what tells one such job from another, what it is given, what it will take."""

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rbpviz.results.cards import ModelCard
from rbpviz.sequences.fasta import write_fasta
from rbpviz.types import RnaRecord
from rbpviz.ui.stored import StoredInput
from rbpviz.ui.words import count, shorten
from rbpviz.workflows.estimate import about_seconds

PREDICT = "predict"
RESPOND = "respond"
INPUT_FILE = "input.fa"
SCORES_FILE = "scores.tsv"
CURVES_FILE = "curves.json"
START_SECONDS = 6.0
"""What a job needs before it begins: a process of its own that loads torch and the model."""


@dataclass(frozen=True, slots=True)
class JobOrder:
    """A job that a page may start, or has started already.

    Parameters
    ----------
    kind : str
        One of `jobs.kinds.KINDS`.
    owner : str
        Id of the input: whoever has the input finds its jobs.
    same : mapping
        Part of the request, JSON values; a job with these values is this one.
    title, action, intro : str
        A line for the tray, the words of the button, and a sentence above it where one is needed.
    seconds : float
        About what the work takes on this machine, without the start of the process.
    files : callable
        Returns input files by name; called when the job is started.
    also : mapping, optional
        The rest of the request.
    of_input : bool, default True
        Whether the owner is an input of the tray, which can be opened from there.
    """

    kind: str
    owner: str
    same: Mapping[str, Any]
    title: str
    action: str
    seconds: float
    files: Callable[[], Mapping[str, bytes]]
    intro: str = ""
    also: Mapping[str, Any] = field(default_factory=dict)
    of_input: bool = True

    @property
    def request(self) -> dict[str, Any]:
        """What the job's function is given; `input` says for the tray where the job belongs."""
        return {**self.also, **self.same, **({"input": self.owner} if self.of_input else {})}

    def is_of(self, request: Mapping[str, Any]) -> bool:
        """Return whether a job with this request is the one that is ordered."""
        return all(request.get(name) == value for name, value in self.same.items())


def order_scores(loaded: StoredInput, card: ModelCard, device: str, *, seconds: float = 0.0) -> JobOrder:
    """Return the job that scores all records of an input.

    Parameters
    ----------
    loaded : StoredInput
        The input.
    card : ModelCard
        Model.
    device : str
        Where to compute.
    seconds : float, default 0.0
        What it will take.

    Returns
    -------
    JobOrder
    """
    return JobOrder(
        kind=PREDICT,
        owner=loaded.id,
        same={"models": [card.id], "weights": card.weights_sha256},
        title=f"Scores of {card.id} for {shorten(loaded.title, 60)}",
        action=f"Score {count(len(loaded.records), 'record')}",
        seconds=seconds,
        files=lambda: {INPUT_FILE: _fasta(loaded.records)},
        also={"device": device, "total": len(loaded.records)},
    )


def order_curves(loaded: StoredInput, place: int, card: ModelCard, *, device: str, seconds: float = 0.0) -> JobOrder:
    """Return the job that folds one record and computes its response curves.

    Parameters
    ----------
    loaded : StoredInput
        The input.
    place : int
        Place of the record, counted from 0.
    card : ModelCard
        Model.
    device : str
        Where to compute.
    seconds : float, default 0.0
        What it will take.

    Returns
    -------
    JobOrder
    """
    record = loaded.records[place]
    return JobOrder(
        kind=RESPOND,
        owner=loaded.id,
        same={"model": card.id, "weights": card.weights_sha256, "record": place},
        title=f"Curves of {card.id} for {shorten(record.id, 40)}",
        action="Fold and show the curves",
        seconds=seconds,
        files=lambda: {INPUT_FILE: _fasta([record])},
        intro=f"This RNA has {len(record):,} nt: folding it takes {about_seconds(seconds)} on one core of this machine.",
        also={"device": device},
    )


def _fasta(records: Iterable[RnaRecord]) -> bytes:
    text = io.StringIO()
    write_fasta(records, text)
    return text.getvalue().encode()
