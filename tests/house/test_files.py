"""Files are small and named after nouns of the product."""

from __future__ import annotations

from pathlib import Path

from source_files import ROOT, python_files

FILES = [
    file
    for file in python_files("pearl", "actions", "migrations", "tests", "benchmarks", "scripts")
    if not {"node_modules", "results", ".venv"} & set(file.parts)
]
LONGEST = 250
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}


def words(file: Path) -> set[str]:
    """The names of a file and its folders, and the words in them."""
    return {word for part in (*file.parts[:-1], file.stem) for word in (part, *part.split("_"))}


def test_a_python_file_has_at_most_250_lines() -> None:
    lengths = {str(file): len((ROOT / file).read_text(encoding="utf-8").splitlines()) for file in FILES}
    assert {file: length for file, length in lengths.items() if length > LONGEST} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [str(file) for file in FILES if words(file) & VAGUE] == []


def test_every_module_begins_with_what_it_is_for() -> None:
    product = python_files("pearl", "actions")
    assert [str(file) for file in product if not (ROOT / file).read_text(encoding="utf-8").startswith('"""')] == []


def test_actions_are_flat_because_rasa_sdk_loads_no_packages_inside() -> None:
    assert {file.parent for file in python_files("actions")} == {Path("actions")}


def test_test_files_have_names_of_their_own() -> None:
    names = [file.name for file in python_files("tests") if file.name.startswith("test_")]
    assert sorted(names) == sorted(set(names))
