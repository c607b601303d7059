"""Folds on disk: found again, evicted, and never a reason to fail."""

import os
import sqlite3
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import pytest

from rbpviz.errors import InvalidOptionError, RbpvizWarning
from rbpviz.results.structures import Structure
from rbpviz.structure import cache as cache_module
from rbpviz.structure.cache import FoldCache
from rbpviz.structure.folding import FoldOptions, assemble, fold
from tests.structure.samples import random_sequences, same

OPTIONS = FoldOptions(probabilities="none")


def plain(sequence: str) -> Structure:
    """Return a structure without asking ViennaRNA."""
    return assemble(sequence, OPTIONS, dot_bracket="." * len(sequence), energy=0.0, pairs=None)


def test_what_was_put_is_found_by_place(tmp_path: Path) -> None:
    sequences = random_sequences(5, 60)
    structures = [fold(sequence) for sequence in sequences[:3]]
    with FoldCache(tmp_path / "f.sqlite") as cache:
        cache.put_many(structures, FoldOptions())
    with FoldCache(tmp_path / "f.sqlite") as cache:
        assert len(cache) == 3
        found = cache.get_many([sequences[4], sequences[0], sequences[2], sequences[0]], FoldOptions())
    assert sorted(found) == [1, 2, 3]
    assert same(found[1], structures[0])
    assert same(found[3], structures[0])
    assert same(found[2], structures[2])


def test_other_options_are_other_folds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FoldCache(tmp_path / "f.sqlite") as cache:
        cache.put_many([plain("ACGU")], OPTIONS)
        assert cache.get_many(["ACGU"], FoldOptions(probabilities="none", max_global_length=2)) == {}
        monkeypatch.setattr(cache_module, "VIENNA_VERSION", "another")
        assert cache.get_many(["ACGU"], OPTIONS) == {}
        monkeypatch.undo()
        assert sorted(cache.get_many(["ACGU"], OPTIONS)) == [0]


def test_more_than_a_statement_may_hold(tmp_path: Path) -> None:
    sequences = random_sequences(1203, 12)
    with FoldCache(tmp_path / "f.sqlite") as cache:
        cache.put_many([plain(sequence) for sequence in sequences], OPTIONS)
        assert sorted(cache.get_many(sequences, OPTIONS)) == list(range(1203))
        assert cache.get_many([], OPTIONS) == {}


def ask_database(path: Path, *statements: str) -> list[int]:
    database = sqlite3.connect(path)
    try:
        return [database.execute(statement).fetchone()[0] for statement in statements]
    finally:
        database.close()


def test_the_longest_unused_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sequences = random_sequences(3000, 30)
    counts = [f"SELECT count(*) FROM folds WHERE used = {time}" for time in (1000, 9000, 9001)]
    with FoldCache(tmp_path / "f.sqlite", max_bytes=1_000_000) as cache:
        monkeypatch.setattr(cache_module.time, "time", lambda: 1000.0)
        cache.put_payloads([(s, os.urandom(900)) for s in sequences[:400]], OPTIONS)
        monkeypatch.setattr(cache_module.time, "time", lambda: 9000.0)
        cache.get_many(sequences[:200], OPTIONS)
        monkeypatch.setattr(cache_module.time, "time", lambda: 9001.0)
        seen = []
        for start in range(400, 3000, 50):
            cache.put_payloads([(s, os.urandom(900)) for s in sequences[start : start + 50]], OPTIONS)
            old, touched, new = ask_database(cache.path, *counts)
            seen.append((old, touched, new))
            assert touched == 200 or old == 0
            assert new >= 50
        pages, free, size = ask_database(cache.path, "PRAGMA page_count", "PRAGMA freelist_count", "PRAGMA page_size")
        assert (pages - free) * size <= 1_000_000
        assert seen[0] == (200, 200, 50)
        assert seen[-1][:2] == (0, 0)
        assert len(cache) > 500
        assert cache.path.stat().st_size < 2_000_000


def opened_and_asked(path: Path) -> FoldCache:
    cache = FoldCache(path)
    cache.get_many(["ACGU"], OPTIONS)
    return cache


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000, None])
def test_a_damaged_file_is_replaced_with_a_warning(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "f.sqlite"
    if content is None:  # a table of another program
        database = sqlite3.connect(path)
        database.execute("CREATE TABLE folds (something TEXT)")
        database.execute("PRAGMA user_version=1")
        database.close()
    else:
        path.write_bytes(content)
    with pytest.warns(RbpvizWarning, match="damaged"):
        cache = opened_and_asked(path)
    cache.put_many([plain("ACGU")], OPTIONS)
    assert sorted(cache.get_many(["ACGU"], OPTIONS)) == [0]
    cache.close()


def test_damage_while_in_use(tmp_path: Path) -> None:
    path = tmp_path / "f.sqlite"
    with FoldCache(path) as cache:
        cache.put_many([plain(s) for s in random_sequences(500, 300)], OPTIONS)
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    path.write_bytes(bytes(data))
    cache = FoldCache(path)
    with pytest.warns(RbpvizWarning, match="damaged"):
        assert cache.get_many(random_sequences(500, 300), OPTIONS) == {}
    cache.put_many([plain("ACGU")], OPTIONS)
    assert len(cache) == 1
    cache.close()


def test_a_damaged_fold_is_no_fold(tmp_path: Path) -> None:
    with FoldCache(tmp_path / "f.sqlite") as cache:
        cache.put_many([plain("ACGU"), plain("ACGG")], OPTIONS)
        database = sqlite3.connect(cache.path)
        database.execute("UPDATE folds SET payload = x'01ff' WHERE rowid = 1")
        database.commit()
        database.close()
        assert sorted(cache.get_many(["ACGU", "ACGG"], OPTIONS)) == [1]


def test_a_folder_that_cannot_be_written_switches_the_cache_off(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.warns(RbpvizWarning, match="not used"):
        cache = FoldCache(blocked / "f.sqlite")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cache.put_many([plain("ACGU")], OPTIONS)
        assert cache.get_many(["ACGU"], OPTIONS) == {}
        assert len(cache) == 0
        cache.close()


def test_a_closed_cache_finds_nothing(tmp_path: Path) -> None:
    cache = FoldCache(tmp_path / "f.sqlite")
    cache.close()
    cache.close()
    cache.put_many([plain("ACGU")], OPTIONS)
    assert cache.get_many(["ACGU"], OPTIONS) == {}
    with pytest.raises(InvalidOptionError):
        FoldCache(tmp_path / "g.sqlite", max_bytes=10)


def test_several_threads(tmp_path: Path) -> None:
    sequences = random_sequences(200, 30)
    with FoldCache(tmp_path / "f.sqlite") as cache:
        threads = [threading.Thread(target=cache.put_many, args=([plain(s) for s in sequences[i::4]], OPTIONS)) for i in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(cache.get_many(sequences, OPTIONS)) == 200


SCRIPT = """
import sys
from pathlib import Path
from rbpviz.structure.cache import FoldCache
from tests.structure.samples import random_sequences
from tests.structure.test_cache import OPTIONS, plain
with FoldCache(Path(sys.argv[1])) as cache:
    for sequence in random_sequences(60, 40, seed=int(sys.argv[2])):
        cache.put_many([plain(sequence)], OPTIONS)
"""


def test_several_processes(tmp_path: Path) -> None:
    path = tmp_path / "f.sqlite"
    root = Path(__file__).parents[2]
    started = [subprocess.Popen([sys.executable, "-W", "error", "-c", SCRIPT, str(path), str(i)], cwd=root) for i in range(2)]
    assert [process.wait(60) for process in started] == [0, 0]
    with FoldCache(path) as cache:
        assert len(cache) == 120


def test_the_default_place_is_the_cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RBPVIZ_CACHE", str(tmp_path / "deep" / "cache"))
    with FoldCache() as cache:
        assert cache.path == tmp_path / "deep" / "cache" / "folds.sqlite"
        assert cache.path.exists()
