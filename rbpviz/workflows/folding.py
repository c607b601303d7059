"""Records with their folds, streaming: what every workflow that needs structure starts from."""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Protocol

from rbpviz.results.structures import Structure
from rbpviz.structure.cache import FoldCache
from rbpviz.structure.folding import FoldOptions
from rbpviz.structure.parallel import fold_many
from rbpviz.types import RnaRecord


class FoldSource(Protocol):
    """Anything that folds sequences in order, such as `FoldPool`."""

    def fold_many(self, sequences: Iterable[str], options: FoldOptions) -> Iterator[Structure]:
        """Yield one structure a sequence, in order."""
        ...


def fold_records(
    records: Iterable[RnaRecord], options: FoldOptions, *, workers: int | None = None, folds: FoldSource | None = None
) -> Iterator[tuple[RnaRecord, Structure]]:
    """Yield each record with its fold, in order, while worker processes fold ahead.

    Parameters
    ----------
    records : iterable of RnaRecord
        Read lazily, a bounded number ahead.
    options : FoldOptions
        What to compute.
    workers : int, optional
        Folding processes; default: all cores.
    folds : FoldSource, optional
        A warm pool to use instead of new processes and the cache on disk.

    Yields
    ------
    tuple of (RnaRecord, Structure)
    """
    waiting: deque[RnaRecord] = deque()

    def sequences() -> Iterator[str]:
        for record in records:
            waiting.append(record)
            yield record.sequence

    if folds is not None:
        for structure in folds.fold_many(sequences(), options):
            yield waiting.popleft(), structure
        return
    cache = FoldCache()
    try:
        for structure in fold_many(sequences(), options, workers=workers, cache=cache):
            yield waiting.popleft(), structure
    finally:
        cache.close()
