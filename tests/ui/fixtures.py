"""Fixtures that several test folders share: a folder of small test models, and the app started on it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.small_models import make_checkpoint

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 90
MODELS = ("PARCLIP_QKI", "PARCLIP_TAF15")


@pytest.fixture(scope="session")
def checkpoints(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two scan models and two paper models, random weights."""
    folder = tmp_path_factory.mktemp("checkpoints")
    for seed, name in enumerate(MODELS):
        make_checkpoint(folder, name, seed=seed)
        make_checkpoint(folder, name, seed=seed, paper=True)
    return folder


@pytest.fixture
def models(checkpoints: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the test models the only ones."""
    monkeypatch.setenv("RBPVIZ_CHECKPOINTS", str(checkpoints))
    return checkpoints


@pytest.fixture
def app(models: Path, home: Path) -> AppTest:
    """Return the app, opened on Home, with the test models and a home folder of its own."""
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS).run()
