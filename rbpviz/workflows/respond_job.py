"""Response curves of one long RNA as a job: folding and network in a process of its own, progress by the estimated time, curves on disk."""

import time
from pathlib import Path

from rbpviz.export.curve_files import write_curves
from rbpviz.models.checkpoints import load_model
from rbpviz.results.structures import Structure
from rbpviz.sequences.fasta import read_fasta
from rbpviz.structure.cache import FoldCache
from rbpviz.structure.folding import estimate_seconds
from rbpviz.structure.parallel import fold_many
from rbpviz.types import Progress
from rbpviz.workflows.estimate import estimate_response
from rbpviz.workflows.respond import RESPONSE_FOLD, respond_one

INPUT_FILE = "input.fa"
CURVES_FILE = "curves.json"


def run_respond_job(request: dict[str, object], folder: Path, progress: Progress) -> dict[str, object]:
    """Compute the response curves of the one record of `input.fa` in the job's folder and write them to `curves.json`.

    Parameters
    ----------
    request : dict
        `model` (id or checkpoint folder) and optionally `device`.
    folder : Path
        Folder of the job.
    progress : Progress
        Called with per cent of the estimated time; the fold itself cannot say how far it is.

    Returns
    -------
    dict
        `length score percentile`.
    """
    record = next(read_fasta(folder / INPUT_FILE))
    model = load_model(str(request["model"]), device=str(request.get("device") or "auto"))
    share = TimeShare(progress, len(record), network=estimate_response(model.card, len(record), folded=True))
    curves = respond_one(model, record, _fold(record.sequence, share), progress=share.answer)
    write_curves(curves, folder / CURVES_FILE)
    return {"length": len(curves), "score": curves.score, "percentile": curves.percentile}


class TimeShare:
    """Progress of a fold and the network after it, in per cent of the time that both are estimated to take.

    Parameters
    ----------
    progress : Progress
        Told per cent.
    length : int
        Length of the RNA, nt.
    network : float
        What the network will take, seconds.
    """

    def __init__(self, progress: Progress, length: int, *, network: float) -> None:
        self._progress = progress
        self._length = length
        self._seconds = estimate_seconds(length, RESPONSE_FOLD)
        self._fold_share = self._seconds / (self._seconds + network)
        self._began = time.monotonic()

    def fold(self, done: int, total: int | None, message: str) -> None:
        """Take a report from folding, which comes several times a second."""
        gone = (time.monotonic() - self._began) / self._seconds
        part = gone if gone <= 0.9 else 1 - 0.09 / gone  # a fold that takes longer than estimated gets ever slower, never done
        self._progress(int(100 * self._fold_share * (1.0 if done else part)), 100, f"%: folding {self._length:,} nt")

    def answer(self, done: int, total: int | None, message: str) -> None:
        """Take a report from the network."""
        part = self._fold_share + (1 - self._fold_share) * done / (total or 1)
        self._progress(int(100 * part), 100, f"%: window {done:,} of {total:,}")


def _fold(sequence: str, share: TimeShare) -> Structure:
    cache = FoldCache()
    try:
        return next(fold_many([sequence], RESPONSE_FOLD, workers=1, cache=cache, progress=share.fold))
    finally:
        cache.close()
