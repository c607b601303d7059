"""The project's source as data for the architecture tests: modules, their imports, their functions, the project's files."""

import ast
import io
import subprocess
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "rbpviz"


@dataclass(frozen=True)
class Module:
    """One Python file: dotted name, path, text and syntax tree."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def place(self) -> str:
        return str(self.path.relative_to(ROOT))


def read_module(path: Path) -> Module:
    """Parse a file of the project."""
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    if parts[-1] == "__init__":
        parts.pop()
    text = path.read_text(encoding="utf-8")
    return Module(".".join(parts), path, text, ast.parse(text, filename=str(path)))


@cache
def library() -> tuple[Module, ...]:
    """Return the modules of the package `rbpviz`."""
    return tuple(map(read_module, sorted(PACKAGE.rglob("*.py"))))


@cache
def pages() -> tuple[Module, ...]:
    """Return the page scripts."""
    return tuple(map(read_module, sorted((ROOT / "pages").rglob("*.py"))))


@cache
def product() -> tuple[Module, ...]:
    """Return everything that a user runs: the package, the pages and app.py."""
    app = ROOT / "app.py"
    return (*library(), *pages(), *((read_module(app),) if app.exists() else ()))


@cache
def test_modules() -> tuple[Module, ...]:
    """Return the test files."""
    return tuple(map(read_module, sorted((ROOT / "tests").rglob("*.py"))))


test_modules.__test__ = False  # type: ignore[attr-defined]


def imports(module: Module) -> Iterator[tuple[str, int]]:
    """Yield the absolute dotted name and the line of every import, inside functions too; a module is named where one is meant."""
    names = {found.name for found in library()}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = module.name.split(".") if module.path.name == "__init__.py" else module.name.split(".")[:-1]
                base = ".".join([*package[: len(package) - node.level + 1], *filter(None, [base])])
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield (whole if whole in names else base), node.lineno


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method."""
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def code_lines(module: Module, function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function that hold code: no docstring, comments or blank lines."""
    lines: set[int] = set()
    for token in tokens(module):
        if token.type not in (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER):
            lines.update(range(token.start[0], token.end[0] + 1))
    lines &= set(range(function.lineno, (function.end_lineno or function.lineno) + 1))
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        lines -= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return len(lines)


@cache
def tokens(module: Module) -> tuple[tokenize.TokenInfo, ...]:
    """Return the tokens of a module."""
    return tuple(tokenize.generate_tokens(io.StringIO(module.text).readline))


@cache
def project_files() -> tuple[Path, ...]:
    """Return the files that belong to the project: what git tracks or would track; without git, everything outside hidden folders."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
        found = [ROOT / name for name in listed if name]
    except (OSError, subprocess.CalledProcessError):
        found = [path for path in ROOT.rglob("*") if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)]
    return tuple(path for path in found if path.is_file())
