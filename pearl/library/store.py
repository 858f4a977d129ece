"""The library's store: the port that everything asks for curated text, and its implementation in memory."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from pearl.keeping import in_utc
from pearl.library.loading import (
    Change,
    LoadReport,
    Step,
    check_edit,
    check_library,
    cited_by,
    is_published,
    plan,
    report_of,
)
from pearl.library.topic import Library, RedFlag, Source, Topic
from pearl.library.versions import (
    Entry,
    Head,
    Origin,
    Passage,
    VersionInfo,
    entry_id,
    fingerprint_of,
    hash_of,
    passages_of,
)


class LibraryStore(Protocol):
    """Keeps every version of every entry and says which one is published.

    Every method raises StoreUnavailable when the store cannot be used. Answers are ordered by key.
    """

    def library(self) -> Library:
        """Everything published, with each source that a published entry cites."""

    def topic(self, key: str) -> Topic | None:
        """The published version of a topic."""

    def version_of(self, key: str) -> int | None:
        """The number of a topic's published version, from 1."""

    def answer_id(self, key: str) -> str | None:
        """What names the published answer for ever, such as `can_i_pop_milia@3`."""

    def load(self, library: Library, loaded_at: datetime) -> LoadReport:
        """Take over what changed in the files since the last load, all of it or nothing.

        Where the published text was changed at the desk, the file's becomes a draft. Raises BadInput for a library that
        cannot be stored.
        """

    def save_edit(self, topic: Topic, editor: str, at: datetime) -> int:
        """Publish what was written at the desk and return its version; an edit that changes nothing makes none.

        Raises BadInput for texts that cannot be kept, an empty editor, a citation of an unknown source.
        """

    def versions(self, key: str) -> tuple[VersionInfo, ...]:
        """Every version of an entry (a topic's key, `red_flag/<kind>` or `source/<key>`), oldest first."""

    def passages(self) -> tuple[Passage, ...]:
        """The paragraphs of all published topics, for the search."""

    def fingerprint(self) -> str:
        """sha256 over the published labels and phrasings: when it changes, the classifier must be trained again."""


@dataclass(frozen=True)
class _Version:
    """One version with its text."""

    entry: Entry
    origin: Origin
    editor: str | None
    created_at: datetime


@dataclass(frozen=True)
class _Shelf:
    """All versions of one entry, version 1 first; the other fields are those of `Head`."""

    versions: tuple[_Version, ...]
    published: int
    file_hash: str | None
    withdrawn: bool = False

    @property
    def shown(self) -> Entry:
        return self.versions[self.published - 1].entry

    def head(self) -> Head:
        return Head(len(self.versions), self.published, hash_of(self.shown), self.file_hash, self.withdrawn)


class InMemoryLibraryStore:
    """A LibraryStore that lives as long as the process; safe among threads."""

    def __init__(self) -> None:
        self._shelves: dict[str, _Shelf] = {}
        self._lock = threading.RLock()

    def library(self) -> Library:
        shown = [shelf.shown for _, shelf in sorted(self._shelves.items()) if not shelf.withdrawn]
        cited = {f"source/{key}" for entry in shown for key in cited_by(entry)}
        kept = [shelf.shown for name, shelf in sorted(self._shelves.items()) if not shelf.withdrawn or name in cited]
        return Library(
            topics=tuple(entry for entry in shown if isinstance(entry, Topic)),
            sources=tuple(entry for entry in kept if isinstance(entry, Source)),
            red_flags=tuple(entry for entry in shown if isinstance(entry, RedFlag)),
        )

    def topic(self, key: str) -> Topic | None:
        shelf = self._shelves.get(key)
        return shelf.shown if shelf and not shelf.withdrawn and isinstance(shelf.shown, Topic) else None

    def version_of(self, key: str) -> int | None:
        return self._shelves[key].published if self.topic(key) else None

    def answer_id(self, key: str) -> str | None:
        version = self.version_of(key)
        return f"{key}@{version}" if version else None

    def load(self, library: Library, loaded_at: datetime) -> LoadReport:
        check_library(library)
        with self._lock:
            steps = plan(library, {name: shelf.head() for name, shelf in self._shelves.items()})
            changed = {step.id: self._after(step, in_utc(loaded_at)) for step in steps}
            self._shelves = {**self._shelves, **changed}
        return report_of(steps)

    def save_edit(self, topic: Topic, editor: str, at: datetime) -> int:
        with self._lock:
            sources = {shelf.shown.key for shelf in self._shelves.values() if isinstance(shelf.shown, Source)}
            check_edit(topic, editor, sources)
            shelf = self._shelves.get(topic.key)
            if shelf is None or not is_published(shelf.head(), topic):
                shelf = _edited(shelf or _Shelf((), 0, None), _Version(topic, Origin.DESK, editor, in_utc(at)))
                self._shelves = {**self._shelves, topic.key: shelf}
            return shelf.published

    def versions(self, key: str) -> tuple[VersionInfo, ...]:
        if (shelf := self._shelves.get(key)) is None:
            return ()
        return tuple(_info(shelf.head(), number, version) for number, version in enumerate(shelf.versions, 1))

    def passages(self) -> tuple[Passage, ...]:
        with self._lock:
            shown = [(topic, self._shelves[topic.key].published) for topic in self.library().topics]
        return tuple(passage for topic, version in shown for passage in passages_of(topic, version))

    def fingerprint(self) -> str:
        return fingerprint_of(self.library().topics)

    def _after(self, step: Step, at: datetime) -> _Shelf:
        shelf = self._shelves.get(step.id, _Shelf((), 0, None))
        if step.entry is None:
            return replace(shelf, withdrawn=True)
        shelf = replace(shelf, file_hash=hash_of(step.entry), withdrawn=False)
        if not step.change.makes_version:
            return shelf
        shelf = replace(shelf, versions=(*shelf.versions, _Version(step.entry, Origin.FILE, None, at)))
        return shelf if step.change is Change.DRAFTED else replace(shelf, published=step.version)


def _edited(shelf: _Shelf, version: _Version) -> _Shelf:
    """The shelf with a desk's version published; one that was withdrawn belongs to the desk from now on."""
    versions = (*shelf.versions, version)
    return _Shelf(versions, len(versions), None if shelf.withdrawn else shelf.file_hash)


def _info(head: Head, number: int, version: _Version) -> VersionInfo:
    return VersionInfo(
        key=entry_id(version.entry),
        version=number,
        origin=version.origin,
        state=head.state_of(number),
        editor=version.editor,
        content_hash=hash_of(version.entry),
        created_at=version.created_at,
    )
