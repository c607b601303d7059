"""Jobs on the pages: starting, finding again, progress in words."""

from pathlib import Path

import pytest

from rbpviz.jobs.job import Job, JobState
from rbpviz.jobs.runner import JobRunner
from rbpviz.sequences.fasta import read_fasta
from rbpviz.types import Interval, RnaRecord
from rbpviz.ui import job_panel
from rbpviz.ui.stored import StoredInput

LOADED = StoredInput("a" * 32, "mine", (RnaRecord("x", "ACGUACGU", Interval(2, 5)), RnaRecord("y", "GGG")))


@pytest.fixture
def launched(home: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    """Return a scoring job that was submitted but whose process was not started."""
    monkeypatch.setattr(JobRunner, "start", lambda self, job_id: self.store.get(job_id))
    return job_panel.start_scoring(job_panel.ScoreOrder(LOADED, "rnassrnet/A", "cpu"))


def test_a_scoring_job_gets_the_records_and_belongs_to_their_input(launched: Job) -> None:
    assert list(read_fasta(launched.folder / "input.fa")) == list(LOADED.records)
    assert launched.owner == LOADED.id
    assert launched.request == {"models": ["rnassrnet/A"], "device": "cpu", "total": 2, "input": LOADED.id}


def test_it_is_found_again_by_input_and_model(launched: Job) -> None:
    mine, other = job_panel.find_scoring(LOADED.id, "rnassrnet/A")
    assert mine is not None
    assert mine.id == launched.id
    assert other is None
    assert job_panel.find_scoring(LOADED.id, "rnassrnet/B") == (None, None)
    assert job_panel.find_scoring("b" * 32, "rnassrnet/A") == (None, None)


def test_finished_scores_of_another_model_are_offered(launched: Job) -> None:
    store = job_panel.runner().store
    job = store.begin(launched.id)
    store.finish(job.id, job.attempt, JobState.DONE)
    mine, other = job_panel.find_scoring(LOADED.id, "rnassrnet/B")
    assert mine is None
    assert other is not None
    assert other.id == launched.id


def test_progress_in_words(launched: Job) -> None:
    store = job_panel.runner().store
    assert job_panel.progress_text(launched) == "starting"
    job = store.begin(launched.id)
    store.update_progress(job.id, job.attempt, done=0, total=2_000, message="records scored")
    assert job_panel.progress_text(store.get(job.id)) == "0 of 2,000 records scored"


def test_the_unfinished_table_is_read_until_the_whole_one_is_there(launched: Job) -> None:
    assert job_panel.scores_path(launched).name == "scores.tsv.part"
    (launched.folder / "scores.tsv").write_text("", encoding="utf-8")
    assert job_panel.scores_path(launched).name == "scores.tsv"
