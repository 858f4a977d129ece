"""Every YAML file of the project is written as `.yamllint` says."""

from __future__ import annotations

from pathlib import Path

import pytest
from source_files import ROOT
from yamllint import linter
from yamllint.config import YamlLintConfig

CONFIG = YamlLintConfig(file=str(ROOT / ".yamllint"))
FOLDERS = (".github", ".ci", "data", "docs", "migrations", "tests", "benchmarks", "widget")
FILES = sorted(
    file.relative_to(ROOT)
    for place in (ROOT.glob("*"), *((ROOT / folder).rglob("*") for folder in FOLDERS))
    for file in place
    if file.suffix in (".yml", ".yaml") and not CONFIG.is_file_ignored(str(file.relative_to(ROOT)))
)


def test_the_files_are_found() -> None:
    assert {Path("domain.yml"), Path("data/library/clinic.yml"), Path("data/nlu/vocabulary.yml")} <= set(FILES)


@pytest.mark.parametrize("file", FILES, ids=str)
def test_the_yaml_is_written_as_agreed(file: Path) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    problems = [f"{file}:{problem.line}: {problem.desc}" for problem in linter.run(text, CONFIG, str(file))]
    assert problems == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a: 1\na: 2\n", "key-duplicates"),
        (f"a: {'word ' * 40}\n", "line-length"),
        ("a: yes\n", "truthy"),
        ("on: 1\n", "truthy"),
        ("a:\nb: 1\n", "empty-values"),
        ("a: [1,2]\n", "commas"),
        ("a: 017\n", "octal-values"),
        ("a: 1 \n", "trailing-spaces"),
    ],
)
def test_what_is_not_agreed_is_found(text: str, rule: str) -> None:
    assert rule in [problem.rule for problem in linter.run(text, CONFIG, "some.yml")]
