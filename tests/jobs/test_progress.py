"""Progress: the rate of writing, the end of unwanted jobs, the time left."""

from dataclasses import replace

import pytest

from rbpviz.errors import CancelledError
from rbpviz.jobs.progress import ThrottledProgress, describe_seconds, seconds_left
from rbpviz.jobs.store import Job, JobState, JobStore


@pytest.fixture
def job(store: JobStore) -> Job:
    job = store.begin(store.submit("a", {}, title="").id)
    return replace(job, done=40, total=100, pace_done=20, pace_start=1000.0, updated=1010.0)


def test_reports_in_quick_succession_become_one_and_the_last_is_not_lost() -> None:
    seen: list[tuple[int, int | None, str]] = []
    progress = ThrottledProgress(lambda *report: seen.append(report) is None, interval=60)
    for i in range(1000):
        progress(i, 1000, "")
    assert seen == [(0, 1000, "")]
    progress.flush()
    progress.flush()
    assert seen == [(0, 1000, ""), (999, 1000, "")]


def test_every_report_passes_without_an_interval() -> None:
    seen: list[int] = []
    progress = ThrottledProgress(lambda done, total, message: seen.append(done) is None, interval=0)
    for i in range(5):
        progress(i, None, "")
    assert seen == [0, 1, 2, 3, 4]


def test_a_job_that_is_not_wanted_any_more_is_stopped() -> None:
    progress = ThrottledProgress(lambda done, total, message: False)
    with pytest.raises(CancelledError):
        progress(1, 2, "")


def test_time_left_follows_the_pace_of_the_present_step(job: Job) -> None:
    assert seconds_left(job, now=1010.0) == pytest.approx(30.0)


def test_time_left_counts_down_between_reports_and_never_below_zero(job: Job) -> None:
    assert seconds_left(job, now=1014.0) == pytest.approx(26.0)
    assert seconds_left(job, now=2000.0) == 0.0


@pytest.mark.parametrize("change", [{"total": None}, {"done": 20}, {"pace_start": None}, {"state": JobState.DONE}, {"updated": None}])
def test_no_time_left_where_nothing_can_be_said(job: Job, change: dict) -> None:
    assert seconds_left(replace(job, **change)) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (0.2, "1 s"), (59.4, "59 s"), (61, "1 min"), (3599, "1 h 00 min"), (7800, "2 h 10 min")],
)
def test_durations_in_words(seconds: float | None, words: str) -> None:
    assert describe_seconds(seconds) == words
