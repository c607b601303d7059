"""One piece of work for each of several models, side by side on the cores there are, each with one thread of torch."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TypeVar

from rbpviz import config
from rbpviz.errors import RbpvizError
from rbpviz.models.devices import settle_on_one_thread
from rbpviz.types import Progress, ignore_progress

Item = TypeVar("Item")
Result = TypeVar("Result")


def side_by_side(
    work: Callable[[Item], Result], items: Sequence[Item], *, words: str, progress: Progress = ignore_progress
) -> list[Result]:
    """Return what work gives for each item, in order, computed by as many threads as there are cores: networks leave the interpreter alone.

    Parameters
    ----------
    work : callable
        Given one item.
    items : sequence
        What to work on.
    words : str
        For progress.
    progress : Progress, optional
        Called after each item, by the caller's thread; it may raise to cancel what has not begun.

    Returns
    -------
    list
    """
    progress(0, len(items), words)
    settle_on_one_thread()
    with ThreadPoolExecutor(max(1, min(config.worker_count(), len(items))), initializer=settle_on_one_thread) as threads:
        waiting = [threads.submit(work, item) for item in items]
        try:
            for done, _ in enumerate(as_completed(waiting), start=1):
                progress(done, len(items), words)
        except RbpvizError:
            threads.shutdown(cancel_futures=True)
            raise
        return [one.result() for one in waiting]
