"""Data flows one way: the order of the layers, the fences around packages, no cycles."""

import ast
import re
import sys
from collections.abc import Iterator

import networkx
import pytest

from tests.architecture.source import ROOT, Module, imports, library, product

LAYERS = (
    {"errors", "types", "config"},
    {"results", "examples"},
    {"sequences"},
    {"genes", "structure"},
    {"features", "motifs"},
    {"models"},
    {"training", "interpret", "networks"},
    {"workflows"},
    {"jobs", "engines"},
    {"ui", "progress", "launch"},
    {"cli"},
    {"pages", "app", "__main__"},
)
DRAWING = {"plots", "export"}
"""They import foundations and results only, and are imported from the workflows upwards."""
DRAWN_BY = 7

FENCES = {
    "streamlit": {"ui", "pages", "app"},
    "torch": {"models", "training", "interpret"},
    "lightning": {"training"},
    "captum": {"interpret"},
    "RNA": {"structure"},
    "plotly": {"plots"},
    "matplotlib": {"plots"},
    "logomaker": {"plots"},
    "py3Dmol": {"plots"},
    "networkx": {"networks", "structure"},
    "typer": {"cli"},
    "dask": {"engines"},
    "distributed": {"engines"},
    "sqlite3": {"jobs", "structure"},
}
DISTRIBUTIONS = {"Bio": "biopython", "RNA": "ViennaRNA", "sklearn": "scikit-learn"}


def package(name: str) -> str:
    """Return the part of the house that a dotted name belongs to; empty for the front door `rbpviz` itself."""
    parts = name.split(".")
    if parts[0] != "rbpviz":
        return parts[0]
    return parts[1] if len(parts) > 1 else ""


def rank(part: str) -> int:
    return next(i for i, layer in enumerate(LAYERS) if part in layer)


def own_imports(module: Module) -> Iterator[tuple[str, str]]:
    for name, line in imports(module):
        if name.split(".")[0] == "rbpviz":
            yield name, f"{module.place}:{line} imports {name}"


def may_import(part: str, other: str) -> bool:
    """Return whether a part of the house may import another one."""
    if part == other or {part, other} <= LAYERS[0]:
        return True
    if part in DRAWING:
        return other in LAYERS[0] | {"results"}
    if other in DRAWING:
        return rank(part) >= DRAWN_BY
    return rank(other) < rank(part)


def test_every_part_of_the_house_has_a_layer() -> None:
    parts = {package(module.name) for module in library()} - {""}
    assert parts <= set().union(*LAYERS) | DRAWING


def test_the_rules_themselves() -> None:
    assert may_import("models", "features")
    assert may_import("plots", "results")
    assert may_import("ui", "plots")
    for wrong in (("features", "models"), ("plots", "models"), ("models", "plots"), ("training", "interpret"), ("results", "sequences")):
        assert not may_import(*wrong)


@pytest.mark.parametrize("module", product(), ids=lambda module: module.place)
def test_imports_run_down_the_layers_only(module: Module) -> None:
    part = package(module.name)
    if not part:  # the front door imports lazily from everywhere
        return
    wrong = [text for name, text in own_imports(module) if package(name) and not may_import(part, package(name))]
    assert wrong == []


def test_the_library_uses_its_front_door_for_the_version_only() -> None:
    wrong = []
    for module in product():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and node.module == "rbpviz" and not node.level:
                known = {found.name for found in library()}
                wrong += [f"{module.place}: {a.name}" for a in node.names if f"rbpviz.{a.name}" not in known and a.name != "__version__"]
    assert wrong == []


def test_no_import_cycles() -> None:
    graph = networkx.DiGraph()
    for module in library():
        if module.name != "rbpviz":
            graph.add_edges_from((module.name, name) for name, _ in own_imports(module) if name not in ("rbpviz", module.name))
    cycles = [sorted(group) for group in networkx.strongly_connected_components(graph) if len(group) > 1]
    assert cycles == []


def test_packages_stay_behind_their_fences() -> None:
    wrong = [
        f"{module.place}:{line} imports {name}"
        for module in product()
        for name, line in imports(module)
        if package(module.name) not in FENCES.get(name.split(".")[0], {package(module.name)})
    ]
    assert wrong == []


def test_every_foreign_package_is_pinned_in_the_requirements() -> None:
    pinned = {match.lower() for match in re.findall(r"^([A-Za-z0-9_.-]+)(?:\[.*\])?==", (ROOT / "requirements.txt").read_text(), re.M)}
    ours = {"rbpviz", "pages", "app", "tests"} | set(sys.stdlib_module_names)
    used = {name.split(".")[0] for module in product() for name, _ in imports(module)} - ours
    assert {name for name in used if DISTRIBUTIONS.get(name, name).lower() not in pinned} == set()


def test_requirements_are_exact_and_say_why() -> None:
    for file in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / file).read_text().splitlines():
            if line and not line.startswith(("#", "-r ")):
                assert re.fullmatch(r"[A-Za-z0-9_.\[\]-]+==[0-9][^ ]* +# .+", line), line
