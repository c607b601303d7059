"""Measuring a model on labelled files."""

import json
from pathlib import Path

import numpy as np
import pytest

from rbpviz.errors import DataSetError, InvalidSequenceError
from rbpviz.models.checkpoints import load_model
from rbpviz.models.metrics import binary_metrics
from rbpviz.workflows.assess import LabelledSet as LabelledSet
from rbpviz.workflows.assess import measure
from rbpviz.workflows.evaluate import EvaluateRequest, evaluate
from rbpviz.workflows.predict import PredictRequest, predict
from tests.workflows.samples import SCAN, HereFolds, fasta, random_records

KEYS = {"model", "auroc", "auprc", "accuracy", "mcc", "n_positives", "n_negatives"}


def test_metrics_are_those_of_the_scores(tmp_path: Path) -> None:
    positives, negatives = random_records(*[60] * 6), random_records(*[60] * 5, seed=1)
    for name, records in (("p.fa", positives), ("n.fa", negatives)):
        (tmp_path / name).write_text(fasta(records))
    reports: list[int] = []
    request = EvaluateRequest(SCAN, tmp_path / "p.fa", tmp_path / "n.fa")
    found = evaluate(request, progress=lambda done, *_: reports.append(done), folds=HereFolds())
    scores = [p.score for p in predict(PredictRequest((SCAN,)), [*positives, *negatives], folds=HereFolds())]
    assert found == {"model": SCAN, **binary_metrics(np.repeat([1, 0], [6, 5]), np.array(scores))}
    assert set(found) == KEYS
    assert json.loads(json.dumps(found)) == found
    assert reports == [0, 11]


def test_a_long_record_counts_with_its_best_window() -> None:
    long, *short = random_records(500, *[60] * 8)
    model = load_model(SCAN)
    windows = [p.score for p in predict(PredictRequest((SCAN,)), [long], folds=HereFolds())]
    others = [p.score for p in predict(PredictRequest((SCAN,)), short, folds=HereFolds())]
    labels = np.array([1] + [0] * 8)
    found = measure(model, LabelledSet((long, *short), labels), folds=HereFolds())
    assert found == binary_metrics(labels, np.array([max(windows), *others]))


def test_a_missing_or_empty_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "p.fa").write_text(">a\nACGU\n")
    (tmp_path / "e.fa").write_text("")
    for negatives in ("none.fa", "e.fa"):
        with pytest.raises(InvalidSequenceError):
            evaluate(EvaluateRequest(SCAN, tmp_path / "p.fa", tmp_path / negatives), folds=HereFolds())


def test_one_class_cannot_be_measured() -> None:
    with pytest.raises(DataSetError, match="at least one of each"):
        measure(load_model(SCAN), LabelledSet(tuple(random_records(60)), np.array([1])), folds=HereFolds())
