"""The shape of the program: who imports whom, how large things are, and how they are named."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import reader

PACKAGE = Path(reader.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
LAYERS = {
    # A module may import from its own layer and from those listed.
    "__init__": set[str](),
    "errors": set[str](),
    "core": {"errors"},
    "formats": {"__init__", "errors", "core"},
    "terminal": {"errors"},
    "verbs": {"__init__", "errors", "core", "formats", "terminal"},
    "cli": {"errors", "core", "formats", "terminal", "verbs", "gui"},
    "gui": {"__init__", "errors", "core", "formats"},
    "__main__": {"cli"},
    "dev": {"__init__", "errors", "core", "formats", "cli", "gui"},
}
QT = {"PySide6", "shiboken6"}
MOST_LINES, MOST_STATEMENTS = 400, 40
SAYS_NOTHING = ("util", "utils", "manager", "helper", "helpers", "misc", "common")

every_module = pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE))
)


def layer_of(path: Path) -> str:
    """The first part of the module's name below `reader`."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports_of(tree: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    """Every module named in an import, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"line {node.lineno}: imports are written in full"
            assert node.module
            if node.module == "reader":
                yield from ((f"reader.{alias.name}", node) for alias in node.names)
            else:
                yield node.module, node


def at_import_time(tree: ast.Module) -> set[ast.stmt]:
    """The statements that run when the module is imported, not counting those for types only."""
    found: set[ast.stmt] = set()
    rest: list[ast.AST] = [tree]
    while rest:
        node = rest.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            rest += node.orelse
            continue
        if isinstance(node, ast.stmt):
            found.add(node)
        rest += ast.iter_child_nodes(node)
    return found


@every_module
def test_imports_point_one_way(path: Path) -> None:
    layer = layer_of(path)
    for name, node in imports_of(ast.parse(path.read_text(encoding="utf-8"))):
        if name.split(".")[0] == "reader":
            parts = name.split(".")
            target = parts[1] if len(parts) > 1 and parts[1] in LAYERS else "__init__"
            allowed = LAYERS[layer] | {layer}
            assert target in allowed, f"line {node.lineno}: {layer} must not import {name}"


@every_module
def test_qt_is_only_in_the_windows(path: Path) -> None:
    if layer_of(path) in {"gui", "dev"}:
        return
    for name, node in imports_of(ast.parse(path.read_text(encoding="utf-8"))):
        assert name.split(".")[0] not in QT, f"line {node.lineno}: {name} belongs in reader.gui"


def test_the_command_line_imports_the_windows_late() -> None:
    tree = ast.parse((PACKAGE / "cli.py").read_text(encoding="utf-8"))
    early = at_import_time(tree)
    ours = {name for name, node in imports_of(tree) if node in early and "reader" in name}
    assert ours == {"reader.errors"}


def test_the_core_does_not_load_qt() -> None:
    core = [
        ".".join(("reader", *path.relative_to(PACKAGE).with_suffix("").parts))
        for path in MODULES
        if layer_of(path) in {"core", "errors", "terminal", "verbs", "cli"}
        and path.name != "__init__.py"
    ]
    script = f"""
import importlib, sys
for name in {core!r}:
    importlib.import_module(name)
print(sorted({QT!r} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@every_module
def test_modules_are_small(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES, f"{lines} lines: split it by what its parts are for"


@every_module
def test_functions_are_small(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            count = sum(isinstance(part, ast.stmt) for part in ast.walk(node)) - 1
            assert count <= MOST_STATEMENTS, f"{node.name} has {count} statements"


@every_module
def test_names_say_something(path: Path) -> None:
    names = [path.stem, path.parent.name]
    names += [
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    for name in names:
        assert not name.lower().endswith(SAYS_NOTHING), f"{name}: what does it do?"


@every_module
def test_modules_say_what_they_are_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
