"""Every page is in the navigation, lies where it must, and opens without an error."""

import ast

import pytest
from streamlit.testing.v1 import AppTest

from tests.architecture.source import ROOT, Module, pages, product

SECONDS = 60


def test_there_are_pages() -> None:
    assert len(pages()) >= 3


@pytest.mark.parametrize("module", pages(), ids=lambda module: module.place)
def test_a_page_lies_in_a_group(module: Module) -> None:
    """Directly under `pages/` the app's own frame would not run on a first visit."""
    assert module.path.parent.parent == ROOT / "pages"


def navigation() -> str:
    """Return the text constants of app.py and of `rbpviz/ui`, where the navigation is."""
    modules = [m for m in product() if m.name == "app" or m.name.startswith("rbpviz.ui")]
    return "\n".join(n.value for m in modules for n in ast.walk(m.tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))


@pytest.mark.parametrize("module", pages(), ids=lambda module: module.place)
def test_a_page_is_in_the_navigation(module: Module) -> None:
    assert module.path.relative_to(ROOT / "pages").as_posix() in navigation()


@pytest.mark.parametrize("module", pages(), ids=lambda module: module.place)
def test_a_page_opens(module: Module) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS).run()
    app.switch_page(module.place).run()
    assert not app.exception, [error.value for error in app.exception]
    assert app.title, "a page has a title"


def test_app_has_a_main_guard() -> None:
    """Without it a worker process that is started from a page would run the app again."""
    app = next(module for module in product() if module.name == "app")
    guards = [ast.unparse(node.test) for node in app.tree.body if isinstance(node, ast.If)]
    assert "__name__ == '__main__'" in guards
    effects = [node for node in app.tree.body if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)]
    assert effects == []
