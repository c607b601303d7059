"""Everything the app keeps between reruns and shares between sessions, but for landscapes (`landscape_cache`). Nothing here draws.

Models are shared by all sessions and never changed; folds come from one pool of warm processes; results are keyed by record, model and
sha256 of its weights.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import streamlit as st

from rbpviz.errors import CheckpointError, DeviceError
from rbpviz.jobs.runner import JobRunner
from rbpviz.models.catalog import model_folders, read_card
from rbpviz.motifs.meme import read_meme
from rbpviz.results.cards import ModelCard
from rbpviz.results.curves import ResponseCurves
from rbpviz.results.motifs import Motif
from rbpviz.results.predictions import Prediction
from rbpviz.types import RnaRecord
from rbpviz.ui import stored

if TYPE_CHECKING:
    from rbpviz.export.figures import Saveable
    from rbpviz.export.motif_comparison_files import ComparisonSource
    from rbpviz.export.rna_map_files import MapSource
    from rbpviz.genes.model import GeneModel
    from rbpviz.models.loaded import LoadedModel
    from rbpviz.results.clip_maps import ClipMap
    from rbpviz.results.motif_comparisons import MotifComparison
    from rbpviz.results.rna_maps import RnaMap
    from rbpviz.workflows.gene_library import GeneListing

_drawing = threading.Lock()
"""Matplotlib's settings are global: one figure at a time."""

MOTIFS_FILE = "motifs.meme"


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the model lists show.

    Parameters
    ----------
    cards : dict of str to ModelCard
        Binding models by model id.
    folders : dict of str to Path
        Folders of all models.
    problems : tuple of str
        One sentence for each checkpoint that cannot be read.
    splicing : dict of str to ModelCard
        Splicing models by model id.
    """

    cards: dict[str, ModelCard]
    folders: dict[str, Path]
    problems: tuple[str, ...]
    splicing: dict[str, ModelCard]


@dataclass(frozen=True, slots=True)
class Devices:
    """Devices of this machine, best first, with their names for people, and why there are none, if so."""

    names: dict[str, str]


class _Pool:
    """Warm folding processes and the cache on disk, made on first use."""

    def __init__(self) -> None:
        from rbpviz.structure.cache import FoldCache
        from rbpviz.structure.parallel import FoldPool

        self.folds = FoldCache()
        self.pool = FoldPool(cache=self.folds)
        threading.Thread(target=self._warm, name="warm-up", daemon=True).start()

    def _warm(self) -> None:
        self.pool.warm()
        import rbpviz.workflows.respond  # noqa: F401  (loads torch while the user reads the first page)


@st.cache_resource(show_spinner=False)
def fold_pool() -> _Pool:
    """Return the folding processes of this server; the first call starts them and loads torch in the background."""
    return _Pool()


@st.cache_resource(show_spinner=False)
def job_runner(home: str) -> JobRunner:
    """Return the runner of long jobs of a home folder; when it is made, lost jobs are marked and waiting ones started."""
    from rbpviz.jobs.store import JobStore

    runner = JobRunner(JobStore(Path(home)))
    runner.reconcile()
    return runner


@st.cache_resource(show_spinner=False)
def devices() -> Devices:
    """Return what this machine can compute on."""
    from rbpviz.models.devices import available_devices, describe_device

    return Devices({name: describe_device(name) for name in available_devices()})


def shelf() -> Shelf:
    """Return the models there are now; cards are read again when their files change."""
    folders = model_folders()
    stamps = tuple((name, str(folder), _stamp(folder / "card.json")) for name, folder in folders.items())
    return _read_shelf(stamps)


@st.cache_data(show_spinner=False, max_entries=4)
def _read_shelf(stamps: tuple[tuple[str, str, float], ...]) -> Shelf:
    cards: dict[str, ModelCard] = {}
    splicing: dict[str, ModelCard] = {}
    folders: dict[str, Path] = {}
    problems: list[str] = []
    for name, folder, _ in stamps:
        try:
            card = read_card(Path(folder))
            (splicing if card.question == "splicing" else cards)[name] = card
            folders[name] = Path(folder)
        except CheckpointError as error:
            problems.append(str(error))
    return Shelf(cards, folders, tuple(problems), splicing)


def _stamp(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def open_input(wanted: str) -> stored.StoredInput | None:
    """Return a stored input, shared by all sessions that know its id; None where there is no such input."""
    found = _open_input(wanted)
    if found is None:
        _open_input.clear(wanted)
    return found


@st.cache_resource(show_spinner=False, max_entries=8)
def _open_input(wanted: str) -> stored.StoredInput | None:
    return stored.open_input(wanted)


def open_gene(key: str) -> "GeneModel":
    """Return the gene of a key, shared by all sessions; raise `GeneError` where there is none, or it is damaged."""
    from rbpviz.genes.library import GeneLibrary, is_key

    return _open_gene(key, _stamp(GeneLibrary().folder / f"{key}.json") if is_key(key) else 0.0)


def gene_listing() -> "GeneListing":
    """Return the genes of the library and the shipped ones; they are read again when one is added or removed."""
    from rbpviz.genes.library import GeneLibrary

    library = GeneLibrary()
    return _gene_listing(str(library.folder), library.stamp())


@st.cache_resource(show_spinner=False, max_entries=4)
def _gene_listing(folder: str, stamp: tuple[tuple[str, int], ...]) -> "GeneListing":
    from rbpviz.genes.library import GeneLibrary
    from rbpviz.workflows.gene_library import list_genes

    return list_genes(library=GeneLibrary(Path(folder)))


@st.cache_resource(show_spinner=False, max_entries=16)
def _open_gene(key: str, stamp: float) -> "GeneModel":
    from rbpviz.workflows.gene_library import open_gene

    return open_gene(key)


@st.cache_resource(show_spinner=False, max_entries=16)
def _model(folder: str, sha256: str, device: str) -> "LoadedModel":
    from rbpviz.models.checkpoints import load_model

    return load_model(Path(folder), device=device)


def compute_curves(record: RnaRecord, model_id: str, device: str) -> ResponseCurves:
    """Return the response curves of a record with its structure, folding it in a worker process if need be.

    Parameters
    ----------
    record : RnaRecord
        What to answer for.
    model_id : str
        Model on the shelf.
    device : str
        Where to compute; `auto` takes the best.

    Returns
    -------
    ResponseCurves
    """
    here = shelf()
    return _curves(record, str(here.folders[model_id]), here.cards[model_id].weights_sha256, resolved_device(device))


@st.cache_data(show_spinner=False, max_entries=200, hash_funcs={RnaRecord: repr})
def _curves(record: RnaRecord, folder: str, sha256: str, device: str) -> ResponseCurves:
    from rbpviz.workflows.respond import RESPONSE_FOLD, respond_one

    structure = next(fold_pool().pool.fold_many([record.sequence], RESPONSE_FOLD))
    return respond_one(_model(folder, sha256, device), record, structure)


def is_folded(record: RnaRecord) -> bool:
    """Return whether the fold that response curves need is known already."""
    from rbpviz.structure.folding import FoldOptions

    return bool(fold_pool().folds.get_many([record.sequence], FoldOptions()))


def stored_curves(path: Path) -> ResponseCurves:
    """Return the curves that a job has written; raise `JobError` where they cannot be read."""
    return _stored_curves(str(path), _stamp(path))


@st.cache_data(show_spinner=False, max_entries=32)
def _stored_curves(path: str, stamp: float) -> ResponseCurves:
    from rbpviz.export.curve_files import read_curves

    return read_curves(Path(path))


@st.cache_data(show_spinner=False, max_entries=32)
def compute_scores(input_id: str, model_id: str, sha256: str, device: str) -> list[Prediction]:
    """Return the scores of all records of a stored input, in order.

    Parameters
    ----------
    input_id : str
        Id of a stored input.
    model_id, sha256 : str
        Model on the shelf and the sha256 of its weights.
    device : str
        Where to compute.

    Returns
    -------
    list of Prediction
        One a record, or one a window of a long record.
    """
    from rbpviz.workflows.predict import PredictRequest, predict

    loaded = open_input(input_id)
    if loaded is None:
        return []
    request = PredictRequest(models=(str(shelf().folders[model_id]),), device=device)
    return list(predict(request, loaded.records, folds=fold_pool().pool))


def resolved_device(choice: str) -> str:
    """Return the device that a choice means here; raise `DeviceError` where there is no such device."""
    names = devices().names
    if choice == "auto":
        return next(iter(names))
    if choice not in names:
        raise DeviceError(f"Got the device {choice!r}, which this machine does not have; choose auto or one of {', '.join(names)}.")
    return choice


@st.cache_data(show_spinner=False, max_entries=64)
def layout_bases(dot_bracket: str) -> np.ndarray:
    """Return the 2D layout of a structure, float32, shape (length, 2)."""
    from rbpviz.structure.layout import layout

    return layout(dot_bracket)


def model_motifs(model_id: str, rule: str = "") -> list[Motif]:
    """Return the motifs that lie beside a model's weights, most informative first; empty where there are none.

    `rule` is the ending of the names that are wanted, such as `max_w9`, and is taken off; without it all are returned as they are.
    """
    path = shelf().folders[model_id] / MOTIFS_FILE
    found = _motifs(str(path), _stamp(path)) if path.is_file() else []
    if not rule:
        return found
    mine = [replace(motif, name=motif.name.removesuffix(f" {rule}")) for motif in found if motif.name.endswith(f" {rule}")]
    return sorted(mine, key=lambda motif: -float(motif.information().sum()))


@st.cache_data(show_spinner=False, max_entries=32)
def _motifs(path: str, stamp: float) -> list[Motif]:
    return read_meme(Path(path).read_text(encoding="utf-8"))


@st.cache_data(show_spinner=False, max_entries=32)
def motif_picture(model_id: str, sha256: str, *, rule: str, limit: int, dark: bool) -> str:
    """Return the first `limit` motifs of a model as one grid of logos, SVG text.

    Parameters
    ----------
    model_id, sha256 : str
        Model on the shelf and the sha256 of its weights.
    rule : str
        Ending of the motifs' names; see `model_motifs`.
    limit : int
        Most logos.
    dark : bool
        Draw for the dark theme.

    Returns
    -------
    str
    """
    from rbpviz.plots.logos import draw_logo_grid

    motifs = model_motifs(model_id, rule)[:limit]
    return export_figure(lambda: draw_logo_grid(motifs, dark=dark), "svg").decode()


def export_figure(draw: Callable[[], "Saveable"], kind: Literal["svg", "pdf", "png"]) -> bytes:
    """Draw a paper figure and return it as a file's content.

    Parameters
    ----------
    draw : callable
        Returns a matplotlib figure.
    kind : {"svg", "pdf", "png"}
        Format.
    """
    from rbpviz.export.figures import figure_bytes

    with _drawing:
        return figure_bytes(draw(), kind)


def stored_map(path: Path) -> "tuple[RnaMap, MapSource]":
    """Return an RNA map on disk and what it was made of; raise `CheckpointError` where it cannot be read."""
    return _stored_map(str(path), _stamp(path))


@st.cache_resource(show_spinner=False, max_entries=16)
def _stored_map(path: str, stamp: float) -> "tuple[RnaMap, MapSource]":
    from rbpviz.export.rna_map_files import read_stored_map

    return read_stored_map(Path(path))


def stored_comparison(path: Path) -> "tuple[MotifComparison, ComparisonSource]":
    """Return a comparison of motifs on disk and what it was made of; raise `CheckpointError` where it cannot be read."""
    return _stored_comparison(str(path), _stamp(path))


@st.cache_resource(show_spinner=False, max_entries=8)
def _stored_comparison(path: str, stamp: float) -> "tuple[MotifComparison, ComparisonSource]":
    from rbpviz.export.motif_comparison_files import read_stored_comparison

    return read_stored_comparison(Path(path))


@st.cache_data(show_spinner=False, max_entries=4)
def clip_map(events: bytes, peaks: bytes, *, names: tuple[str, str], sign: str, change: float) -> "ClipMap":
    """Return the map of an experiment from a table of events and a file of peaks.

    Parameters
    ----------
    events, peaks : bytes
        The files.
    names : (str, str)
        What messages call them (untrusted text).
    sign : str
        See `interpret.splicing_events.Sign`.
    change : float
        Smallest change of inclusion that counts.

    Returns
    -------
    ClipMap
    """
    from rbpviz.interpret.clip_maps import Cuts, map_peaks, read_peaks
    from rbpviz.interpret.splicing_events import read_events

    found = read_events(events, name=names[0], sign="control first" if sign == "control first" else "knockdown first")
    return map_peaks(found, read_peaks(peaks, name=names[1]), Cuts(change=change))
