"""The library that Pearl ships, by every rule."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pearl.library.check import check_library

ROOT = Path(__file__).parents[2]


def test_the_shipped_library_has_no_finding_but_warnings() -> None:
    data = ROOT / "data"
    findings = check_library(data / "library", date.today(), nlu=data / "nlu", domain=ROOT / "domain.yml")
    assert [str(finding) for finding in findings if not finding.warning] == []
