"""The table of scores of all records: computed at once when that is quick, else by a job that outlives the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import streamlit as st

from rbpviz.export.tables import cell_text, safe_cell, table_bytes
from rbpviz.jobs.job import Job, JobState
from rbpviz.plots.scores import plot_scores
from rbpviz.results.cards import ModelCard
from rbpviz.results.predictions import percentile_words, predictions_frame
from rbpviz.structure.folding import FoldOptions, estimate_seconds
from rbpviz.ui import cache, downloads, job_panel, shell, state
from rbpviz.ui.downloads import Offer
from rbpviz.ui.orders import SCORES_FILE, order_scores
from rbpviz.ui.stored import StoredInput
from rbpviz.ui.words import count, flag_help, flag_label, literal

_SCORING_FOLD = FoldOptions(mfe=False)
FEW_ROWS = 8
TABLE_HEIGHT = 320


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of an input.

    Parameters
    ----------
    frame : DataFrame
        As `predictions_frame` gives it, a row per record or window.
    complete : bool
        Whether all records are there.
    model : str
        Model that made them.
    stale : bool
        Whether another model is chosen by now.
    """

    frame: pd.DataFrame
    complete: bool
    model: str
    stale: bool = False


def estimate_input(loaded: StoredInput) -> float:
    """Return about how long scoring all records takes on this machine, seconds."""
    workers = max(cache.fold_pool().pool.workers, 1)
    total = sum(_seconds(length) * number for length, number in _lengths(loaded).items())
    return total / workers


def show_scores(loaded: StoredInput, card: ModelCard, device: str) -> None:
    """Show the scores of all records in whichever state they are: at once, ready to run, waiting, running, done, stale or failed."""
    st.subheader("Scores of all records" if len(loaded.records) > 1 else "Score", anchor=False)
    seconds = estimate_input(loaded)
    if seconds <= job_panel.AUTOMATIC_SECONDS:
        with shell.told_in_words(), st.spinner(f"Scoring {count(len(loaded.records), 'record')}"):
            found = cache.compute_scores(loaded.id, card.id, card.weights_sha256, cache.resolved_device(device))
            show_table(loaded, Scores(predictions_frame(found), True, card.id))
        return
    order = order_scores(loaded, card, device, seconds=seconds)
    job = job_panel.find_job(order)
    if job is not None and job.state is JobState.DONE:
        show_table(loaded, Scores(read_scores(job, loaded), True, card.id))
        return
    other = job_panel.find_other(order)
    job_panel.show_job(order, job, again=other is not None, watch=lambda job: _show_partial(loaded, job, card.id, choosable=False))
    if job is not None and job.is_active:
        return
    if not (job is not None and _show_partial(loaded, job, card.id)) and other is not None:
        show_table(loaded, Scores(read_scores(other, loaded), True, str(other.request["models"][0]), stale=True))


def _show_partial(loaded: StoredInput, job: Job, model: str, *, choosable: bool = True) -> bool:
    """Show what a job has scored so far; return whether there is anything."""
    partial = read_scores(job, loaded)
    if len(partial):
        show_table(loaded, Scores(partial, False, model), choosable=choosable)
    return bool(len(partial))


def read_scores(job: Job, loaded: StoredInput) -> pd.DataFrame:
    """Return the table of a scoring job, as far as it is written; an unfinished last line is left out.

    Ids are those of the records, without what made them safe cells; flags include what happened to a record when it was read.
    """
    path = job.folder / SCORES_FILE
    path = path if path.is_file() else path.with_suffix(".tsv.part")
    if not path.is_file():
        return predictions_frame([])
    text = path.read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text[: text.rfind("\n") + 1].splitlines()]
    frame = pd.DataFrame(lines[1:], columns=lines[0] if lines else predictions_frame([]).columns)
    own = {_as_read(record.id): record.flags for record in loaded.records}
    frame["id"] = list(map(cell_text, frame["id"]))
    frame["flags"] = [
        ",".join(dict.fromkeys((*own.get(name, ()), *filter(None, flags.split(",")))))
        for name, flags in zip(frame["id"], frame["flags"], strict=True)
    ]
    return frame.astype({"start": int, "end": int, "score": float, "percentile": float})


def _as_read(name: object) -> str:
    """Return an id as it is after it was written to a table and read back."""
    return cell_text(safe_cell(str(name)))


def record_rows(loaded: StoredInput, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a row per scored record for the page: its best window, positions 1-based inclusive, percentile in words, flags as labels.

    The index is the record's place in the input, counted from 0.
    """
    places = {_as_read(record.id): place for place, record in enumerate(loaded.records)}
    known = frame.assign(place=[places.get(_as_read(name), -1) for name in frame["id"]])
    known = known[known["place"] >= 0]
    windows = known.groupby("place").size()
    best = known.loc[known.groupby("place")["score"].idxmax()].set_index("place").sort_index()
    rows = pd.DataFrame(index=best.index)
    rows["record"] = [loaded.records[place].id for place in best.index]
    rows["length"] = [len(loaded.records[place]) for place in best.index]
    rows["score"] = best["score"]
    rows["compared with unbound RNAs"] = [percentile_words(value) for value in best["percentile"]]
    if (windows > 1).any():
        rows["best window"] = [f"{start + 1}–{end}" for start, end in zip(best["start"], best["end"], strict=True)]
        rows["windows"] = windows
    rows["flags"] = [_labels(loaded.records[place].flags, flags) for place, flags in zip(best.index, best["flags"], strict=True)]
    return rows


def show_table(loaded: StoredInput, scores: Scores, *, choosable: bool = True) -> None:
    """Show scores as a table in which a click chooses the record, with its export menu."""
    rows = record_rows(loaded, scores.frame)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        _show_words(loaded, rows, scores)
        comment = [f"scores of {scores.model}", "start and end: 0-based, half-open"]
        if choosable:
            offer = Offer("Table (TSV)", "tsv", lambda: table_bytes(scores.frame, comment=comment))
            downloads.show_menu("scores", f"{loaded.title} {scores.model} scores", [offer])
    if not len(rows):
        return
    config = _columns(rows)
    if scores.stale or not choosable:
        look = rows.style.set_properties(color="gray") if scores.stale else rows
        st.dataframe(look, hide_index=True, column_config=config, height=_height(len(rows)))
        return
    places = [int(place) for place in rows.index]
    chosen = state.chosen_record(len(loaded.records))
    key = f"scores_{loaded.id}_{scores.model}_{len(rows)}_{st.session_state[state.TABLE]}"
    st.dataframe(
        rows,
        hide_index=True,
        column_config=config,
        key=key,
        height=_height(len(rows)),
        selection_mode="single-row-required",
        selection_default={"selection": {"rows": [places.index(chosen)]}} if chosen in places else None,
        on_select=lambda: _take_record(key, places),
    )
    _show_profile(loaded, scores)


def _show_profile(loaded: StoredInput, scores: Scores) -> None:
    """Show the scores along the chosen record, where it was scored in windows."""
    record = loaded.records[state.chosen_record(len(loaded.records))]
    mine = scores.frame[[_as_read(name) == _as_read(record.id) for name in scores.frame["id"]]]
    if len(mine) > 1:
        figure = plot_scores(mine, dark=shell.is_dark())
        st.plotly_chart(
            figure, theme=None, key=f"profile_{loaded.id}_{scores.model}", config={"displaylogo": False}, alt="Scores by window"
        )


def _show_words(loaded: StoredInput, rows: pd.DataFrame, scores: Scores) -> None:
    words = scores.model + (". Choose a row to see its curves." if len(loaded.records) > 1 else "")
    if scores.stale:
        words = f"These scores are of {scores.model}; another model is chosen now."
    elif not scores.complete:
        words = f"The first {len(rows):,} of {len(loaded.records):,} records so far."
    st.caption(literal(words, 200))


def _columns(rows: pd.DataFrame) -> dict[str, Any]:
    flags = {label.replace(" ", "_") for labels in rows["flags"] for label in labels}
    return {
        "record": st.column_config.TextColumn("record", width=150),
        "length": st.column_config.NumberColumn("length (nt)", width=80),
        "score": st.column_config.NumberColumn("score", format="%.3f", width=60, help="Probability that the protein binds, 0 to 1."),
        "compared with unbound RNAs": st.column_config.TextColumn(
            help="Share of held-out unbound RNAs of this model's data set that score lower. Those are one window long: the best of many "
            "windows scores high by chance alone.",
            width=180,
        ),
        "best window": st.column_config.TextColumn(help="Window with the highest score, positions 1-based, inclusive.", width=95),
        "windows": st.column_config.NumberColumn(width=65),
        "flags": st.column_config.ListColumn(help=flag_help(flags) or "Nothing to note.", width="medium"),
    }


def _take_record(key: str, places: Sequence[int]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    if rows and rows[0] < len(places):
        state.choose_record(places[rows[0]], in_table=True)


def _labels(own: Sequence[str], scored: object) -> list[str]:
    names = [*own, *(str(scored).split(",") if isinstance(scored, str) and scored else [])]
    return [flag_label(name) for name in dict.fromkeys(map(str, names))]


def _height(rows: int) -> Literal["auto"] | int:
    return "auto" if rows <= FEW_ROWS else TABLE_HEIGHT


def _lengths(loaded: StoredInput) -> dict[int, int]:
    found: dict[int, int] = {}
    for record in loaded.records:
        found[len(record)] = found.get(len(record), 0) + 1
    return found


def _seconds(length: int) -> float:
    return estimate_seconds(length, _SCORING_FOLD)
