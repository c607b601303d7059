"""The order of a run of folds: what is read ahead, which chunk goes to the workers, which place of the output it fills."""

import time
from collections import deque
from collections.abc import Iterable, Iterator, Sized
from concurrent.futures import FIRST_COMPLETED, wait

from rbpviz.errors import FoldingError, InvalidOptionError
from rbpviz.results.structures import Structure
from rbpviz.structure.cache import FoldCache
from rbpviz.structure.codec import decode_structure, encode_structure
from rbpviz.structure.folding import FoldOptions, checked_sequence, estimate_seconds, fold
from rbpviz.structure.pool import Task, WorkerPool
from rbpviz.types import Progress

_CHUNK_SECONDS = 0.25
_CHUNK_SEQUENCES = 256
_AHEAD_SEQUENCES = 4096
_AHEAD_BASES = 400_000
_SHORT_SECONDS = 0.3
_POLL_SECONDS = 0.1


class _Chunk:
    """Sequences that one worker folds together; `structures` and `error` are there once its task is done."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.structures: list[Structure] | None = None
        self.error = ""


class _Slot:
    """The place of one sequence in the output: a structure, an error, or a place in a chunk."""

    __slots__ = ("chunk", "error", "index", "length", "structure")

    def __init__(self, length: int) -> None:
        self.length = length
        self.structure: Structure | None = None
        self.error = ""
        self.chunk: _Chunk | None = None
        self.index = 0


class FoldStream:
    """One run of `fold_many`.

    Parameters
    ----------
    sequences : iterable of str
        What to fold.
    options : FoldOptions
        What to compute.
    pool : WorkerPool
        Who folds; not closed here.
    cache : FoldCache or None
        Where known folds are.
    progress : callable
        Told how far it is, and asked whether to go on.
    may_fold_here : bool
        Whether one short sequence may be folded in this process.
    """

    def __init__(
        self,
        sequences: Iterable[str],
        options: FoldOptions,
        *,
        pool: WorkerPool,
        cache: FoldCache | None,
        progress: Progress,
        may_fold_here: bool,
    ) -> None:
        if isinstance(sequences, str):
            raise InvalidOptionError("Got one string as the sequences to fold; expected several, such as a list.")
        self._total = len(sequences) if isinstance(sequences, Sized) else None
        self._sequences = iter(sequences)
        self._exhausted = False
        self._options = options
        self._pool = pool
        self._cache = cache
        self._progress = progress
        self._may_fold_here = may_fold_here
        self._slots: deque[_Slot] = deque()
        self._bases_ahead = 0
        self._running: list[_Chunk] = []
        self._in_flight: dict[str, tuple[_Chunk, int]] = {}
        self._done = 0
        self._reported = 0.0

    def run(self) -> Iterator[Structure]:
        """Yield the structures, once."""
        self._report(force=True)
        while self._slots or not self._exhausted:
            if self._has_room():
                self._read_batch()
            while self._slots and self._is_ready(self._slots[0]):
                yield self._pop()
                if self._has_room():
                    self._read_batch()
            if self._slots and not self._has_room():
                self._wait()
        self._report(force=True)

    def abandon(self) -> None:
        """Give up what still runs."""
        self._pool.abandon([chunk.task for chunk in self._running])

    def _has_room(self) -> bool:
        ahead = len(self._slots) < _AHEAD_SEQUENCES and self._bases_ahead < _AHEAD_BASES
        return not self._exhausted and ahead and len(self._running) <= 2 * self._pool.workers

    def _read_batch(self) -> None:
        """Read as many sequences as keep the workers busy for a moment, and find or order their folds."""
        slots: list[_Slot] = []
        wanted: dict[str, list[_Slot]] = {}
        seconds = 0.0
        while seconds < _CHUNK_SECONDS * self._pool.workers and len(slots) < _CHUNK_SEQUENCES:
            try:
                sequence = next(self._sequences)
            except StopIteration:
                self._exhausted = True
                break
            slot = _Slot(0)
            slots.append(slot)
            try:
                rna = checked_sequence(sequence)
            except FoldingError as error:
                slot.error = str(error)
                continue
            slot.length = len(rna)
            wanted.setdefault(rna, []).append(slot)
            seconds += estimate_seconds(len(rna), self._options) if len(wanted[rna]) == 1 else 0.0
        self._slots.extend(slots)
        self._bases_ahead += sum(slot.length for slot in slots)
        self._resolve(wanted)

    def _resolve(self, wanted: dict[str, list[_Slot]]) -> None:
        """Fill slots from the cache and from what is being folded; order the rest."""
        names = list(wanted)
        known = self._cache.get_many(names, self._options) if self._cache is not None and names else {}
        missing: list[str] = []
        for place, rna in enumerate(names):
            if place in known:
                for slot in wanted[rna]:
                    slot.structure = known[place]
            elif rna in self._in_flight:
                self._point(wanted[rna], *self._in_flight[rna])
            else:
                missing.append(rna)
        if self._may_fold_here and self._exhausted and len(missing) == 1 and not self._running and self._is_short(missing[0]):
            self._fold_here(missing[0], wanted[missing[0]])
            return
        for group in self._groups(missing):
            chunk = _Chunk(self._pool.submit(group, self._options))
            self._running.append(chunk)
            for index, rna in enumerate(group):
                self._in_flight[rna] = (chunk, index)
                self._point(wanted[rna], chunk, index)

    def _groups(self, missing: list[str]) -> Iterator[list[str]]:
        """Cut sequences into chunks that cost about the same; a long one is alone, so that no short one waits for it."""
        group: list[str] = []
        seconds = 0.0
        for rna in missing:
            cost = estimate_seconds(len(rna), self._options)
            if group and seconds + cost > _CHUNK_SECONDS:
                yield group
                group, seconds = [], 0.0
            group.append(rna)
            seconds += cost
        if group:
            yield group

    @staticmethod
    def _point(slots: list[_Slot], chunk: _Chunk, index: int) -> None:
        for slot in slots:
            slot.chunk, slot.index = chunk, index

    def _is_short(self, rna: str) -> bool:
        return estimate_seconds(len(rna), self._options) <= _SHORT_SECONDS

    def _fold_here(self, rna: str, slots: list[_Slot]) -> None:
        try:
            structure = fold(rna, self._options)
        except FoldingError as error:
            for slot in slots:
                slot.error = str(error)
            return
        if self._cache is not None:
            self._cache.put_payloads([(rna, encode_structure(structure))], self._options)
        for slot in slots:
            slot.structure = structure

    @staticmethod
    def _is_ready(slot: _Slot) -> bool:
        return slot.structure is not None or bool(slot.error) or (slot.chunk is not None and slot.chunk.structures is not None)

    def _pop(self) -> Structure:
        slot = self._slots.popleft()
        self._bases_ahead -= slot.length
        self._done += 1
        structure, error = slot.structure, slot.error
        if slot.chunk is not None and slot.chunk.structures is not None:
            if slot.index < len(slot.chunk.structures):
                structure = slot.chunk.structures[slot.index]
            else:
                error = slot.chunk.error
        if structure is None:
            raise FoldingError(f"Sequence {self._done}: {error or 'it was not folded; try again.'}")
        self._report()
        return structure

    def _wait(self) -> None:
        """Wait a moment for the next chunk, and take what is done."""
        wait([chunk.task.future for chunk in self._running], timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED)
        self._report()
        for chunk in [chunk for chunk in self._running if chunk.task.future.done()]:
            self._running.remove(chunk)
            self._take(chunk)

    def _take(self, chunk: _Chunk) -> None:
        """Decode a chunk that is done and store it."""
        task = chunk.task
        for rna in task.sequences:
            self._in_flight.pop(rna, None)
        try:
            payloads, error = task.future.result()
            folded = list(zip(task.sequences, payloads, strict=False))
            chunk.error = error or ""
            structures = [decode_structure(payload, rna, self._options) for rna, payload in folded]
            if self._cache is not None:
                self._cache.put_payloads(folded, self._options)
        except (FoldingError, ValueError) as error:
            structures, chunk.error = [], str(error)
        chunk.structures = structures

    def _report(self, *, force: bool = False) -> None:
        now = time.monotonic()
        if force or now - self._reported >= _POLL_SECONDS:
            self._reported = now
            self._progress(self._done, self._total, "Folding")
