"""Imports point one way: adapters know the core, and the core knows neither them nor their frameworks."""

from __future__ import annotations

from pathlib import Path

import pytest
from source_files import WORKED_OUT, imported, imports, python_files, within

PEARL, ACTIONS, MIGRATIONS = python_files("pearl"), python_files("actions"), python_files("migrations")
ADAPTERS = (
    "pearl.assistant",
    "pearl.sql",
    "pearl.web",
    "pearl.delivery",
    "pearl.desk",
    "pearl.cli",
    "pearl.bootstrap",
    "pearl.model",
)
FRAMEWORKS = ("rasa", "rasa_sdk", "sanic", "sqlalchemy", "alembic", "typer", "starlette", "uvicorn")


def module(file: Path) -> str:
    return ".".join(file.with_suffix("").parts)


# `python -m pearl` is the command line's door.
CORE = [file for file in PEARL if not within(module(file), *ADAPTERS, "pearl.__main__")]


def wrong(files: list[Path], *packages: str, but: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """What files import of packages that they must not know, `but` for the modules that may."""
    found = {file: [name for name in imports(file) if within(name, *packages)] for file in files}
    return {str(file): names for file, names in found.items() if names and not within(module(file), *but)}


def test_the_core_is_where_it_is_looked_for() -> None:
    names = {module(file) for file in CORE}
    assert {"pearl.hours", "pearl.library.answering", "pearl.booking.form", "pearl.safety.gate"} <= names
    assert ACTIONS
    assert MIGRATIONS


def test_the_core_imports_no_framework_and_no_adapter() -> None:
    assert wrong(CORE, *FRAMEWORKS, *ADAPTERS, "actions") == {}


def test_in_pearl_only_the_assistant_imports_rasa() -> None:
    assert wrong(PEARL, "rasa", "rasa_sdk", but=("pearl.assistant",)) == {}


def test_only_the_store_and_its_doors_import_sqlalchemy() -> None:
    doors = ("pearl.sql", "pearl.bootstrap", "pearl.assistant.tracker_store")
    assert wrong([*PEARL, *ACTIONS], "sqlalchemy", "alembic", but=doors) == {}


def test_nothing_in_pearl_imports_the_actions() -> None:
    assert wrong(PEARL, "actions") == {}


def test_actions_know_rasa_sdk_and_the_core_but_no_server_and_no_store() -> None:
    adapters = [adapter for adapter in ADAPTERS if adapter != "pearl.bootstrap"]
    assert wrong(ACTIONS, "rasa", "sanic", *adapters) == {}


def test_no_module_is_imported_by_a_name_that_is_worked_out() -> None:
    assert [file for file in (*PEARL, *ACTIONS) if WORKED_OUT in imports(file)] == []


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("import rasa.core.agent", "rasa.core.agent"),
        ("from rasa.core import agent", "rasa.core.agent"),
        ("def f():\n    import rasa", "rasa"),
        ("if TYPE_CHECKING:\n    from pearl.sql.engine import open_database", "pearl.sql.engine.open_database"),
        ("from . import engine", "pearl.sql.engine"),
        ("from ..web import pages", "pearl.web.pages"),
        ("importlib.import_module('rasa')", "rasa"),
        ("__import__(name)", WORKED_OUT),
    ],
)
def test_every_way_to_import_is_seen(line: str, name: str) -> None:
    assert imported(line, Path("pearl/sql/some.py")) == {name}


@pytest.mark.parametrize(
    ("name", "package", "inside"),
    [
        ("rasa", "rasa", True),
        ("rasa.core", "rasa", True),
        ("rasa_sdk", "rasa", False),
        ("pearl.models", "pearl.model", False),
    ],
)
def test_a_package_is_told_from_one_with_a_longer_name(name: str, package: str, inside: bool) -> None:
    assert within(name, package) is inside
