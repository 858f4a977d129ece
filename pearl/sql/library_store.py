"""The library's store in SQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from pearl.keeping import in_utc, keepable
from pearl.library.loading import LoadReport, check_edit, check_library, cited_by, is_published, plan, report_of
from pearl.library.topic import Library, Topic
from pearl.library.versions import Entry, Head, Origin, Passage, VersionInfo, fingerprint_of
from pearl.sql import tables
from pearl.sql.engine import Database
from pearl.sql.library_rows import KINDS, SOURCE, TOPIC, Kind, kind_and_key, read_red_flags, read_sources, read_topics
from pearl.sql.library_writing import apply_edit, apply_load


class SqlLibraryStore:
    """A LibraryStore over a migrated database; safe among threads and processes.

    The library as last read is kept until its revision changes: with 4,000 topics a turn would read them all.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: tuple[int, Library] | None = None

    def library(self) -> Library:
        with self._database.reading() as connection:
            revision = connection.execute(select(tables.library_revision.c.number)).scalar() or 0
            kept = self._kept
            if kept is None or kept[0] != revision:
                kept = self._kept = (revision, self._read(connection))
        return kept[1]

    def _read(self, connection: Connection) -> Library:
        topics = tuple(topic for topic, _ in read_topics(connection))
        red_flags = read_red_flags(connection)
        sources = read_sources(connection)
        entries: tuple[Entry, ...] = (*topics, *red_flags)
        cited = {key for entry in entries for key in cited_by(entry)}
        kept = tuple(source for source, withdrawn in sources if not withdrawn or source.key in cited)
        return Library(topics=topics, sources=kept, red_flags=red_flags)

    def topic(self, key: str) -> Topic | None:
        if not keepable(key):
            return None
        with self._database.reading() as connection:
            return next((topic for topic, _ in read_topics(connection, [key])), None)

    def version_of(self, key: str) -> int | None:
        if not keepable(key):
            return None
        heads = tables.topics.c
        query = select(heads.published_version).where(heads.key == key, heads.withdrawn_at.is_(None))
        with self._database.reading() as connection:
            version = connection.execute(query).scalar()
        return None if version is None else int(version)

    def answer_id(self, key: str) -> str | None:
        version = self.version_of(key)
        return f"{key}@{version}" if version else None

    def load(self, library: Library, loaded_at: datetime) -> LoadReport:
        check_library(library)
        at = in_utc(loaded_at)
        with self._database.writing_library() as connection:
            steps = plan(library, _heads(connection))
            _raise_revision(connection)
            apply_load(connection, steps, at)
        return report_of(steps)

    def save_edit(self, topic: Topic, editor: str, at: datetime) -> int:
        at = in_utc(at)
        with self._database.writing_library() as connection:
            check_edit(topic, editor, set(connection.execute(select(SOURCE.heads.c.key)).scalars()))
            head = _heads_of(connection, TOPIC, topic.key).get(topic.key)
            if head is not None and is_published(head, topic):
                return head.published
            _raise_revision(connection)
            return apply_edit(connection, topic, head, editor, at)

    def versions(self, key: str) -> tuple[VersionInfo, ...]:
        if not keepable(key):
            return ()
        kind, own_key = kind_and_key(key)
        of_key = kind.versions.c.key == own_key
        with self._database.reading() as connection:
            rows = connection.execute(select(kind.versions).where(of_key).order_by(kind.versions.c.version)).all()
            head = _heads_of(connection, kind, own_key).get(key)
        return tuple(_info(key, head, row) for row in rows) if head else ()

    def passages(self) -> tuple[Passage, ...]:
        with self._database.reading() as connection:
            rows = connection.execute(select(tables.passages)).all()
        found = (Passage(row.topic, row.version, row.position, row.text) for row in rows)
        return tuple(sorted(found, key=lambda passage: (passage.topic, passage.position)))

    def fingerprint(self) -> str:
        with self._database.reading() as connection:
            return fingerprint_of(topic for topic, _ in read_topics(connection))


def _raise_revision(connection: Connection) -> None:
    revisions = tables.library_revision
    if not connection.execute(update(revisions).values(number=revisions.c.number + 1)).rowcount:
        connection.execute(insert(revisions).values(one=1, number=1))


def _heads(connection: Connection) -> dict[str, Head]:
    return {name: head for kind in KINDS for name, head in _heads_of(connection, kind).items()}


def _heads_of(connection: Connection, kind: Kind, key: str | None = None) -> dict[str, Head]:
    """Where the entries of a kind stand, by their names among all kinds."""
    heads, versions = kind.heads.c, kind.versions.alias("every")
    latest = select(func.max(versions.c.version)).where(versions.c.key == heads.key).scalar_subquery()
    query = select(kind.heads, kind.versions.c.content_hash, latest.label("latest")).select_from(kind.shown())
    if key is not None:
        query = query.where(heads.key == key)
    return {kind.prefix + row.key: _head(row) for row in connection.execute(query)}


def _head(row: Any) -> Head:
    return Head(row.latest, row.published_version, row.content_hash, row.file_hash, row.withdrawn_at is not None)


def _info(key: str, head: Head, row: Any) -> VersionInfo:
    return VersionInfo(
        key=key,
        version=row.version,
        origin=Origin(row.origin),
        state=head.state_of(row.version),
        editor=row.editor,
        content_hash=row.content_hash,
        created_at=row.created_at,
    )
