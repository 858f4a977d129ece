"""The versions of the library's entries: what they are called, where they come from, what they hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import Enum

from pearl.library.topic import Library, RedFlag, Source, Topic

Entry = Topic | RedFlag | Source


class Origin(str, Enum):
    """Where the text of a version comes from."""

    FILE = "file"
    DESK = "desk"


class State(str, Enum):
    """What a version is now: shown to visitors, waiting for a decision, replaced, or taken down with its entry."""

    PUBLISHED = "published"
    DRAFT = "draft"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class VersionInfo:
    """One version of an entry, without its text. `editor` is None for a file's; `created_at` is in UTC."""

    key: str
    version: int
    origin: Origin
    state: State
    editor: str | None
    content_hash: str
    created_at: datetime


@dataclass(frozen=True)
class Head:
    """Where an entry stands.

    `published` is the version last shown, also when `withdrawn`; later ones are drafts. `file_hash` is that of the last
    load from the files, None for an entry that the files never had (or that the desk took over after its withdrawal).
    """

    latest: int
    published: int
    published_hash: str
    file_hash: str | None
    withdrawn: bool

    def state_of(self, version: int) -> State:
        if version == self.published:
            return State.WITHDRAWN if self.withdrawn else State.PUBLISHED
        return State.DRAFT if version > self.published else State.SUPERSEDED


@dataclass(frozen=True)
class Passage:
    """One paragraph of a published topic, for the search; `position` counts from 0."""

    topic: str
    version: int
    position: int
    text: str


def entry_id(entry: Entry) -> str:
    """The name of an entry among all kinds: a topic's key, `red_flag/<kind>`, `source/<key>`."""
    if isinstance(entry, Topic):
        return entry.key
    return f"red_flag/{entry.kind}" if isinstance(entry, RedFlag) else f"source/{entry.key}"


def hash_of(entry: Entry) -> str:
    """sha256 over everything in an entry."""
    if isinstance(entry, Topic):
        return entry.content_hash()
    text = json.dumps(asdict(entry), sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def entries_of(library: Library) -> tuple[Entry, ...]:
    """Every entry, sources first, so that a citation finds its source."""
    return (*library.sources, *library.topics, *library.red_flags)


def passages_of(topic: Topic, version: int) -> tuple[Passage, ...]:
    """The paragraphs of a topic in the order of reading, empty ones left out."""
    texts = (topic.short_answer, *topic.details, *topic.variants.values(), topic.sources_differ, topic.next_steps)
    return tuple(Passage(topic.key, version, place, text) for place, text in enumerate(filter(str.strip, texts)))


def fingerprint_of(topics: Iterable[Topic]) -> str:
    """sha256 over labels, risks and phrasings of the topics, whatever their order: what the model depends on."""
    learnt = sorted((topic.label, topic.risk.value, list(topic.phrasings)) for topic in topics)
    return hashlib.sha256(json.dumps(learnt).encode()).hexdigest()
