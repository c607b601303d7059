"""Landscapes that take longer than a reader waits: all knock-outs of a long region, and many seeds, as jobs that outlive the page."""

from typing import Any

import streamlit as st

from rbpviz.errors import JobError
from rbpviz.jobs.job import Job, JobState
from rbpviz.results.landscape_seeds import LandscapeSeeds
from rbpviz.results.landscapes import Landscape
from rbpviz.ui import cache, job_panel, landscape_cache, shell
from rbpviz.ui.landscape_cache import Wanted
from rbpviz.ui.orders import JobOrder
from rbpviz.ui.words import count, shorten

LANDSCAPE, SEEDS = "landscape", "landscape-seeds"
Found = tuple[JobOrder, Job | None, LandscapeSeeds | None]
"""What is ordered, its job, and what that has found."""
AUTOMATIC_SECONDS = 3.0
"""Knock-outs that are estimated to take longer on one core are a job and wait for the reader's word."""


def needs_job(wanted: Wanted, landscape: Landscape) -> float:
    """Return about how long all knock-outs take where that is too long for the page, else 0."""
    from rbpviz.workflows.landscape_job import estimate_knock_outs

    seconds = sum(estimate_knock_outs(card, len(p.motifs)) for card, p in zip(wanted.cards, landscape.panels, strict=True))
    return seconds if seconds > AUTOMATIC_SECONDS else 0.0


def find_landscape(wanted: Wanted, landscape: Landscape, seconds: float) -> tuple[JobOrder, Job | None, Landscape | None]:
    """Return the job that knocks out all motif sites of a long region, and its landscape if it is done."""
    motifs = sum(len(panel.motifs) for panel in landscape.panels)
    order = JobOrder(
        kind=LANDSCAPE,
        owner=wanted.owner,
        same={"view": wanted.key},
        title=f"Knock-outs of {shorten(wanted.subject.gene, 40)} {landscape.start + 1}-{landscape.end}",
        action=f"Knock out {count(motifs, 'motif site')}",
        seconds=seconds,
        files=lambda: _files(wanted),
        also={**_request(wanted), "models": list(wanted.request.models)},
    )
    job = job_panel.find_job(order)
    if job is None or job.state is not JobState.DONE:
        return order, job, None
    try:
        return order, job, landscape_cache.stored_landscape(job.folder / "landscape.json")
    except JobError as error:
        shell.show_error(error)
        return order, job, None


def find_seeds(wanted: Wanted) -> Found | None:
    """Return the job that reads the region under all seeds, and what it found if it is done; None where there are no seeds."""
    from rbpviz.workflows.landscape_job import estimate_knock_outs, estimate_reading
    from rbpviz.workflows.landscape_seeds import seed_models

    base = next((card.name for card in wanted.cards if card.channels), "human").partition("-seed")[0]
    families = seed_models(cache.shelf().splicing, base)
    names = [name for several in families.values() for name in several]
    if len(names) < 4:
        return None
    cards = [cache.shelf().splicing[name] for name in names]
    region = wanted.request.region or (0, 350)
    expected = int(0.15 * (region[1] - region[0]))
    order = JobOrder(
        kind=SEEDS,
        owner=wanted.owner,
        same={"view": wanted.key, "weights": [card.weights_sha256[:16] for card in cards]},
        title=f"Seeds for {shorten(wanted.subject.gene, 40)}",
        action=f"Read it with {len(names) // 2} seeds",
        seconds=sum(estimate_reading(card) + estimate_knock_outs(card, expected) for card in cards),
        files=lambda: _files(wanted),
        also={**_request(wanted), "families": {family: list(several) for family, several in families.items()}},
    )
    job = job_panel.find_job(order)
    if job is None or job.state is not JobState.DONE:
        return order, job, None
    try:
        return order, job, landscape_cache.stored_seeds(job.folder / "seeds.json")
    except JobError as error:
        shell.show_error(error)
        return order, job, None


def show_order(order: JobOrder, job: Job | None) -> None:
    """Show the button that starts a job, or where it stands."""
    with st.container():
        job_panel.show_job(order, job)


def _files(wanted: Wanted) -> dict[str, bytes]:
    from rbpviz.workflows.landscape_job import SUBJECT_FILE, subject_bytes

    return {SUBJECT_FILE: subject_bytes(wanted.subject)}


def _request(wanted: Wanted) -> dict[str, Any]:
    request = wanted.request
    part = {"exon": request.exon} if request.exon is not None else {"region": list(request.region or ())}
    return {**part, "run": request.run, "device": request.device}
