"""Every test that the documentation names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`((?:[a-z]+/)?test_\w+\.py)(?:::(\w+))?`")
PAGES = ("promises.md", "booking.md")


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_a_page_names_is_there(page: str) -> None:
    named = NAMED.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))
    assert named
    for file, test in named:
        path = ROOT / "tests" / file
        assert path.is_file(), f"{page} names {file}"
        assert f"def {test}" in path.read_text(encoding="utf-8"), f"{page} names {file}::{test}"


def test_every_conversation_that_the_promises_name_runs_on_both_databases() -> None:
    named = {
        file for file, _ in NAMED.findall((ROOT / "docs" / "promises.md").read_text(encoding="utf-8"))
        if file.startswith("conversations/")
    }  # fmt: skip
    memory = [file for file in named if "mark.in_sql" not in (ROOT / "tests" / file).read_text(encoding="utf-8")]
    assert memory == []
