"""Folders and limits from the environment."""

import os
from pathlib import Path

import pytest

from rbpviz import config


@pytest.mark.parametrize(("variable", "function"), [
    ("RBPVIZ_CHECKPOINTS", config.checkpoints_dir), ("RBPVIZ_HOME", config.home_dir), ("RBPVIZ_CACHE", config.cache_dir),
])  # fmt: skip
def test_a_variable_moves_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, function: object) -> None:
    monkeypatch.setenv(variable, str(tmp_path))
    assert function() == tmp_path  # type: ignore[operator]
    for empty in ("", None):
        monkeypatch.setenv(variable, empty) if empty is not None else monkeypatch.delenv(variable)
        assert function() != tmp_path  # type: ignore[operator]
        assert function().is_absolute()  # type: ignore[operator]


def test_checkpoints_lie_in_the_project() -> None:
    assert config.PACKAGE_DIR.name == "rbpviz"
    assert config.PACKAGE_DIR.parent == config.PROJECT_DIR
    assert (config.PROJECT_DIR / "pyproject.toml").is_file()


def test_benchmark_data_may_be_absent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RBPVIZ_DATA", str(tmp_path))
    assert config.data_dir() == tmp_path
    monkeypatch.setenv("RBPVIZ_DATA", str(tmp_path / "none"))
    assert config.data_dir() is None


@pytest.mark.parametrize(("value", "count"), [("3", 3), ("0", None), ("-2", None), ("many", None), ("", None)])
def test_workers_are_chosen_or_counted(monkeypatch: pytest.MonkeyPatch, value: str, count: int | None) -> None:
    monkeypatch.setenv("RBPVIZ_WORKERS", value)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert config.worker_count() == (count or cores)


@pytest.mark.parametrize(("value", "limit"), [("5", 5), ("1", 1), ("", 2), ("0", 2), ("-3", 2), ("many", 2)])
def test_the_limit_of_running_jobs(monkeypatch: pytest.MonkeyPatch, value: str, limit: int) -> None:
    monkeypatch.setenv("RBPVIZ_JOBS", value)
    assert config.max_running_jobs() == limit
