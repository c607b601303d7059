"""Long work on the pages, whatever its kind: the button that starts it, its place in the queue, progress with Cancel, how it ended.

A job is found by what was ordered, so that a reload and a second tab see the same one. What is ordered is in `orders`.
"""

from collections.abc import Callable

import streamlit as st

from rbpviz import config
from rbpviz.errors import RbpvizError
from rbpviz.jobs.job import ACTIVE, RESUMABLE, Job, JobState
from rbpviz.jobs.progress import describe_seconds, seconds_left
from rbpviz.jobs.runner import JobRunner
from rbpviz.ui import cache, shell, state
from rbpviz.ui.orders import START_SECONDS, JobOrder
from rbpviz.ui.words import count, literal
from rbpviz.workflows.estimate import about_seconds

AUTOMATIC_SECONDS = 2.0
"""What is estimated to take longer is a job and waits for the reader's word."""
POLL_SECONDS = 1.0
BACKGROUND = "It runs in the background: this page stays usable, and a reload finds it again."
_ENDED = {JobState.CANCELLED: "Cancelled.", JobState.FAILED: "Failed.", JobState.LOST: "Interrupted."}
_MOST_JOBS = 2_000
_LOCAL = ("127.0.0.1", "localhost", "::1")

Watch = Callable[[Job], object]
"""Shows what a running job has found so far."""


def runner() -> JobRunner:
    """Return the runner of this user's jobs."""
    return cache.job_runner(str(config.home_dir()))


def start_job(order: JobOrder) -> Job:
    """Start a job, or queue it where others run."""
    return runner().launch(order.kind, order.request, title=order.title, owner=order.owner, inputs=order.files())


def find_job(order: JobOrder) -> Job | None:
    """Return the latest job that is what was ordered."""
    jobs = runner().store.list(owner=order.owner, kind=order.kind, limit=_MOST_JOBS)
    return next((job for job in jobs if order.is_of(job.request)), None)


def find_other(order: JobOrder) -> Job | None:
    """Return the latest finished job of the same kind for the same input that was asked for something else."""
    jobs = runner().store.list(owner=order.owner, kind=order.kind, states=(JobState.DONE,), limit=_MOST_JOBS)
    return next((job for job in jobs if not order.is_of(job.request)), None)


def show_job(order: JobOrder, job: Job | None, *, again: bool = False, watch: Watch | None = None) -> None:
    """Show a job that is not done, or not usable: ready to run, queued, running, or ended with what there is to say about it.

    Parameters
    ----------
    order : JobOrder
        What is wanted.
    job : Job or None
        What `find_job` found.
    again : bool, default False
        Call it "Run again" although there is no such job yet.
    watch : callable, optional
        Shows what the running job has found so far.
    """
    if job is not None and job.is_active:
        st.fragment(_follow, run_every=POLL_SECONDS)(job.id, order.kind, watch)
        return
    if job is not None and job.error:
        shell.show_error(job.error)
    elif order.intro and job is None:
        st.markdown(order.intro)
    words = "Run again" if job is not None or again else order.action
    with st.container(horizontal=True, vertical_alignment="center"):
        label = f"{words} ({about_seconds(order.seconds + START_SECONDS)})"
        if st.button(label, type="primary", key=f"run_{order.kind}", icon=":material/play_arrow:"):
            with shell.told_in_words():
                _run(order, job)
        st.caption(BACKGROUND if job is None else _ENDED.get(job.state, BACKGROUND))


def progress_text(job: Job) -> str:
    """Return where an active job stands, in words: how many are before it, or counts and time left."""
    if job.state is JobState.QUEUED:
        return _waiting_text(job)
    if job.total is None:
        return job.message or "starting"
    left = describe_seconds(seconds_left(job))
    counts = f"{int(100 * _share(job))}" if job.message.startswith("%") else f"{job.done:,} of {job.total:,}"
    return f"{counts} {job.message}" + (f", {left} left" if left else "")


def show_progress(job: Job, *, place: str) -> None:
    """Show an active job with progress and Cancel; `place` tells apart several panels of one job."""
    st.progress(_share(job), text=literal(progress_text(job), 200))
    st.button("Cancel", key=f"cancel_{place}_{job.id}", icon=":material/stop_circle:", on_click=_cancel, args=(job.id,))


def show_running() -> None:
    """Show the active jobs of this reader in the tray; polls while there are any."""
    jobs = _active()
    if jobs:
        st.caption("Jobs")
        st.fragment(_tray_jobs, run_every=POLL_SECONDS)(tuple(job.id for job in jobs))


def _waiting_text(job: Job) -> str:
    here = runner()
    ahead = here.store.count_ahead(job.id)
    if ahead < here.limit:
        return "starting"
    return f"waits for {count(ahead, 'other job')} (at most {count(here.limit, 'job')} at once)"


def _share(job: Job) -> float:
    return min(job.done / job.total, 1.0) if job.total else 0.0


def _run(order: JobOrder, before: Job | None) -> None:
    if before is not None and before.state in RESUMABLE:
        runner().resume(before.id)
    else:
        start_job(order)
    st.rerun()


def _follow(job_id: str, place: str, watch: Watch | None) -> None:
    """Poll an active job: progress, Cancel, and what it has found so far."""
    here = runner()
    here.reconcile()
    job = here.store.get(job_id)
    if not job.is_active:
        st.rerun()
    show_progress(job, place=place)
    if watch is not None:
        watch(job)


def _tray_jobs(shown: tuple[str, ...]) -> None:
    jobs = _active()
    for job in jobs:
        st.progress(_share(job), text=f"{literal(job.title, 60)}: {literal(progress_text(job), 200)}")
        wanted, record = str(job.request.get("input", "")), int(job.request.get("record", -1))
        elsewhere = wanted != state.input_id() or record not in (-1, int(st.session_state[state.RECORD]))
        if wanted and elsewhere and cache.open_input(wanted) is not None:  # jobs of genes belong to no input
            st.button(
                "Open", key=f"open_{job.id}", on_click=state.load_input, args=(wanted,), kwargs={"record": max(record, 0)}, type="tertiary"
            )
    if tuple(job.id for job in jobs) != shown:
        st.rerun()


def _active() -> list[Job]:
    """Return active jobs: all of them when only this machine can reach the app, else those of the loaded input."""
    owner = None if st.get_option("server.address") in _LOCAL else (state.input_id() or "-")
    here = runner()
    if here.store.list(owner=owner, states=ACTIVE, limit=1):
        here.reconcile()
    return here.store.list(owner=owner, states=ACTIVE)


def _cancel(job_id: str) -> None:
    try:
        runner().cancel(job_id)
    except RbpvizError as error:
        st.session_state[state.PROBLEM] = str(error)
