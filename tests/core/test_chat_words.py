"""The chat's own words: a file for each language, complete, and the nearest one for what a page asks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pearl.chat_words import ChatWords, chosen, read_words
from pearl.errors import LibraryFileError

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "data" / "library"
ENGLISH = SHIPPED / "widget" / "en.yml"


def with_language(folder: Path, name: str, old: str = "", new: str = "") -> Path:
    """A library folder with one file of words, the English ones with a change."""
    text = ENGLISH.read_text(encoding="utf-8").replace("language: en", f"language: {name}")
    assert old in text
    (folder / "widget").mkdir(exist_ok=True)
    (folder / "widget" / f"{name}.yml").write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return folder


def test_a_library_without_words_has_the_shipped_english() -> None:
    assert read_words(Path("/nowhere"), SHIPPED).keys() == {"en"}


def test_a_language_is_a_file_more(tmp_path: Path) -> None:
    languages = read_words(with_language(tmp_path, "fr-CA", "Write a message", "Votre message"), SHIPPED)
    assert languages["fr-ca"].words["placeholder"] == "Votre message"
    assert languages["en"].words["placeholder"] == "Write a message"


def test_a_librarys_own_english_comes_before_the_shipped_one(tmp_path: Path) -> None:
    languages = read_words(with_language(tmp_path, "en", "Write a message", "Say something"), SHIPPED)
    assert languages["en"].words["placeholder"] == "Say something"


@pytest.mark.parametrize(
    ("wanted", "otherwise", "found"),
    [
        ("fr-CA", "en", "fr"),
        ("FR", "en", "fr"),
        ("ar", "fr", "fr"),
        ("ar", "de-CH", "en"),
        ("", "en-CA", "en"),
        ("../../etc/passwd", "en", "en"),
    ],
)
def test_a_page_gets_the_nearest_language(wanted: str, otherwise: str, found: str) -> None:
    languages = {tag: ChatWords(language=tag, direction="ltr", words={}) for tag in ("en", "fr")}
    assert chosen(languages, wanted, otherwise).language == found


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("  send: Send\n", "", "'words' has no 'send'"),
        ("  send: Send\n", "  send: Send\n  shout: Loud\n", "'shout' is no word of the chat"),
        ("Call {phone}", "Call {number}", "'call' needs a text, with {phone} in it"),
        ("  send: Send\n", "  send: ' '\n", "'send' needs a text, with no braces in it"),
        ("direction: ltr", "direction: up", "direction"),
        ("language: fr", "language: de", "'language' is de, but the file is fr.yml"),
    ],
)
def test_what_is_wrong_in_a_file_is_named_with_its_line(tmp_path: Path, old: str, new: str, reason: str) -> None:
    folder = with_language(tmp_path, "fr", old, new)
    with pytest.raises(LibraryFileError) as caught:
        read_words(folder, SHIPPED)
    assert reason in str(caught.value) and re.search(r"fr\.yml:\d+", str(caught.value))


def test_the_widget_uses_every_word_and_has_no_other() -> None:
    source = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "widget" / "src").rglob("*.ts"))
    words = read_words(SHIPPED, SHIPPED)["en"].words
    names = {re.sub("_([a-z])", lambda match: match[1].upper(), key) for key in words}
    assert {name for name in names if f"words.{name}" not in source} == set()
    assert set(re.findall(r'^  \| "(\w+)",?$', source, re.MULTILINE)) == names
