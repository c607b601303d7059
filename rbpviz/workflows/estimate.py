"""What a file will cost before it is folded: records, longest record, seconds."""

from dataclasses import dataclass
from pathlib import Path

from rbpviz import config
from rbpviz.sequences.fasta import read_fasta
from rbpviz.structure.folding import FoldOptions, estimate_seconds, falls_back
from rbpviz.types import RejectedRecord

WORTH_SAYING_SECONDS = 10


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
        time = f"{self.seconds:.0f} s" if self.seconds < 120 else f"{self.seconds / 60:.0f} min"
        local = (
            f"; {self.n_local:,} beyond {config.MAX_GLOBAL_FOLD_LENGTH:,} nt get their structure from the local algorithm"
            if self.n_local
            else ""
        )
        return (
            f"{self.n_records:,} records, longest {self.longest:,} nt: folding takes about {time} with {self.workers} processes, "
            f"less where folds are in the cache{local}."
        )


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
