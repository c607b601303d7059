"""Long work on the response page: a job with progress, queue, cancel, and every way it may end. "Long" is a few hundred bases here."""

import os
import signal
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rbpviz.export.curve_files import write_curves
from rbpviz.jobs.job import Job, JobState
from rbpviz.jobs.processes import identify
from rbpviz.types import RnaRecord
from rbpviz.ui import cache, job_panel, state, stored
from rbpviz.ui.orders import CURVES_FILE, JobOrder, order_curves, order_scores
from rbpviz.workflows.respond import RespondRequest, respond
from tests.pages.helpers import HOME, RESPONSE, charts, check, fasta, figure_text, paste, press, rna, words
from tests.ui.fixtures import SECONDS
from tests.workflows.samples import HereFolds

QKI, TAF15 = "rnassrnet/PARCLIP_QKI", "rnassrnet/PARCLIP_TAF15"
START = "Fold and show the curves"
NAME = "'=long"


@pytest.fixture
def long_rna(app: AppTest, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[AppTest]:
    """Return the page with an RNA whose fold counts as long and is not known, its job not started; whatever runs afterwards is ended."""
    monkeypatch.setattr(job_panel, "AUTOMATIC_SECONDS", 0.08)
    check(paste(app, f">{NAME}\n{rna(300, zlib.crc32(request.node.name.encode()))}"))
    yield app
    here = job_panel.runner()
    for job in here.store.list():
        here.cancel(job.id)


def order(app: AppTest, model: str = QKI) -> JobOrder:
    return order_curves(stored.open_input(app.session_state[state.INPUT]), 0, cache.shelf().cards[model], device="auto")


def run_until(app: AppTest, condition: Callable[[], object]) -> None:
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, words(app)
        time.sleep(0.2)
        check(app.run())


def labels(app: AppTest) -> list[str]:
    return [button.label.split(" (")[0] for button in app.button]


def progress(app: AppTest) -> str:
    return "\n".join(element.proto.text for element in app.get("progress")).replace("\\", "")


def has_curves(app: AppTest) -> bool:
    return any(chart.key.startswith("curves_chart") for chart in charts(app))


def begin(order: JobOrder, *, pid: int, identity: str) -> Job:
    """Put a running job into the list, with a process of our choice."""
    store = job_panel.runner().store
    job = store.begin(store.submit(order.kind, order.request, title=order.title, owner=order.owner, inputs=order.files()).id)
    store.set_process(job.id, job.attempt, pid=pid, identity=identity)
    return store.get(job.id)


def test_curves_of_a_long_rna_are_a_job_and_drawn_from_its_file(long_rna: AppTest) -> None:
    assert not has_curves(long_rna)
    assert f"{NAME}" in words(long_rna)
    assert "This RNA has 300 nt: folding it takes" in words(long_rna)
    check(press(long_rna, START))
    assert "Cancel" in labels(long_rna)
    assert START not in labels(long_rna)
    run_until(long_rna, lambda: has_curves(long_rna))
    (job,) = job_panel.runner().store.list(kind="respond")
    assert (job.state, job.done, job.total) == (JobState.DONE, 100, 100)
    assert (job.folder / CURVES_FILE).is_file()
    assert NAME in figure_text(long_rna)
    check(long_rna.selectbox(key=state.MODEL).set_value(TAF15).run())
    assert has_curves(long_rna), "its fold is known now, so that another model needs no job"
    assert TAF15 in figure_text(long_rna)
    assert len(job_panel.runner().store.list(kind="respond")) == 1


def test_a_killed_worker_is_told_in_a_sentence_and_runs_again(long_rna: AppTest) -> None:
    check(press(long_rna, START))
    job = job_panel.find_job(order(long_rna))
    os.kill(job.pid, signal.SIGKILL)
    run_until(long_rna, lambda: "Run again" in labels(long_rna))
    assert [error.value.replace("\\", "") for error in long_rna.error] == [
        "The job's process ended without a word (it was killed, ran out of memory, or the machine was restarted); run it again."
    ]
    assert "Interrupted." in words(long_rna)
    check(press(long_rna, "Run again"))
    assert not long_rna.error
    run_until(long_rna, lambda: has_curves(long_rna))
    again = job_panel.find_job(order(long_rna))
    assert (again.id, again.attempt, again.state) == (job.id, 2, JobState.DONE)


@pytest.mark.parametrize("what", ["curves", "scores"])
def test_a_job_that_died_while_no_app_looked_is_told_when_one_opens(long_rna: AppTest, what: str) -> None:
    if what == "scores":
        check(long_rna.switch_page(HOME).run())
        check(paste(long_rna, fasta(40, 200)))
    loaded = stored.open_input(long_rna.session_state[state.INPUT])
    begin(
        order(long_rna) if what == "curves" else order_scores(loaded, cache.shelf().cards[QKI], "auto"),
        pid=os.getpid(),
        identity="a process that had this id earlier",
    )
    check(long_rna.switch_page(RESPONSE).run())
    assert "ended without a word" in long_rna.error[0].value
    assert [label for label in labels(long_rna) if label == "Run again"] == ["Run again"]
    assert "Cancel" not in labels(long_rna)


def test_a_job_waits_for_others_says_so_and_can_be_cancelled(long_rna: AppTest) -> None:
    store = job_panel.runner().store
    others = [begin(order(long_rna, TAF15), pid=os.getpid(), identity=identify(os.getpid())) for _ in range(2)]
    check(press(long_rna, START))
    assert "waits for 2 other jobs (at most 2 jobs at once)" in progress(long_rna)
    job = job_panel.find_job(order(long_rna))
    assert job.state is JobState.QUEUED
    store.finish(others[0].id, 1, JobState.DONE)
    check(long_rna.run())
    assert store.get(job.id).state is JobState.RUNNING
    assert "waits for" not in progress(long_rna)
    check(press(long_rna, "Cancel"))
    assert store.get(job.id).state is JobState.CANCELLED
    assert "Cancelled." in words(long_rna)
    assert "Run again" in labels(long_rna)


def finish_curves(app: AppTest, *, more: str = "") -> Path:
    """Write the result of the curves job, as its worker would have, with further bases if asked; return the file."""
    job = begin(order(app), pid=os.getpid(), identity=identify(os.getpid()))
    (record,) = stored.open_input(app.session_state[state.INPUT]).records
    record = RnaRecord("as the job called it", record.sequence + more)
    (curves,) = respond(RespondRequest(QKI, device="cpu", workers=1), [record], folds=HereFolds())
    write_curves(curves, job.folder / CURVES_FILE)
    job_panel.runner().store.finish(job.id, job.attempt, JobState.DONE)
    return job.folder / CURVES_FILE


def test_a_result_is_shown_under_the_name_that_the_record_has_here(long_rna: AppTest) -> None:
    finish_curves(long_rna)
    check(long_rna.run())
    assert NAME in figure_text(long_rna)
    assert "as the job called it" not in figure_text(long_rna)


@pytest.mark.parametrize("damage", ["torn", "other", "gone"])
def test_a_result_that_cannot_be_used_is_told_and_computed_anew(long_rna: AppTest, damage: str) -> None:
    path = finish_curves(long_rna, more="A" if damage == "other" else "")
    if damage == "torn":
        path.write_text(path.read_text()[:400])
    elif damage == "gone":
        path.unlink()
    check(long_rna.run())
    assert len(long_rna.error) == 1
    assert "run it again" in long_rna.error[0].value
    check(press(long_rna, "Run again"))
    assert len(job_panel.runner().store.list(kind="respond")) == 2
    assert "Cancel" in labels(long_rna)


def test_the_tray_leads_to_the_record_of_a_job(long_rna: AppTest) -> None:
    mine = long_rna.session_state[state.INPUT]
    begin(order(long_rna), pid=os.getpid(), identity=identify(os.getpid()))
    check(press(long_rna, "Clear"))
    check(press(long_rna, "Open"))
    assert long_rna.session_state[state.INPUT] == mine
    assert "Open" not in labels(long_rna)
