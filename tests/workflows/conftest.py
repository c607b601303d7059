"""Small checkpoints for the workflows, random weights."""

from pathlib import Path

import pytest

from tests.ui.small_models import make_checkpoint


@pytest.fixture(scope="session")
def small_checkpoints(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two scan models and a paper model."""
    folder = tmp_path_factory.mktemp("small")
    make_checkpoint(folder, "PARCLIP_QKI", seed=1)
    make_checkpoint(folder, "PARCLIP_TAF15", seed=2)
    make_checkpoint(folder, "PARCLIP_QKI", seed=3, paper=True)
    return folder


@pytest.fixture(autouse=True)
def shipped(small_checkpoints: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> Path:
    """Make the small models the only ones."""
    monkeypatch.setenv("RBPVIZ_CHECKPOINTS", str(small_checkpoints))
    return small_checkpoints
