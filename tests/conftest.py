"""What all tests share: folders of their own, one compute thread, a Chromium where there is one, the benchmark data where it is.

Fixtures of one package only belong in that package's own `conftest.py`.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

for _name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_TESTS = Path(__file__).parent / "browser"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests under `tests/browser` and keep them in one process."""
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Send jobs, published models and caches to a temporary folder, never to the user's own."""
    folder = tmp_path_factory.mktemp("rbpviz")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RBPVIZ_HOME", str(folder / "home"))
        patch.setenv("RBPVIZ_CACHE", str(folder / "cache"))
        yield folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a home folder that only this test uses."""
    folder = tmp_path / "home"
    monkeypatch.setenv("RBPVIZ_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def browser_path() -> str:
    """Return the path of an installed Chromium; skip where there is none, fail where `RBPVIZ_REQUIRE_BROWSER` is 1."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if found:
        return found
    reason = f"no Chromium on this machine (looked for {', '.join(BROWSERS)})"
    if os.environ.get("RBPVIZ_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{reason}, and RBPVIZ_REQUIRE_BROWSER=1 asks for one")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def benchmark_data() -> Path:
    """Return the folder of benchmark data (`RBPVIZ_DATA`, else `../shared/data`); skip where there is none."""
    from rbpviz import config

    folder = config.data_dir()
    if folder is None:
        pytest.skip("no benchmark data (set RBPVIZ_DATA to its folder)")
    return folder
