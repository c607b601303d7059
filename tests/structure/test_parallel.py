"""Many folds: in order, the same as alone, once for duplicates, and gone at once when nobody wants them."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from rbpviz.errors import CancelledError, FoldingError, InvalidOptionError
from rbpviz.structure.cache import FoldCache
from rbpviz.structure.folding import FoldOptions, fold
from rbpviz.structure.parallel import FoldPool, fold_many
from rbpviz.structure.pool import WorkerPool
from tests.structure.samples import random_sequences, same

QUICK = FoldOptions(probabilities="none")
SLOW = random_sequences(2, 2900, seed=9)
"""Each takes several seconds."""


class Children:
    """The folding processes that were started after this was made and still live."""

    def __init__(self) -> None:
        self.before = {process.pid for process in psutil.Process().children()}

    def __call__(self) -> list[int]:
        found = [process for process in psutil.Process().children() if process.pid not in self.before]
        return [process.pid for process in found if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


@pytest.fixture
def children() -> Children:
    return Children()


def wait_for(condition: "object", seconds: float) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return bool(condition())  # type: ignore[operator]


@pytest.fixture(scope="module")
def pool() -> Iterator[FoldPool]:
    with FoldPool(2) as pool:
        pool.warm()
        yield pool


def no_process(*_: object) -> None:
    raise AssertionError("a process was asked for")


def test_the_same_folds_in_order(children: Children) -> None:
    sequences = [s for length in (12, 200, 1, 80, 150) for s in random_sequences(3, length, seed=length)]
    sequences += sequences[:4] + ["N" * 20, sequences[0].lower()]
    reports: list[tuple[int, int | None]] = []
    found = list(fold_many(sequences, workers=2, progress=lambda done, total, _: reports.append((done, total))))
    assert [structure.sequence for structure in found] == [sequence.upper() for sequence in sequences]
    for sequence, structure in zip(sequences, found, strict=True):
        assert same(structure, fold(sequence))
    assert reports[0] == (0, len(sequences))
    assert reports[-1] == (len(sequences), len(sequences))
    assert children() == []


def test_what_the_cache_knows_needs_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pool: FoldPool) -> None:
    sequences = random_sequences(30, 40)
    with FoldCache(tmp_path / "f.sqlite") as cache:
        first = list(fold_many(sequences, QUICK, workers=1, cache=cache))
        monkeypatch.setattr(WorkerPool, "submit", no_process)
        again = list(fold_many(iter(sequences * 3), QUICK, cache=cache))
    assert all(same(a, b) for a, b in zip(first * 3, again, strict=True))


def test_one_short_sequence_needs_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WorkerPool, "submit", no_process)
    with FoldCache(tmp_path / "f.sqlite") as cache:
        assert next(fold_many(["GGGGAAAACCCC"], cache=cache)).energy == -5.4
        assert len(cache) == 1
    assert list(fold_many([])) == []
    with pytest.raises(AssertionError):
        list(fold_many(["GGGGAAAACCCC"] + random_sequences(2, 50)))


def test_duplicates_are_folded_once(pool: FoldPool, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    submit = WorkerPool.submit
    monkeypatch.setattr(WorkerPool, "submit", lambda self, group, options: asked.extend(group) or submit(self, group, options))
    sequences = random_sequences(3, 60)
    assert len(list(pool.fold_many(sequences * 20, QUICK))) == 60
    assert sorted(asked) == sorted(sequences)


def test_an_error_names_the_sequence_and_comes_in_its_turn(pool: FoldPool) -> None:
    stream = pool.fold_many(["GGGGAAAACCCC", "ACGUACGU", "AC!"], QUICK)
    assert next(stream).energy == -5.4
    assert next(stream).sequence == "ACGUACGU"
    with pytest.raises(FoldingError, match="Sequence 3: Got '!' at position 3"):
        next(stream)


def test_sequences_are_read_a_bounded_number_ahead(pool: FoldPool) -> None:
    read = 0

    def endless() -> Iterator[str]:
        nonlocal read
        for sequence in random_sequences(5000, 150):
            read += 1
            yield sequence

    stream = pool.fold_many(endless())
    for _ in range(3):
        next(stream)
    assert read < 200
    stream.close()


@pytest.mark.parametrize("how", ["progress", "close"])
def test_stopping_ends_the_processes_at_once(how: str, children: Children) -> None:
    stop = threading.Event()

    def progress(_done: int, _total: int | None, _message: str) -> None:
        if stop.is_set():
            raise CancelledError("stop")

    stream = fold_many(["GGGGAAAACCCC", *SLOW], QUICK, workers=2, progress=progress)
    assert next(stream).energy == -5.4
    assert wait_for(lambda: len(children()) == 2, 10)
    started = time.monotonic()
    if how == "progress":
        stop.set()
        with pytest.raises(CancelledError):
            next(stream)
    else:
        stream.close()
    assert wait_for(lambda: not children(), 2)
    assert time.monotonic() - started < 2


def test_a_shared_pool_survives_a_caller_who_stops(children: Children) -> None:
    with FoldPool(2) as pool:
        stream = pool.fold_many(["GGGGAAAACCCC", *SLOW], QUICK)
        next(stream)
        waiting = pool.fold_many(random_sequences(4, 50), QUICK)
        assert wait_for(lambda: len(children()) == 2, 10)
        time.sleep(0.3)
        busy = set(children())
        stream.close()
        assert wait_for(lambda: not busy & set(children()), 2)
        assert len(list(waiting)) == 4
    assert children() == []
    with pytest.raises(FoldingError, match="closed"):
        list(pool.fold_many(["ACGU"]))


def test_a_process_that_dies_is_an_error_and_is_replaced(children: Children) -> None:
    with FoldPool(1) as pool:
        list(pool.fold_many(["GGGGAAAACCCC"], QUICK))
        (worker,) = children()
        stream = pool.fold_many([SLOW[0]], QUICK)
        threading.Timer(0.5, lambda: os.kill(worker, signal.SIGKILL)).start()
        with pytest.raises(FoldingError, match=r"Sequence 1: .*ended unexpectedly \(exit code -9\)"):
            next(stream)
        assert next(pool.fold_many(["GGGGAAAACCCC"], QUICK)).energy == -5.4


def test_two_threads_share_a_pool(pool: FoldPool) -> None:
    sequences = random_sequences(20, 60)
    found: dict[int, list[str]] = {}

    def run(number: int) -> None:
        found[number] = [structure.sequence for structure in pool.fold_many(sequences[number::2], QUICK)]

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {0: sequences[0::2], 1: sequences[1::2]}


def test_options_are_checked() -> None:
    for workers in (0, -1):
        with pytest.raises(InvalidOptionError, match="workers"):
            list(fold_many(["ACGU"], workers=workers))
    with pytest.raises(InvalidOptionError, match="one string"):
        list(fold_many("ACGU"))


UNGUARDED = """
import sys
print("main runs", flush=True)
from rbpviz.structure.parallel import fold_many
print([s.energy for s in fold_many(["GGGGAAAACCCC", "GGGGAAAACCCCA", "GGGGAAAAACCCC"], workers=2)])
"""


def test_a_script_without_a_main_guard(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(UNGUARDED)
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=True, env={**os.environ, "PYTHONPATH": root}
    )
    assert done.stdout.splitlines()[0] == "main runs"
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr == ""


def test_processes_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    code = (
        "from rbpviz.structure.parallel import FoldPool; import time; p = FoldPool(1); list(p.fold_many(['ACGU'])); "
        "import psutil; print(psutil.Process().children()[0].pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    if parent.stdout is None:
        pytest.fail("no pipe")
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert wait_for(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE, 5)
