"""The words on the chat's own buttons and lines, a file for each language, in the library's folder `widget`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pydantic

from pearl.clinic_facts import PLACEHOLDER
from pearl.errors import LibraryFileError
from pearl.library.located_yaml import LocatedYaml, read_yaml
from pearl.library.schema import Shape, shaped

FOLDER, ENGLISH = "widget", "en"


class ChatWords(Shape):
    """The words of one language, and whether it is written from left to right or from right to left."""

    language: pydantic.constr(regex=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")  # type: ignore[valid-type]
    direction: Literal["ltr", "rtl"]
    words: dict[str, str]


def read_words(folder: Path, shipped: Path) -> dict[str, ChatWords]:
    """The words of every language by its tag in small letters; a library's own file comes before the shipped one.

    Every file has the keys and placeholders of the shipped English one. Raises LibraryFileError, with what is wrong.
    """
    pattern = shaped(ChatWords, read_yaml(shipped / FOLDER / f"{ENGLISH}.yml")).words
    files = {file.stem.lower(): file for root in (shipped, folder) for file in sorted((root / FOLDER).glob("*.yml"))}
    return {tag: _read(file, pattern) for tag, file in files.items()}


def chosen(languages: Mapping[str, ChatWords], wanted: str, otherwise: str) -> ChatWords:
    """The words for a language tag such as fr-CA: in just this language, else in fr, else in the clinic's, else English."""
    tag, other = wanted.lower(), otherwise.lower()
    tags = (tag, tag.partition("-")[0], other, other.partition("-")[0], ENGLISH)
    return next(languages[tag] for tag in tags if tag in languages)


def _read(file: Path, pattern: Mapping[str, str]) -> ChatWords:
    document = read_yaml(file)
    found = shaped(ChatWords, document)
    if found.language.lower() != file.stem.lower():
        raise _wrong(document, "language", f"'language' is {found.language}, but the file is {file.name}.")
    if missing := sorted(pattern.keys() - found.words.keys()):
        raise _wrong(document, "words", f"'words' has no '{missing[0]}'; copy it from the shipped {ENGLISH}.yml.")
    for key, text in found.words.items():
        if key not in pattern:
            raise _wrong(document, key, f"'{key}' is no word of the chat; take it out.")
        known, used = set(PLACEHOLDER.findall(pattern[key])), set(PLACEHOLDER.findall(text))
        if not text.strip() or not used <= known:
            fits = " and ".join(f"{{{name}}}" for name in sorted(known)) or "no braces"
            raise _wrong(document, key, f"'{key}' needs a text, with {fits} in it.")
    return found


def _wrong(document: LocatedYaml, key: str, reason: str) -> LibraryFileError:
    place = (key,) if key in ("language", "words") else ("words", key)
    return LibraryFileError(document.file, document.line(place), reason)
