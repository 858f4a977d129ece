"""The check as a whole: what it returns, and how it goes on past what it cannot read."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from small_library import SmallLibrary

from pearl.errors import BadInput
from pearl.library.check import Finding, check_library

SHIPPED = Path(__file__).parents[2] / "data" / "library"


def test_a_good_library_has_no_finding(library: SmallLibrary) -> None:
    assert library.check() == []


def test_a_good_library_has_no_finding_against_the_seeds_themselves(library: SmallLibrary) -> None:
    assert library.check(seeds=library.seeds) == []


def test_a_finding_reads_as_file_line_rule_and_message() -> None:
    assert str(Finding(Path("a.yml"), 3, "price", "is wrong.")) == "a.yml:3: price: is wrong."


def test_a_file_that_cannot_be_read_is_a_finding_and_the_others_are_still_checked(library: SmallLibrary) -> None:
    broken = library.change("library/red_flags/infection.yml", "level: U", "level: X")
    wrong = library.change("library/topics/steam.yml", "related: [freezing]", "related: [freezing, nothing]")
    assert [f"{f.file}:{f.line} {f.rule}" for f in library.check()] == [f"{broken} unreadable", f"{wrong} dead-link"]


def test_a_topic_that_cannot_be_read_makes_no_dead_link_of_what_names_it(library: SmallLibrary) -> None:
    wrong = library.change("library/topics/steam.yml", "risk: low", "risk: enormous")
    assert library.places("unreadable") == [wrong]


def test_a_broken_profile_is_a_finding(library: SmallLibrary) -> None:
    wrong = library.change("library/clinic.yml", "timezone: America/Edmonton", "timezone: America/Nowhere")
    assert library.places("unreadable") == [wrong]


def test_wording_of_notices_that_cannot_be_filled_in_is_a_finding(library: SmallLibrary) -> None:
    file = library.folder / "notices.yml"
    shutil.copy(SHIPPED / "notices.yml", file)
    assert library.check() == []
    file.write_text(file.read_text(encoding="utf-8").replace("Hello {name},", "Hello {nobody},", 1), encoding="utf-8")
    (place,) = library.places("unreadable")
    assert place.startswith(f"{file}:")


@pytest.mark.parametrize("name", ["sources.yml", "brands.txt", "seed_runs.sha256.txt"])
def test_a_missing_file_is_a_finding(library: SmallLibrary, name: str) -> None:
    (library.folder / name).unlink()
    assert library.places("unreadable") == [f"{library.folder / name}:1"]


def test_a_folder_that_is_no_library_has_findings_and_no_traceback(tmp_path: Path) -> None:
    findings = check_library(tmp_path / "nowhere", date(2026, 11, 25))
    assert {finding.rule for finding in findings} == {"unreadable"}
    assert not any(finding.warning for finding in findings)


def test_seeds_that_are_not_there_are_bad_input(library: SmallLibrary, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nowhere"):
        library.check(seeds=tmp_path / "nowhere")


def test_the_findings_are_in_the_order_of_files_and_lines(library: SmallLibrary) -> None:
    library.change("library/topics/steam.yml", "Nobody has to decide", "For $7 nobody has to decide")
    library.change("library/topics/steam.yml", "It is a small", "At 3am it is a small")
    library.change("library/topics/freezing.yml", "related: [steam]", "related: [ice]")
    assert [(f.file.name, f.rule) for f in library.check()] == [
        ("freezing.yml", "dead-link"),
        ("steam.yml", "opening-hours"),
        ("steam.yml", "price"),
    ]
