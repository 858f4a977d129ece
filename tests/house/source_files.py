"""Pearl's own Python files and what they import, read without running them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Iterator

ROOT = Path(__file__).parents[2]
WORKED_OUT = "a name that is worked out"


def python_files(*folders: str) -> list[Path]:
    """The Python files below folders of the project, as paths from its root."""
    return sorted(file.relative_to(ROOT) for folder in folders for file in (ROOT / folder).rglob("*.py"))


@cache
def imports(file: Path) -> frozenset[str]:
    """The full names of all that a file imports, inside functions and by name in a text too."""
    return frozenset(imported((ROOT / file).read_text(encoding="utf-8"), file))


def imported(code: str, file: Path) -> set[str]:
    """What the code of a file imports."""
    return {name for node in ast.walk(ast.parse(code)) for name in _imported(node, file)}


def _imported(node: ast.AST, file: Path) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = ".".join(file.parts[: -node.level]) if node.level else ""
        module = ".".join(part for part in (base, node.module) if part)
        yield from (f"{module}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Call) and _called(node.func) in ("import_module", "__import__") and node.args:
        name = node.args[0]
        yield str(name.value) if isinstance(name, ast.Constant) else WORKED_OUT


def texts(file: Path) -> Iterator[str]:
    """Every text that stands in a file, the fixed parts of f-strings among them."""
    for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def within(name: str, *packages: str) -> bool:
    """Whether a module is one of the packages or inside one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def _called(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
