"""Score sequence files into a table on disk: what the command line and the app's jobs run."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, TextIO

from rbpviz.export.tables import row_text
from rbpviz.results.predictions import PREDICTION_COLUMNS, Prediction
from rbpviz.sequences.fasta import read_fasta
from rbpviz.sequences.streams import ReadLimits
from rbpviz.types import Progress, RejectedRecord, RnaRecord, ignore_progress
from rbpviz.workflows.predict import PredictRequest, predict

SCORES_FILE = "scores.tsv"
REJECTED_FILE = "rejected.json"


@dataclass(frozen=True, slots=True)
class PredictFileReport:
    """How many records were scored, how many scores were written, and what was left out and why."""

    n_records: int
    n_scores: int
    rejected: tuple[RejectedRecord, ...]


def format_prediction(prediction: Prediction) -> str:
    """Return one line of the score table (columns `PREDICTION_COLUMNS`), without the line end, as `export.tables` writes cells."""
    p = prediction
    return row_text((p.id, p.start, p.end, p.model, p.score, p.percentile, ",".join(p.flags)))


def predict_files(
    request: PredictRequest,
    sources: Iterable[Path | BinaryIO],
    output: TextIO,
    *,
    skip_bad: bool = False,
    limits: ReadLimits | None = None,
    total: int | None = None,
    progress: Progress = ignore_progress,
) -> PredictFileReport:
    """Score all records of FASTA files, streaming, and write a table.

    Parameters
    ----------
    request : PredictRequest
        Models and settings.
    sources : iterable of Path or binary file
        FASTA, plain or gzip.
    output : text file
        Takes the table with a header.
    skip_bad : bool, default False
        Leave bad records out and report them; else the first one ends the run.
    limits : ReadLimits, optional
        What may be read.
    total : int, optional
        Number of records, for progress.
    progress : Progress, optional
        Called with records done.

    Returns
    -------
    PredictFileReport
    """
    rejected: list[RejectedRecord] = []
    seen = _Counter()
    records = seen.count(_read_all(sources, limits or ReadLimits(), rejected if skip_bad else None))
    predictions = predict(request, records, total=total, progress=progress)
    first = list(islice(predictions, 1))  # a wrong model or first record ends it before anything is written
    output.write(row_text(PREDICTION_COLUMNS) + "\n")
    n_scores = 0
    for prediction in chain(first, predictions):
        output.write(format_prediction(prediction) + "\n")
        n_scores += 1
    return PredictFileReport(seen.n, n_scores, tuple(rejected))


def run_predict_job(request: dict[str, object], folder: Path, progress: Progress) -> dict[str, object]:
    """Run a prediction as a job: `input.fa` of the job's folder in, `scores.tsv` and `rejected.json` out.

    Parameters
    ----------
    request : dict
        `models` (list of str), and optionally `window`, `step`, `device`, `total`, `skip_bad`.
    folder : Path
        Folder of the job.
    progress : Progress
        Called with records done.

    Returns
    -------
    dict
        `n_records n_scores n_rejected`.
    """
    chosen = {name: request[name] for name in ("window", "step", "device") if request.get(name) is not None}
    options = PredictRequest(models=tuple(request["models"]), **chosen)  # type: ignore[arg-type]
    total = request.get("total")
    draft = folder / (SCORES_FILE + ".part")
    with draft.open("w", encoding="utf-8") as output:
        report = predict_files(
            options,
            [folder / "input.fa"],
            output,
            skip_bad=bool(request.get("skip_bad", False)),
            total=total if isinstance(total, int) else None,
            progress=progress,
        )
    draft.replace(folder / SCORES_FILE)
    rejected = [{"id": r.id, "ordinal": r.ordinal, "reason": r.reason} for r in report.rejected]
    (folder / REJECTED_FILE).write_text(json.dumps(rejected), encoding="utf-8")
    return {"n_records": report.n_records, "n_scores": report.n_scores, "n_rejected": len(report.rejected)}


class _Counter:
    def __init__(self) -> None:
        self.n = 0

    def count(self, records: Iterable[RnaRecord]) -> Iterator[RnaRecord]:
        for record in records:
            self.n += 1
            yield record


def _read_all(sources: Iterable[Path | BinaryIO], limits: ReadLimits, rejected: list[RejectedRecord] | None) -> Iterator[RnaRecord]:
    for source in sources:
        yield from read_fasta(source, limits=limits, rejected=rejected)
