"""The table of scores: rows for the page, partial files, times."""

from pathlib import Path

import pytest

from rbpviz.export.tables import table_bytes
from rbpviz.results.predictions import Prediction, predictions_frame
from rbpviz.types import Flag, RnaRecord
from rbpviz.ui import job_panel, scores_panel
from rbpviz.ui.stored import StoredInput
from rbpviz.workflows.predict_file import format_prediction

MODEL = "rnassrnet/TEST"
RECORDS = (RnaRecord("=cmd()", "A" * 500), RnaRecord("b", "C" * 100, flags=(Flag.RENAMED,)), RnaRecord("c", "G" * 10))
LOADED = StoredInput("0" * 32, "three", RECORDS)
HEADER = "id\tstart\tend\tmodel\tscore\tpercentile\tflags\n"


def predictions() -> list[Prediction]:
    return [
        Prediction("=cmd()", 0, 375, MODEL, 0.2, 20.0, (Flag.WINDOWED,)),
        Prediction("=cmd()", 125, 500, MODEL, 0.9, 99.0, (Flag.WINDOWED,)),
        Prediction("b", 0, 100, MODEL, 0.5, 50.0, (Flag.RENAMED, Flag.SHORT_CONTEXT)),
    ]


def test_a_row_per_record_with_its_best_window_counted_from_one() -> None:
    rows = scores_panel.record_rows(LOADED, predictions_frame(predictions()))
    assert list(rows.index) == [0, 1]
    assert list(rows["record"]) == ["=cmd()", "b"]
    assert list(rows["score"]) == [0.9, 0.5]
    assert list(rows["best window"]) == ["126–500", "1–100"]
    assert list(rows["windows"]) == [2, 1]
    assert list(rows["compared with unbound RNAs"]) == ["higher than 99 %", "higher than 50 %"]
    assert list(rows["flags"]) == [["windowed"], ["renamed", "short context"]]


def test_without_windows_there_is_no_window_column() -> None:
    rows = scores_panel.record_rows(LOADED, predictions_frame(predictions()[2:]))
    assert "best window" not in rows
    assert rows["length"].tolist() == [100]


def test_no_scores_yet() -> None:
    assert len(scores_panel.record_rows(LOADED, predictions_frame([]))) == 0


@pytest.mark.parametrize("tail", ["", "c", "c\t0\t10\trnass", "c\t0\t10\trnassrnet/TEST\t0.1"])
def test_an_unfinished_last_line_is_left_out(home: Path, tail: str) -> None:
    job = job_panel.runner().store.submit("predict", {}, title="t", owner="o")
    lines = f"'=cmd()\t0\t375\t{MODEL}\t0.250000\t25.00\twindowed\nb\t0\t100\t{MODEL}\t0.500000\t50.00\t\n"
    (job.folder / "scores.tsv.part").write_text(HEADER + lines + tail, encoding="utf-8")
    rows = scores_panel.record_rows(LOADED, scores_panel.read_scores(job, LOADED))
    assert list(rows["record"]) == ["=cmd()", "b"]
    assert list(rows["score"]) == [0.25, 0.5]
    assert list(rows["flags"]) == [["windowed"], ["renamed"]]


@pytest.mark.parametrize("name", ["=cmd()", "'quoted'", "''", "'=x", "5'UTR", "-1", "plain", "a|b"])
def test_a_table_read_from_a_job_is_the_table_of_the_page(home: Path, name: str) -> None:
    """Whatever a record is called, its scores are found, and both tables are exported alike."""
    record = RnaRecord(name, "ACGU" * 20, flags=(Flag.AMBIGUOUS,))
    loaded = StoredInput("3" * 32, "one", (record,))
    here = predictions_frame([Prediction(name, 0, 80, MODEL, 1 / 3, 200 / 3, (Flag.AMBIGUOUS, Flag.SHORT_CONTEXT))])
    job = job_panel.runner().store.submit("predict", {}, title="t", owner="o")
    as_worker = Prediction(name, 0, 80, MODEL, 1 / 3, 200 / 3, (Flag.SHORT_CONTEXT,))
    (job.folder / "scores.tsv").write_text(HEADER + format_prediction(as_worker) + "\n", encoding="utf-8")
    read = scores_panel.read_scores(job, loaded)
    assert table_bytes(read) == table_bytes(here)
    for frame in (here, read):
        rows = scores_panel.record_rows(loaded, frame)
        assert list(rows["record"]) == [name]
        assert list(rows.index) == [0]


def test_a_job_that_has_written_nothing_has_no_scores(home: Path) -> None:
    job = job_panel.runner().store.submit("predict", {}, title="t", owner="o")
    assert len(scores_panel.read_scores(job, LOADED)) == 0
    (job.folder / "scores.tsv.part").write_text("", encoding="utf-8")
    assert len(scores_panel.read_scores(job, LOADED)) == 0
    (job.folder / "scores.tsv.part").write_text(HEADER[:9], encoding="utf-8")
    assert len(scores_panel.read_scores(job, LOADED)) == 0


def test_the_estimate_grows_with_the_input(home: Path) -> None:
    few = StoredInput("1" * 32, "few", RECORDS)
    many = StoredInput("2" * 32, "many", RECORDS * 50)
    assert scores_panel.estimate_input(many) == pytest.approx(50 * scores_panel.estimate_input(few))
