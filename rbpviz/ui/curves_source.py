"""Where the curves of the chosen record come from: computed at once when that is quick, else by a job that outlives the page."""

from dataclasses import replace
from pathlib import Path

import streamlit as st

from rbpviz.errors import JobError
from rbpviz.jobs.job import Job, JobState
from rbpviz.results.cards import ModelCard
from rbpviz.results.curves import ResponseCurves
from rbpviz.types import RnaRecord
from rbpviz.ui import cache, job_panel, shell
from rbpviz.ui.orders import CURVES_FILE, JobOrder, order_curves
from rbpviz.ui.stored import StoredInput
from rbpviz.workflows.estimate import about_seconds, estimate_response


def get_curves(loaded: StoredInput, place: int, card: ModelCard, *, device: str) -> ResponseCurves | None:
    """Return the curves of a record, or show the job that computes them and return None.

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

    Returns
    -------
    ResponseCurves or None
    """
    record = loaded.records[place]
    seconds = estimate_response(card, len(record))
    if seconds <= job_panel.AUTOMATIC_SECONDS:
        return _compute(record, card, device)
    order = order_curves(loaded, place, card, device=device, seconds=seconds)
    job = job_panel.find_job(order)
    if job is not None and job.state is JobState.DONE:
        return _read(order, job, record)
    if job is None or not job.is_active:
        known = estimate_response(card, len(record), folded=True) <= job_panel.AUTOMATIC_SECONDS and cache.is_folded(record)
        if known:  # for another model, or as the last step of a job that was interrupted
            return _compute(record, card, device)
    job_panel.show_job(order, job)
    return None


def _compute(record: RnaRecord, card: ModelCard, device: str) -> ResponseCurves:
    with st.spinner(f"Folding {len(record):,} nt and running {card.id}: {about_seconds(estimate_response(card, len(record)))}"):
        return cache.compute_curves(record, card.id, device)


def _read(order: JobOrder, job: Job, record: RnaRecord) -> ResponseCurves | None:
    """Return what a job has written, under the name and with the flags that the record has here; offer to run it again if that fails."""
    try:
        curves = read_result(job.folder / CURVES_FILE, record)
    except JobError as error:
        shell.show_error(error)
        job_panel.show_job(order, job)
        return None
    return replace(curves, id=record.id, viewpoint=record.viewpoint, flags=tuple(dict.fromkeys((*record.flags, *curves.flags))))


def read_result(path: Path, record: RnaRecord) -> ResponseCurves:
    """Return the curves of a file; raise `JobError` where it cannot be read or is of another sequence."""
    curves = cache.stored_curves(path)
    if curves.sequence != record.sequence:
        raise JobError("The curves of this job are of another sequence; run it again.")
    return curves
