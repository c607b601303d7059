"""What lies where: the top level, sizes, formats that may run code, tests beside every package."""

import os
import re

import pytest

from tests.architecture.source import PACKAGE, ROOT, project_files

TOP_LEVEL = (
    "app.py",
    "pages",
    "rbpviz",
    "checkpoints",
    "tests",
    "benchmarks",
    "requirements.txt",
    "README.md",
    "pyproject.toml",
    "Makefile",
    "LICENSE",
    ".streamlit/config.toml",
    ".ci/run",
)
LARGEST_FILE = 20_000_000
LARGEST_CHECKPOINTS = 200_000_000
FORBIDDEN_FORMATS = {
    ".pt",
    ".pth",
    ".ckpt",
    ".pkl",
    ".pickle",
    ".joblib",
    ".npy",
    ".npz",
    ".h5",
    ".hdf5",
    ".keras",
    ".pb",
    ".sqlite",
    ".pyc",
}


@pytest.mark.parametrize("name", TOP_LEVEL)
def test_the_top_level_is_complete(name: str) -> None:
    assert (ROOT / name).exists()


def test_ci_can_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_no_file_is_too_large() -> None:
    assert {str(path.relative_to(ROOT)): path.stat().st_size for path in project_files() if path.stat().st_size > LARGEST_FILE} == {}


def test_no_format_that_can_run_code_or_hide_what_is_in_it() -> None:
    assert [str(path.relative_to(ROOT)) for path in project_files() if path.suffix.lower() in FORBIDDEN_FORMATS] == []


def test_checkpoints_hold_weights_and_cards_only() -> None:
    folder = ROOT / "checkpoints"
    found = [path for path in project_files() if folder in path.parents]
    deep = [path for path in found if path.parent != folder]
    stored = {"rna_map.safetensors", "motif_comparison.safetensors"}
    assert {path.name for path in deep} <= {"model.safetensors", "card.json", "motifs.meme"} | stored
    assert sum(path.stat().st_size for path in found) < LARGEST_CHECKPOINTS
    for path in deep:
        if path.name == "model.safetensors":
            assert path.with_name("card.json").exists(), path


def test_every_package_has_tests() -> None:
    packages = {
        path.parent.name for path in PACKAGE.glob("*/__init__.py") if any(f.name != "__init__.py" for f in path.parent.glob("*.py"))
    }
    tested = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    assert packages - tested == set()


def test_test_files_are_named_so_that_they_are_found() -> None:
    """A file with tests in it that pytest does not collect would pass for ever."""
    for path in (ROOT / "tests").rglob("*.py"):
        if re.search(r"^(?:async )?def test_[a-z0-9_]+\(.*\) -> None:", path.read_text(encoding="utf-8"), re.M):
            assert path.name.startswith("test_"), path
