"""Every page opens in the app's frame: empty, with an input in the tray, and without any model."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rbpviz.ui import state, stored
from tests.pages.helpers import check
from tests.ui.fixtures import ROOT, SECONDS

PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "pages").rglob("*.py"))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_empty(app: AppTest, page: str) -> None:
    check(app.switch_page(page).run())
    assert len(app.title) == 1
    assert app.title[0].value.endswith("?"), "a page's title is a question"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_with_an_input(app: AppTest, page: str) -> None:
    app.session_state[state.INPUT] = stored.example_id("qki")
    check(app.switch_page(page).run())
    assert any("Example" in element.value for element in app.sidebar.markdown)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_without_any_model(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    monkeypatch.setenv("RBPVIZ_CHECKPOINTS", str(tmp_path / "none"))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS).run()
    app.session_state[state.INPUT] = stored.example_id("qki")
    check(app.switch_page(page).run())
    assert len(app.title) == 1
