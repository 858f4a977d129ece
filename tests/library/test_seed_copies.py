"""Runs of 8 words that stand in a seed."""

from __future__ import annotations

from hashlib import sha256

import pytest
from small_library import SEED, SmallLibrary

from pearl.library.check.seed_runs import hashed_runs, write_seed_runs

EIGHT = "bumps under the skin are filled with a"


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("library/topics/steam.yml", "it goes well"),
        ("library/topics/steam.yml", "says that it is small"),
        ("library/topics/steam.yml", "who does steam for me"),
        ("library/red_flags/infection.yml", "you feel very ill"),
        ("library/clinic.yml", "visitor parking behind the building"),
        ("library/clinic.yml", "a doctor}"),
        ("domain.yml", "ask about milia here"),
        ("domain.yml", "Talk to a person"),
    ],
)
def test_a_copied_run_is_found_on_its_own_line_wherever_visitors_read(
    library: SmallLibrary, name: str, old: str
) -> None:
    wrong = library.change(name, old, EIGHT + ("}" if "}" in old else ""))
    assert library.places("seed-run") == [wrong]
    assert [finding.rule for finding in library.check(seeds=library.seeds)] == ["seed-run"]


def test_the_seeds_themselves_name_the_one_copied(library: SmallLibrary) -> None:
    library.change("library/topics/steam.yml", "it goes well", EIGHT)
    assert "000.txt" in library.check(seeds=library.seeds)[0].message


def test_case_punctuation_and_line_breaks_hide_no_copy(library: SmallLibrary) -> None:
    wrong = library.change(
        "library/topics/steam.yml", "it goes well", "Bumps (under the) skin,\n    are “filled” with: a"
    )
    assert library.places("seed-run") == [wrong]


def test_a_longer_copy_is_one_finding_and_seven_words_are_none(library: SmallLibrary) -> None:
    library.change("library/topics/steam.yml", "it goes well", SEED.lower().strip("."))
    library.change("library/topics/freezing.yml", "it goes well", EIGHT.removesuffix(" a"))
    assert len(library.places("seed-run")) == 1


def test_apostrophes_of_any_kind_or_none_are_the_same() -> None:
    typed = (
        "it doesn't hurt when you press on it",
        "it doesn’t hurt when you press on it",
        "It doesnt hurt when you press on it!",
    )
    assert len({run for text in typed for run, _ in hashed_runs(text)}) == 1


def test_the_committed_runs_are_sorted_short_hashes_each_once(library: SmallLibrary) -> None:
    library.write("seeds/001.txt", SEED)
    file = library.folder / "runs.txt"
    write_seed_runs(library.seeds, file)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
    assert sha256(b"little white bumps under the skin are filled").hexdigest()[:12] in lines
    assert len(lines) == len(SEED.split()) - 7


def test_a_line_that_is_no_hash_is_found(library: SmallLibrary) -> None:
    file = library.folder / "seed_runs.sha256.txt"
    file.write_text(file.read_text(encoding="utf-8") + "little white bumps\n", encoding="utf-8")
    assert library.places("unreadable") == [f"{file}:{len(SEED.split()) - 6}"]
