"""Long work on the pages: starting a job, its progress with Cancel, and finding it again after a reload."""

import io
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from rbpviz import config
from rbpviz.errors import RbpvizError
from rbpviz.jobs.job import Job, JobState
from rbpviz.jobs.progress import describe_seconds, seconds_left
from rbpviz.jobs.runner import JobRunner
from rbpviz.sequences.fasta import write_fasta
from rbpviz.ui import cache, state
from rbpviz.ui.stored import StoredInput
from rbpviz.ui.words import literal, shorten

POLL_SECONDS = 1.0
PREDICT = "predict"
SCORES_FILE = "scores.tsv"
_LOCAL = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class ScoreOrder:
    """What a scoring job is asked for: input, model id and device."""

    loaded: StoredInput
    model: str
    device: str


def runner() -> JobRunner:
    """Return the runner of this user's jobs."""
    return cache.job_runner(str(config.home_dir()))


def start_scoring(order: ScoreOrder) -> Job:
    """Start a job that scores all records of an input."""
    text = io.StringIO()
    write_fasta(order.loaded.records, text)
    request = {"models": [order.model], "device": order.device, "total": len(order.loaded.records), "input": order.loaded.id}
    title = f"Scores of {order.model} for {shorten(order.loaded.title, 60)}"
    inputs = {"input.fa": text.getvalue().encode()}
    return runner().launch(PREDICT, request, title=title, owner=order.loaded.id, inputs=inputs)


def find_scoring(input_id: str, model: str) -> tuple[Job | None, Job | None]:
    """Return the latest job that scores an input with a model, and the latest finished one with another model.

    Jobs belong to the input they were started for, so that whoever has the input finds them again.
    """
    jobs = runner().store.list(owner=input_id, kind=PREDICT)
    mine = next((job for job in jobs if job.request.get("models") == [model]), None)
    other = next((job for job in jobs if job.state is JobState.DONE and job.request.get("models") != [model]), None)
    return mine, other


def scores_path(job: Job) -> Path:
    """Return the table of a job, the unfinished one while it is running."""
    whole = job.folder / SCORES_FILE
    return whole if whole.is_file() else whole.with_suffix(".tsv.part")


def progress_text(job: Job) -> str:
    """Return where a running job stands, in words: counts and time left."""
    if job.state is JobState.QUEUED or job.total is None:
        return job.message or "starting"
    left = describe_seconds(seconds_left(job))
    return f"{job.done:,} of {job.total:,} {job.message}" + (f", {left} left" if left else "")


def show_progress(job: Job, *, place: str) -> None:
    """Show a running job with progress and Cancel; `place` tells apart several panels of one job."""
    share = min(job.done / job.total, 1.0) if job.total else 0.0
    st.progress(share, text=progress_text(job))
    st.button("Cancel", key=f"cancel_{place}_{job.id}", icon=":material/stop_circle:", on_click=_cancel, args=(job.id,))


def show_running() -> None:
    """Show the running jobs of this reader in the tray; polls while there are any."""
    jobs = _active()
    if jobs:
        st.caption("Running")
        st.fragment(_tray_jobs, run_every=POLL_SECONDS)(tuple(job.id for job in jobs))


def _tray_jobs(shown: tuple[str, ...]) -> None:
    jobs = _active()
    for job in jobs:
        share = min(job.done / job.total, 1.0) if job.total else 0.0
        st.progress(share, text=f"{literal(job.title, 60)}: {progress_text(job)}")
        wanted = str(job.request.get("input", ""))
        if wanted and wanted != state.input_id():
            st.button("Open", key=f"open_{job.id}", on_click=state.load_input, args=(wanted,), type="tertiary")
    if tuple(job.id for job in jobs) != shown:
        st.rerun()


def _active() -> list[Job]:
    """Return active jobs: all of them when only this machine can reach the app, else those of the loaded input."""
    owner = None if st.get_option("server.address") in _LOCAL else (state.input_id() or "-")
    here = runner()
    jobs = here.store.list(owner=owner, states=(JobState.QUEUED, JobState.RUNNING))
    if jobs:
        here.reconcile()
    return [job for job in jobs if here.store.get(job.id).is_active]


def _cancel(job_id: str) -> None:
    try:
        runner().cancel(job_id)
    except RbpvizError as error:
        st.session_state[state.PROBLEM] = str(error)
