"""What the landscape page keeps between reruns and shares between sessions: models, their runs over a region, landscapes, edits.

Runs are kept by subject, region, kind of run and sha256 of the weights, so that an edit begins from them. Nothing here draws.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from rbpviz.results.cards import ModelCard
from rbpviz.results.landscape_edits import Edit, LandscapeChange
from rbpviz.results.landscape_seeds import LandscapeSeeds
from rbpviz.results.landscapes import Landscape
from rbpviz.ui import cache

if TYPE_CHECKING:
    from rbpviz.interpret.landscapes import Seen
    from rbpviz.models.sam.loaded import LoadedSplicer
    from rbpviz.workflows.landscape import LandscapeRequest, Sight
    from rbpviz.workflows.landscape_subject import Subject


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the page shows.

    Parameters
    ----------
    subject : Subject
        The pre-mRNA.
    request : LandscapeRequest
        Region, run, models, device.
    owner : str
        Id of the gene or input, for jobs.
    key : str
        Tells this view from all others: pre-mRNA, region, run, weights, device.
    cards : tuple of ModelCard
        Cards of the models.
    command : str
        Equivalent options of the command line.
    """

    subject: "Subject" = field(repr=False)
    request: "LandscapeRequest"
    owner: str
    key: str
    cards: tuple[ModelCard, ...] = field(repr=False)
    command: str = ""

    @property
    def place(self) -> str:
        """Tells pre-mRNA and region from all others, whatever the models and the run."""
        return self.key.partition("|")[0]


def view_key(subject: "Subject", request: "LandscapeRequest", cards: tuple[ModelCard, ...]) -> str:
    """Return the key of a view.

    Parameters
    ----------
    subject : Subject
        The pre-mRNA.
    request : LandscapeRequest
        Region, run, device; its models are not looked at.
    cards : tuple of ModelCard
        Models in the order of panels.

    Returns
    -------
    str
        See `Wanted`.
    """
    names = (subject.gene, subject.transcript, subject.sequence, str(request.exon), str(request.region))
    place = hashlib.sha256("\0".join(names).encode()).hexdigest()[:16]
    return "|".join([place, request.run, request.device, *(f"{card.id}@{card.weights_sha256[:16]}" for card in cards)])


@st.cache_resource(show_spinner=False, max_entries=16)
def _splicer(folder: str, sha256: str, device: str) -> "LoadedSplicer":
    from rbpviz.models.checkpoints import load_splicer
    from rbpviz.models.devices import settle_on_one_thread

    settle_on_one_thread()
    return load_splicer(Path(folder), device=device)


def splicer(card: ModelCard, device: str) -> "LoadedSplicer":
    """Return a splicing model of the shelf, shared by all sessions."""
    return _splicer(str(cache.shelf().folders[card.id]), card.weights_sha256, device)


def look_at(wanted: Wanted, *, count: int | None = None) -> "Sight":
    """Return what the first `count` models, or all of them, saw of a region."""
    cards = wanted.cards[:count]
    key = view_key(wanted.subject, wanted.request, cards)
    return _look(key, wanted, cards)


@st.cache_resource(show_spinner=False, max_entries=24)
def _look(key: str, _wanted: Wanted, _cards: tuple[ModelCard, ...]) -> "Sight":
    from rbpviz.workflows.landscape import Sight, look

    models = [splicer(card, _wanted.request.device) for card in _cards]
    known: list[Seen] = []
    if len(_cards) > 1 and not _cards[0].channels:  # the quick first panel is there already
        known = list(look_at(_wanted, count=1).seen)
    sight = look(_wanted.request, _wanted.subject, models[len(known) :])
    return Sight(sight.subject, sight.region, sight.exon, sight.codes, (*known, *sight.seen))


def draw_up(wanted: Wanted, *, count: int | None = None, knock_outs: bool = True) -> Landscape:
    """Return the landscape of the first `count` models, or of all of them."""
    cards = wanted.cards[:count]
    return _draw_up(view_key(wanted.subject, wanted.request, cards), knock_outs, wanted, count)


@st.cache_resource(show_spinner=False, max_entries=24)
def _draw_up(key: str, knock_outs: bool, _wanted: Wanted, _count: int | None) -> Landscape:
    from rbpviz.workflows.landscape import describe

    return describe(look_at(_wanted, count=_count), knock_outs=knock_outs)


def change(wanted: Wanted, edits: tuple[Edit, ...], before: Landscape, *, knock_outs: bool) -> LandscapeChange:
    """Return the landscape before and after edits.

    Parameters
    ----------
    wanted : Wanted
        The view.
    edits : tuple of Edit
        What to change.
    before : Landscape
        The landscape before.
    knock_outs : bool
        Whether the new landscape gets arrows of its own.

    Returns
    -------
    LandscapeChange
    """
    return _change(wanted.key, edits, knock_outs, len(before.effects_frame()), wanted, before)


@st.cache_resource(show_spinner=False, max_entries=48)
def _change(key: str, edits: tuple[Edit, ...], knock_outs: bool, effects: int, _wanted: Wanted, _before: Landscape) -> LandscapeChange:
    from rbpviz.workflows.landscape_edit import compare

    return compare(look_at(_wanted), _edited(key, edits, _wanted), known=_before, knock_outs=knock_outs)


@st.cache_resource(show_spinner=False, max_entries=24)
def _edited(key: str, edits: tuple[Edit, ...], _wanted: Wanted) -> "Sight":
    from rbpviz.workflows.landscape_edit import apply_edits

    return apply_edits(look_at(_wanted), edits)


def figure(key: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401
    """Return the figure that `make` draws, drawn once for each key; it must not be changed."""
    return _figure(key, make)


@st.cache_resource(show_spinner=False, max_entries=32)
def _figure(key: str, _make: Callable[[], Any]) -> Any:  # noqa: ANN401
    return _make()


def stored_landscape(path: Path) -> Landscape:
    """Return the landscape that a job has written; raise `JobError` where it cannot be read."""
    return _stored_landscape(str(path), path.stat().st_mtime if path.exists() else 0.0)


@st.cache_resource(show_spinner=False, max_entries=8)
def _stored_landscape(path: str, stamp: float) -> Landscape:
    from rbpviz.export.landscapes import read_landscape

    return read_landscape(Path(path))


def stored_seeds(path: Path) -> LandscapeSeeds:
    """Return the seeds that a job has written; raise `JobError` where they cannot be read."""
    return _stored_seeds(str(path), path.stat().st_mtime if path.exists() else 0.0)


@st.cache_resource(show_spinner=False, max_entries=8)
def _stored_seeds(path: str, stamp: float) -> LandscapeSeeds:
    from rbpviz.export.landscapes import read_seeds

    return read_seeds(Path(path))
