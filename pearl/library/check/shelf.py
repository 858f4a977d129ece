"""The shelf: every file of a library as read for the check, with its lines; those that cannot be read are findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pearl.clinic_profile import ClinicProfile, read_profile
from pearl.errors import LibraryFileError
from pearl.library.check.finding import Finding
from pearl.library.files import read_red_flag, read_sources, read_topic
from pearl.library.located_yaml import LocatedYaml, Place, read_yaml
from pearl.library.topic import Citation, RedFlag, Source, Topic

Content = TypeVar("Content")


@dataclass(frozen=True)
class Sheet(Generic[Content]):
    """One file as read: its lines, and what it holds."""

    document: LocatedYaml
    content: Content

    def finding(self, rule: str, place: Place, message: str, warning: bool = False) -> Finding:
        """A finding at a place of this file."""
        return Finding(self.document.file, self.document.line(place), rule, message, warning)


@dataclass(frozen=True)
class Shelf:
    """All files of a library, and the assistant's own YAML that must agree with them.

    `sources` and `profile` are None when they cannot be read: then `unreadable` says why, and rules that need them
    rest.
    """

    topics: tuple[Sheet[Topic], ...]
    red_flags: tuple[Sheet[RedFlag], ...]
    sources: Sheet[tuple[Source, ...]] | None
    profile: Sheet[ClinicProfile] | None
    intents: tuple[LocatedYaml, ...]
    domain: LocatedYaml | None
    unreadable: tuple[Finding, ...]

    def topic_keys(self) -> set[str]:
        """The keys of all topics, those that cannot be read among them: what names one of these is not wrong too."""
        unreadable = {finding.file.stem for finding in self.unreadable if finding.file.parent.name == "topics"}
        return unreadable | {sheet.content.key for sheet in self.topics}

    def citations(self) -> Iterator[tuple[Sheet[Any], Place, Citation]]:
        """Every citation of the topics and the red flags, with its file and its place there."""
        for topic in self.topics:
            for index, citation in enumerate(topic.content.citations):
                yield topic, ("sources", index), citation
        for flag in self.red_flags:
            for number, advice in enumerate(flag.content.advice):
                for index, citation in enumerate(advice.citations):
                    yield flag, ("advice", number, "sources", index), citation


def read_shelf(folder: Path, nlu: Path | None = None, domain: Path | None = None) -> Shelf:
    """Read a library folder, and if given a folder of Rasa's NLU files and its domain file. Raises nothing."""
    reader = _Reader()
    return Shelf(
        topics=reader.each(folder / "topics", read_topic),
        red_flags=reader.each(folder / "red_flags", read_red_flag),
        sources=reader.one(folder / "sources.yml", read_sources),
        profile=reader.one(folder / "clinic.yml", read_profile),
        intents=tuple(sheet.document for sheet in reader.each(nlu, read_yaml)) if nlu else (),
        domain=reader.plain(domain) if domain else None,
        unreadable=tuple(reader.trouble),
    )


class _Reader:
    """Reads on after a file that cannot be read, and keeps the trouble."""

    def __init__(self) -> None:
        self.trouble: list[Finding] = []

    def one(self, file: Path, read: Callable[[Path], Content]) -> Sheet[Content] | None:
        try:
            return Sheet(read_yaml(file), read(file))
        except LibraryFileError as error:
            self.trouble.append(Finding(error.file, error.line, "unreadable", error.reason))
            return None

    def each(self, folder: Path, read: Callable[[Path], Content]) -> tuple[Sheet[Content], ...]:
        if not folder.is_dir():
            self.trouble.append(Finding(folder, 1, "unreadable", "is no folder; it must hold .yml files."))
        sheets = [self.one(file, read) for file in sorted(folder.glob("*.yml"))]
        return tuple(sheet for sheet in sheets if sheet is not None)

    def plain(self, file: Path) -> LocatedYaml | None:
        sheet = self.one(file, read_yaml)
        return sheet.document if sheet else None
