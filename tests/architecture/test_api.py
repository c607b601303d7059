"""The front door: public names, imported when they are used, and a command line that starts quickly."""

import ast
import json
import subprocess
import sys

import pytest

import rbpviz
from tests.architecture.source import ROOT, library

HEAVY = ("torch", "streamlit", "lightning", "captum", "RNA", "pandas", "sklearn", "scipy", "plotly", "matplotlib", "logomaker", "networkx")


def loaded_after(code: str) -> set[str]:
    """Return which heavy packages are loaded after running some code in a fresh interpreter."""
    script = f"import sys, json\n{code}\nsys.stderr.write(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded_after("import rbpviz") == set()


def test_help_loads_nothing_heavy() -> None:
    run = "from rbpviz.__main__ import main\ntry:\n    main()\nexcept SystemExit as end:\n    assert not end.code"
    assert loaded_after(f"sys.argv = ['rbpviz', '--help']\n{run}") == set()


def test_the_command_says_what_it_can_do() -> None:
    done = subprocess.run([sys.executable, "-m", "rbpviz", "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for command in ("models", "predict", "response", "evaluate", "train", "fold", "app"):
        assert command in done.stdout


@pytest.mark.parametrize("name", rbpviz.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(rbpviz, name) is not None
    assert name in dir(rbpviz)


def test_the_types_that_checkers_see_are_the_names_that_are_loaded() -> None:
    front = next(module for module in library() if module.name == "rbpviz")
    guard = next(node for node in front.tree.body if isinstance(node, ast.If))
    seen = {alias.name: node.module for node in guard.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert seen == rbpviz._HOMES
    assert {*rbpviz._HOMES, "__version__"} == set(rbpviz.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        rbpviz.nothing  # noqa: B018
