"""House style that a linter does not know: lengths, signatures, docstrings, and things that do not belong in the library."""

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterator

import pytest
from numpydoc.validate import validate

from tests.architecture.source import Module, code_lines, functions, library, pages, product, test_modules

MODULE_LINES = 450
FUNCTION_LINES = 60
TEST_LINES = 40
PAGE_LINES = 120
POSITIONAL = 3
PARAMETERS = 8
EXPLAINED_FROM = 3
FORBIDDEN_CALLS = {"print", "eval", "exec", "breakpoint", "__import__"}
FORBIDDEN_ATTRIBUTES = {"torch.load", "torch.save", "pandas.read_pickle", "pd.read_pickle", "np.save", "os.system", "plt.show"}
FORBIDDEN_IMPORTS = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal", "pdb"}
FORBIDDEN_KEYWORDS = {"shell", "allow_pickle", "unsafe_allow_html", "unsafe_allow_javascript"}
RAW_HTML = {"rbpviz/ui/markup.py"}
"""The only modules that may hand HTML of their own to the browser; nothing a user wrote goes through them unescaped."""

by_place = pytest.mark.parametrize("module", product(), ids=lambda module: module.place)
by_name = pytest.mark.parametrize("module", [m for m in library() if m.path.name != "__main__.py"], ids=lambda module: module.name)


@by_place
def test_a_module_opens_with_a_docstring_and_is_not_too_long(module: Module) -> None:
    assert (ast.get_docstring(module.tree) or "").strip().endswith((".", ":", "`"))
    assert len(module.text.splitlines()) <= MODULE_LINES


@by_place
def test_functions_are_short(module: Module) -> None:
    long = {function.name: code_lines(module, function) for function in functions(module)}
    assert {name: n for name, n in long.items() if n > FUNCTION_LINES} == {}


@pytest.mark.parametrize("module", test_modules(), ids=lambda module: module.place)
def test_tests_are_short(module: Module) -> None:
    long = {function.name: code_lines(module, function) for function in functions(module) if function.name.startswith("test_")}
    assert {name: n for name, n in long.items() if n > TEST_LINES} == {}


@pytest.mark.parametrize("module", pages(), ids=lambda module: module.place)
def test_pages_are_thin(module: Module) -> None:
    assert len(module.text.splitlines()) <= PAGE_LINES


@by_place
def test_nothing_that_does_not_belong_in_the_library(module: Module) -> None:
    assert list(offences(module)) == []


def test_offences_are_found() -> None:
    lines = ("import pickle", "print(1)", "assert x", "raise Exception('a')", "raise BaseException", "torch.load(f)", "f(x, shell=True)")
    code = "\n".join(lines)
    module = Module("rbpviz.ui.x", library()[0].path, code, ast.parse(code))
    assert [line for line, _ in sorted(offences(module))] == [1, 2, 3, 4, 5, 6, 7]


def offences(module: Module) -> Iterator[tuple[int, str]]:
    """Yield line and name of everything in a module that the library must not contain."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assert):
            yield node.lineno, "assert"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            yield from ((node.lineno, name) for name in names if name.split(".")[0] in FORBIDDEN_IMPORTS)
        elif isinstance(node, ast.Raise) and node.exc is not None:
            raised = ast.unparse(node.exc.func if isinstance(node.exc, ast.Call) else node.exc)
            if raised in ("Exception", "BaseException"):
                yield node.lineno, f"raise {raised}"
        elif isinstance(node, ast.Call):
            yield from _bad_calls(module, node)


def _bad_calls(module: Module, call: ast.Call) -> Iterator[tuple[int, str]]:
    name = ast.unparse(call.func)
    if name in FORBIDDEN_CALLS | FORBIDDEN_ATTRIBUTES:
        yield call.lineno, name
    for keyword in call.keywords:
        false = isinstance(keyword.value, ast.Constant) and keyword.value.value is False
        if keyword.arg in FORBIDDEN_KEYWORDS and not false and module.place not in RAW_HTML:
            yield call.lineno, f"{name}({keyword.arg}=...)"


def public_callables(module: Module) -> Iterator[tuple[str, Callable[..., object]]]:
    """Yield dotted name and object of the public functions, and methods of public classes, that a module defines itself."""
    loaded = importlib.import_module(module.name)
    for name, thing in vars(loaded).items():
        if name.startswith("_") or getattr(thing, "__module__", None) != module.name:
            continue
        if inspect.isfunction(thing):
            yield f"{module.name}.{name}", thing
        elif inspect.isclass(thing):
            yield from ((f"{module.name}.{name}.{key}", method) for key, method in _own_methods(thing))


def _own_methods(owner: type) -> Iterator[tuple[str, Callable[..., object]]]:
    """Yield the methods whose signature is ours to choose: written here, public or `__init__`, not prescribed by a foreign base class."""
    foreign = [base for base in owner.__mro__[1:] if not base.__module__.startswith("rbpviz") and base is not object]
    for key, value in vars(owner).items():
        method = value.__func__ if isinstance(value, staticmethod | classmethod) else value
        written = inspect.isfunction(method) and method.__code__.co_filename == inspect.getsourcefile(owner)
        prescribed = key != "__init__" and any(hasattr(base, key) for base in foreign)
        if written and not prescribed and (key == "__init__" or not key.startswith("_")):
            yield key, method


def parameters(name: str, function: Callable[..., object]) -> list[inspect.Parameter]:
    found = list(inspect.signature(function).parameters.values())
    return found[1:] if found and found[0].name in ("self", "cls") else found


@by_name
def test_public_signatures_are_small(module: Module) -> None:
    wrong = {}
    for name, function in public_callables(module):
        found = parameters(name, function)
        positional = [p for p in found if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
        commands = module.name.startswith("rbpviz.cli")  # a command's parameters are a user's options
        if (len(positional) > POSITIONAL or len(found) > PARAMETERS) and not commands:
            wrong[name] = str(inspect.signature(function))
    assert wrong == {}


@by_name
def test_public_functions_are_documented(module: Module) -> None:
    """Each has a docstring; with more than two parameters it explains each of them and says what is returned."""
    wrong = {}
    for name, function in public_callables(module):
        if name.endswith(".__init__"):
            continue
        if not inspect.getdoc(function):
            wrong[name] = ["no docstring"]
            continue
        codes = {"PR02"}
        if len(parameters(name, function)) > EXPLAINED_FROM and not module.name.startswith("rbpviz.cli"):
            codes |= {"PR01"} if re.search(r"\b(returns?|yields?)\b", inspect.getdoc(function) or "", re.I) else {"PR01", "RT01"}
        errors = [f"{code} {text}" for code, text in validate(name)["errors"] if code in codes]
        if errors:
            wrong[name] = errors
    assert wrong == {}


@by_name
def test_public_classes_document_their_parameters(module: Module) -> None:
    loaded = importlib.import_module(module.name)
    wrong = {}
    for name, thing in vars(loaded).items():
        if not inspect.isclass(thing) or name.startswith("_") or thing.__module__ != module.name:
            continue
        own_init = any(key in vars(thing) for key in ("__init__", "__dataclass_fields__"))
        many = own_init and len(inspect.signature(thing).parameters) > EXPLAINED_FROM
        codes = {"PR01", "PR02"} if many else {"PR02"} if own_init else set()
        errors = [f"{code} {text}" for code, text in validate(f"{module.name}.{name}")["errors"] if code in codes]
        if errors or not (vars(thing).get("__doc__") or "").strip():
            wrong[name] = errors or ["no docstring"]
    assert wrong == {}
