"""Many sequences in, their structures out, in order: folded ahead in worker processes, duplicates once, known ones from the cache."""

from collections.abc import Iterable, Iterator

from rbpviz import config
from rbpviz.errors import InvalidOptionError
from rbpviz.results.structures import Structure
from rbpviz.structure.cache import FoldCache
from rbpviz.structure.folding import FoldOptions
from rbpviz.structure.pool import WorkerPool
from rbpviz.structure.stream import FoldStream
from rbpviz.types import Progress, ignore_progress


def fold_many(
    sequences: Iterable[str],
    options: FoldOptions = FoldOptions(),
    *,
    workers: int | None = None,
    cache: FoldCache | None = None,
    progress: Progress = ignore_progress,
) -> Iterator[Structure]:
    """Fold sequences in worker processes and yield their structures in order.

    Memory stays constant however many sequences there are. Nothing is started before the first structure is asked for, and no process at
    all when the cache knows everything or there is one short sequence only. When the caller stops early, or `progress` raises, all
    processes end at once.

    Parameters
    ----------
    sequences : iterable of str
        Letters `ACGUTN`; read lazily, a bounded number ahead.
    options : FoldOptions
        What to compute.
    workers : int, optional
        How many processes; default: one for each core this process may use.
    cache : FoldCache, optional
        Where known folds are looked up and new ones are stored.
    progress : callable
        `progress(done, total, message)`, called at least every 0.1 s; total is None for a stream of unknown length.

    Yields
    ------
    Structure
        The same numbers as `fold` gives.

    Raises
    ------
    FoldingError
        Naming the number of the sequence, counted from 1.
    """
    pool = WorkerPool(_worker_count(workers))
    stream = FoldStream(sequences, options, pool=pool, cache=cache, progress=progress, may_fold_here=True)
    try:
        yield from stream.run()
    finally:
        pool.close()


class FoldPool:
    """Worker processes that stay, for an app: the first fold waits for no start. Safe to share between threads.

    Parameters
    ----------
    workers : int, optional
        How many processes; default: one for each core this process may use.
    cache : FoldCache, optional
        Used by every call; the pool does not close it.
    """

    def __init__(self, workers: int | None = None, *, cache: FoldCache | None = None) -> None:
        self._pool = WorkerPool(_worker_count(workers))
        self._cache = cache

    def __enter__(self) -> "FoldPool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def workers(self) -> int:
        """How many processes fold at once."""
        return self._pool.workers

    def warm(self) -> None:
        """Start the processes in the background."""
        self._pool.start()

    def fold_many(
        self, sequences: Iterable[str], options: FoldOptions = FoldOptions(), *, progress: Progress = ignore_progress
    ) -> Iterator[Structure]:
        """Fold sequences as the function `fold_many` does; other callers' folds are not disturbed when this one stops.

        Parameters
        ----------
        sequences : iterable of str
            Letters `ACGUTN`; read lazily.
        options : FoldOptions
            What to compute.
        progress : callable
            `progress(done, total, message)`.

        Yields
        ------
        Structure
        """
        stream = FoldStream(sequences, options, pool=self._pool, cache=self._cache, progress=progress, may_fold_here=False)
        try:
            yield from stream.run()
        finally:
            stream.abandon()

    def close(self) -> None:
        """End the processes; the pool cannot be used again."""
        self._pool.close()


def _worker_count(workers: int | None) -> int:
    count = config.worker_count() if workers is None else workers
    if count < 1:
        raise InvalidOptionError(f"Got workers={workers}; expected at least 1.")
    return count
