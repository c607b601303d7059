"""What work will cost before it is begun: records, longest record, seconds, and a time in words."""

from dataclasses import dataclass
from pathlib import Path

from rbpviz import config
from rbpviz.models.windows import plan_windows
from rbpviz.results.cards import ModelCard
from rbpviz.sequences.fasta import read_fasta
from rbpviz.structure.folding import FoldOptions, estimate_seconds, falls_back
from rbpviz.types import RejectedRecord

WORTH_SAYING_SECONDS = 10
WINDOW_SECONDS = 0.002
"""About how long a network takes for one window on one core."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """The expected cost of folding a file.

    Parameters
    ----------
    n_records : int
        Readable records.
    longest : int
        Length of the longest, nt.
    n_local : int
        Records whose structure comes from the local algorithm because a global fold would be too long.
    seconds : float
        Expected wall time with `workers` processes and nothing in the cache.
    workers : int
        Folding processes.
    """

    n_records: int
    longest: int
    n_local: int
    seconds: float
    workers: int

    def describe(self) -> str:
        """Return the estimate as one sentence."""
        limit = f"{config.MAX_GLOBAL_FOLD_LENGTH:,} nt"
        verb = "gets its" if self.n_local == 1 else "get their"
        local = f"; {self.n_local:,} beyond {limit} {verb} structure from the local algorithm" if self.n_local else ""
        records = "1 record" if self.n_records == 1 else f"{self.n_records:,} records"
        processes = "1 process" if self.workers == 1 else f"{self.workers} processes"
        return (
            f"{records}, longest {self.longest:,} nt: folding takes {about_seconds(self.seconds)} with {processes}, "
            f"less where folds are in the cache{local}."
        )


def about_seconds(seconds: float) -> str:
    """Return an estimate in words: `less than a second`, `about 4 s`, `about 3 min`, `about 2 h 10 min`."""
    if seconds < 1:
        return "less than a second"
    if seconds < 90:
        return f"about {seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"about {minutes} min" if minutes < 90 else f"about {minutes // 60} h {minutes % 60:02d} min"


def estimate_file(path: Path, options: FoldOptions, *, workers: int | None = None) -> Estimate:
    """Return what folding a FASTA file will cost; bad records are not counted.

    Parameters
    ----------
    path : Path
        FASTA, plain or gzip.
    options : FoldOptions
        What will be computed.
    workers : int, optional
        Folding processes; default: all cores.

    Returns
    -------
    Estimate
    """
    processes = workers or config.worker_count()
    ignored: list[RejectedRecord] = []
    n = longest = n_local = 0
    seconds = 0.0
    for record in read_fasta(path, rejected=ignored):
        n += 1
        longest = max(longest, len(record))
        n_local += falls_back(len(record), options)
        seconds += estimate_seconds(len(record), options)
    return Estimate(n, longest, n_local, seconds / processes, processes)


def estimate_response(card: ModelCard, length: int, *, folded: bool = False) -> float:
    """Return about how long the response curves of one RNA take on one core, seconds.

    Parameters
    ----------
    card : ModelCard
        Model.
    length : int
        Length of the RNA, nt.
    folded : bool, default False
        Whether its fold is known already.

    Returns
    -------
    float
    """
    network = len(plan_windows(card, length).intervals) * WINDOW_SECONDS
    return network + (0.0 if folded else estimate_seconds(length))
