"""The library's files as entries; one that does not fit is named with line and reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sample_library import break_at, library_files, write

from pearl.errors import LibraryFileError
from pearl.library.files import read_library
from pearl.library.topic import Advice, Citation, Level, Review, Risk, SourceKind


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return library_files(tmp_path)


def test_a_topic_is_read(folder: Path) -> None:
    (topic,) = read_library(folder).topics
    assert (topic.key, topic.title, topic.risk) == ("freezing", "What is freezing?", Risk.MEDICINE)
    assert topic.review == Review(None, date(2026, 11, 2), date(2027, 5, 2))
    assert topic.short_answer == "Freezing is quick. Call {phone}."
    assert topic.details == ("It stings.", "It heals.")
    assert list(topic.variants) == ["pregnant", "near_eyes", "baby"]
    assert topic.citations[0] == Citation("S1", "part 1", "quick")
    assert topic.citations[1] == Citation("R1", "", "")
    assert topic.phrasings == ("what is freezing", "freezing?")
    assert (topic.related, topic.about_clinic) == (("gone", "freezing"), False)


def test_sources_and_red_flags_are_read(folder: Path) -> None:
    library = read_library(folder)
    assert [source.key for source in library.sources] == ["S1", "R1", "C1", "P1"]
    assert (library.sources[3].kind, library.sources[3].published) == (SourceKind.PAPER, "2020")
    assert not library.sources[2].visible
    (flag,) = library.red_flags
    assert flag.review.reviewer == "Dr Lee"
    assert flag.advice == (
        Advice(Level.EMERGENCY, "Call {emergency}."),
        Advice(Level.URGENT, "See a doctor today.", "small", (Citation("R1"),)),
    )


def test_topics_come_in_the_order_of_their_names(folder: Path) -> None:
    text = (folder / "topics" / "freezing.yml").read_text(encoding="utf-8")
    for key in ("zinc", "acne"):
        write(folder, f"topics/{key}.yml", text.replace("key: freezing", f"key: {key}"))
    assert [topic.key for topic in read_library(folder).topics] == ["acne", "freezing", "zinc"]


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("topics/freezing.yml", "key: freezing", "key: frost", "'key' is frost, but the file is freezing.yml."),
        ("topics/freezing.yml", "key: freezing", "key: Frost Bite", "'key': string does not match regex"),
        ("topics/freezing.yml", "risk: medicine", "risk: high", "'risk': unexpected value; permitted: 'low'"),
        ("topics/freezing.yml", "reviewed_on: 2026-11-02", "reviewed_on: soon", "'review.reviewed_on': invalid date"),
        ("topics/freezing.yml", "reviewed_on: 2026-11-02", "reviewed_on: 2026-11-31", "is not valid YAML: day is out"),
        ("topics/freezing.yml", "title: What is freezing?", "title: X", "'title': ensure this value has at least 3"),
        ("topics/freezing.yml", "next_steps:", "next_step:", "'next_step': extra fields not permitted."),
        ("topics/freezing.yml", "{source: R1}", "{locator: part 3}", "'sources.1.source': field required."),
        ("topics/freezing.yml", "{source: C1}", "C1", "'sources.2': value is not a valid dict."),
        ("topics/freezing.yml", '- "freezing?"', "- 7", "'phrasings.1': str type expected."),
        ("topics/freezing.yml", '- "freezing?"', "- yes", "'phrasings.1': str type expected."),
        ("topics/freezing.yml", "related: [gone,", "related: [[gone],", "'related.0': str type expected."),
        ("topics/freezing.yml", "risk: medicine", "yes: medicine", "the key 'yes' is no word; put it in quotes."),
        ("topics/freezing.yml", "risk: medicine", "title: Twice", "is not valid YAML: 'title' stands here twice."),
        ("sources.yml", "kind: ref", "kind: blog", "'sources.1.kind': unexpected value; permitted:"),
        ("sources.yml", 'url: "", visible: false', 'url: ""', "'sources.2.visible': field required."),
        ("red_flags/infection.yml", "kind: infection", "kind: burn", "'kind' is burn, but the file is infection.yml."),
        ("red_flags/infection.yml", "level: U", "level: X", "'advice.1.level': unexpected value; permitted: 'E'"),
        ("red_flags/infection.yml", "text: See a doctor today.", "txt: See", "'advice.1.text': field required."),
    ],
)
def test_what_does_not_fit_is_named_with_file_line_and_field(
    folder: Path, name: str, old: str, new: str, reason: str
) -> None:
    file, line = break_at(folder, name, old, new)
    with pytest.raises(LibraryFileError) as caught:
        read_library(folder)
    assert (caught.value.file, caught.value.line) == (file, line)
    assert reason in caught.value.reason


def test_a_field_that_is_missing_is_named(folder: Path) -> None:
    file, _ = break_at(folder, "topics/freezing.yml", "short_answer: >-\n  Freezing is quick.\n  Call {phone}.\n", "")
    with pytest.raises(LibraryFileError, match="'short_answer': field required") as caught:
        read_library(folder)
    assert (caught.value.file, caught.value.line) == (file, 1)


@pytest.mark.parametrize("text", ["", "- a list\n", "just words\n"])
def test_a_file_that_holds_no_mapping_is_named(folder: Path, text: str) -> None:
    file = write(folder, "topics/freezing.yml", text)
    with pytest.raises(LibraryFileError, match="holds no mapping") as caught:
        read_library(folder)
    assert caught.value.file == file


def test_an_unknown_variant_is_named(folder: Path) -> None:
    break_at(folder, "topics/freezing.yml", "near_eyes: Never", "near_toes: Never")
    with pytest.raises(LibraryFileError, match=r"'variants.*permitted: 'baby', 'near_eyes', 'pregnant'"):
        read_library(folder)


def test_a_red_flag_without_advice_is_named(folder: Path) -> None:
    write(
        folder,
        "red_flags/eye.yml",
        "kind: eye\ntitle: Eye\nreview: {reviewed_on: 2026-11-02, review_by: 2027-05-02}\nadvice: []\n",
    )
    with pytest.raises(LibraryFileError, match=r"eye\.yml:4: 'advice': ensure this value has at least 1 item"):
        read_library(folder)


@pytest.mark.parametrize("missing", ["topics", "red_flags"])
def test_a_missing_folder_says_what_it_should_hold(tmp_path: Path, missing: str) -> None:
    for name in ("topics", "red_flags"):
        if name != missing:
            (tmp_path / name).mkdir()
    with pytest.raises(LibraryFileError, match=f"{missing}:1: is missing; PEARL_LIBRARY must name a folder"):
        read_library(tmp_path)


def test_missing_sources_are_named(folder: Path) -> None:
    (folder / "sources.yml").unlink()
    with pytest.raises(LibraryFileError, match=r"sources\.yml:1: cannot be read"):
        read_library(folder)
