"""A load of the library's files: what it demands of them, and what it does to each entry that the store has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from pearl.errors import BadInput
from pearl.keeping import check_key, check_texts
from pearl.library.topic import Library, RedFlag, Topic
from pearl.library.versions import Entry, Head, entries_of, entry_id, hash_of


class Change(str, Enum):
    """What a load does to one entry."""

    CREATED = "created"
    UPDATED = "updated"
    RESTORED = "restored"
    DRAFTED = "drafted"
    AGREED = "agreed"
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"

    @property
    def makes_version(self) -> bool:
        return self in (Change.CREATED, Change.UPDATED, Change.DRAFTED)


@dataclass(frozen=True)
class Step:
    """One change of a load. `entry` is None for a withdrawal; `version` is the number that a new version gets."""

    id: str
    change: Change
    entry: Entry | None
    version: int


@dataclass(frozen=True)
class LoadReport:
    """What a load did: topics by their key, the rest as `red_flag/<kind>` and `source/<key>`, each in order."""

    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    drafted: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


def check_library(library: Library) -> None:
    """Raises BadInput when a library cannot be stored: no topic, a key twice, a citation without source, odd texts."""
    if not library.topics:
        raise BadInput("The library has no topics, so nothing was loaded; check the folder that PEARL_LIBRARY names.")
    seen: set[str] = set()
    sources = {source.key for source in library.sources}
    for entry in entries_of(library):
        _check_entry(entry, sources)
        if entry_id(entry) in seen:
            raise BadInput(f"The library holds '{entry_id(entry)}' twice; keep one of them.")
        seen.add(entry_id(entry))


def check_edit(topic: Topic, editor: str, sources: set[str]) -> None:
    """Raises BadInput when an edit made at the desk cannot be stored: odd texts, no editor, an unknown source."""
    check_texts(editor, "The editor's name")
    check_key(editor, "The editor's name")
    _check_entry(topic, sources)


def cited_by(entry: Entry) -> tuple[str, ...]:
    """The keys of the sources that an entry cites."""
    if isinstance(entry, Topic):
        return tuple(citation.source for citation in entry.citations)
    if isinstance(entry, RedFlag):
        return tuple(citation.source for advice in entry.advice for citation in advice.citations)
    return ()


def is_published(head: Head | None, topic: Topic) -> bool:
    """Whether visitors are shown just this text already."""
    return head is not None and not head.withdrawn and head.published_hash == hash_of(topic)


def plan(library: Library, heads: Mapping[str, Head]) -> tuple[Step, ...]:
    """What a load of these files has to do to the entries that the store has, sources first."""
    entries = {entry_id(entry): entry for entry in entries_of(library)}
    steps = [_step(name, entry, heads.get(name)) for name, entry in entries.items()]
    gone = sorted(name for name, head in heads.items() if name not in entries and head.file_hash and not head.withdrawn)
    return (*steps, *(Step(name, Change.WITHDRAWN, None, heads[name].published) for name in gone))


def report_of(steps: Iterable[Step]) -> LoadReport:
    """The report of a load that has done these steps."""
    done: dict[Change, list[str]] = {change: [] for change in Change}
    for step in steps:
        done[step.change].append(step.id)
    return LoadReport(
        created=tuple(sorted(done[Change.CREATED])),
        updated=tuple(sorted(done[Change.UPDATED] + done[Change.RESTORED])),
        unchanged=tuple(sorted(done[Change.UNCHANGED] + done[Change.AGREED])),
        drafted=tuple(sorted(done[Change.DRAFTED])),
        withdrawn=tuple(sorted(done[Change.WITHDRAWN])),
    )


def _check_entry(entry: Entry, sources: set[str]) -> None:
    name = entry_id(entry)
    check_texts(entry, f"The entry {name!a}")
    check_key(name, "The key of an entry")
    if isinstance(entry, Topic) and "/" in name:
        raise BadInput(f"The topic's key '{name}' holds a slash; write it without.")
    for key in cited_by(entry):
        if key not in sources:
            raise BadInput(f"'{name}' cites '{key}', which is no source of the library.")


def _step(name: str, entry: Entry, head: Head | None) -> Step:
    return Step(name, _change(hash_of(entry), head), entry, head.latest + 1 if head else 1)


def _change(new_hash: str, head: Head | None) -> Change:
    """Merge three ways: the file now, the file at the last load, and what is published."""
    if head is None:
        return Change.CREATED
    if new_hash in (head.file_hash, head.published_hash):
        if head.withdrawn:
            return Change.RESTORED
        return Change.UNCHANGED if new_hash == head.file_hash else Change.AGREED
    return Change.UPDATED if head.file_hash == head.published_hash else Change.DRAFTED
