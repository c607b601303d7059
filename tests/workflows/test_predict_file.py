"""Scores of files as a table on disk, and as a job."""

import gzip
import io
import json
from pathlib import Path

import pytest

from rbpviz.errors import InvalidSequenceError
from rbpviz.results.predictions import PREDICTION_COLUMNS, Prediction
from rbpviz.types import Flag
from rbpviz.workflows.predict import PredictRequest, predict
from rbpviz.workflows.predict_file import format_prediction, predict_files, run_predict_job
from tests.workflows.samples import OTHER, SCAN, HereFolds, fasta, random_records

REQUEST = PredictRequest((SCAN, OTHER), workers=1)


def test_the_table_holds_what_predict_says(tmp_path: Path) -> None:
    records = random_records(70, 90)
    path = tmp_path / "in.fa.gz"
    path.write_bytes(gzip.compress(fasta(records).encode()))
    output = io.StringIO()
    report = predict_files(REQUEST, [path, io.BytesIO(fasta(random_records(61, seed=1)).encode())], output)
    lines = output.getvalue().splitlines()
    assert lines[0].split("\t") == list(PREDICTION_COLUMNS)
    assert (report.n_records, report.n_scores, report.rejected) == (3, 6, ())
    expected = [format_prediction(p) for p in predict(REQUEST, records, folds=HereFolds())]
    assert lines[1:5] == expected


def test_bad_records_end_the_run_or_are_left_out() -> None:
    text = ">good\nACGUACGUACGU\n>bad\nACGE\n>empty\n>fine\nGGGGAAAACCCC\n"
    with pytest.raises(InvalidSequenceError, match="bad"):
        predict_files(REQUEST, [io.BytesIO(text.encode())], io.StringIO())
    output = io.StringIO()
    report = predict_files(REQUEST, [io.BytesIO(text.encode())], output, skip_bad=True)
    assert [(r.id, r.ordinal) for r in report.rejected] == [("bad", 2), ("empty", 3)]
    assert (report.n_records, report.n_scores) == (2, 4)
    assert [line.split("\t")[0] for line in output.getvalue().splitlines()[1:]] == ["good", "good", "fine", "fine"]


def test_a_line_of_the_table() -> None:
    p = Prediction("=id", 3, 9, "f/m", 0.123456789, 99.987, (Flag.WINDOWED, Flag.AMBIGUOUS))
    assert format_prediction(p) == "'=id\t3\t9\tf/m\t0.123456789\t99.987\twindowed,ambiguous"


def test_a_formula_as_an_id_is_written_as_text() -> None:
    output = io.StringIO()
    predict_files(PredictRequest((SCAN,), workers=1), [io.BytesIO(b">=cmd|'/C_calc'!A0\nACGUACGUACGU\n")], output)
    assert output.getvalue().splitlines()[1].startswith("'=cmd|'/C_calc'!A0\t0\t12\t")


def test_a_job_reads_its_folder_and_writes_into_it(tmp_path: Path) -> None:
    (tmp_path / "input.fa").write_text(">a\nGGGGAAAACCCC\n>b\nxyz!\n")
    reports: list[tuple[int, int | None]] = []
    request = {"models": [SCAN], "total": 2, "skip_bad": True, "device": "cpu"}
    summary = run_predict_job(request, tmp_path, lambda done, total, _: reports.append((done, total)))
    assert summary == {"n_records": 1, "n_scores": 1, "n_rejected": 1}
    assert json.loads(json.dumps(summary)) == summary
    assert len((tmp_path / "scores.tsv").read_text().splitlines()) == 2
    (rejected,) = json.loads((tmp_path / "rejected.json").read_text())
    assert (rejected["id"], rejected["ordinal"]) == ("b", 2)
    assert reports[-1] == (1, 2)
    assert not list(tmp_path.glob("*.part"))


def test_a_job_that_fails_leaves_no_table(tmp_path: Path) -> None:
    (tmp_path / "input.fa").write_text(">a\nGGGGAAAACCCC\n>b\nxyz!\n")
    with pytest.raises(InvalidSequenceError):
        run_predict_job({"models": [SCAN]}, tmp_path, lambda *_: None)
    assert not (tmp_path / "scores.tsv").exists()
