"""Writing versions of the library's entries, within the transaction of whoever calls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.engine import Connection

from pearl.library.loading import Change, Step
from pearl.library.topic import Topic
from pearl.library.versions import Entry, Head, Origin, hash_of, passages_of
from pearl.sql import tables
from pearl.sql.library_rows import TOPIC, content_of, kind_and_key, list_rows, read_topics


def apply_load(connection: Connection, steps: Iterable[Step], at: datetime) -> None:
    """Do the steps of a load and bring the passages of the topics that it touched up to date."""
    changed = [step for step in steps if step.change is not Change.UNCHANGED]
    for step in changed:
        _apply(connection, step, at)
    _renew_passages(connection, [step.id for step in changed if kind_and_key(step.id)[0] is TOPIC])


def apply_edit(connection: Connection, topic: Topic, head: Head | None, editor: str, at: datetime) -> int:
    """Publish a version written at the desk and return its number; a withdrawn topic is the desk's from now on."""
    version = head.latest + 1 if head else 1
    file_hash = head.file_hash if head and not head.withdrawn else None
    _write_head(connection, topic.key, head is None, published_version=version, file_hash=file_hash, withdrawn_at=None)
    _write_version(connection, topic.key, topic, version, Origin.DESK, editor, at)
    _renew_passages(connection, [topic.key])
    return version


def _apply(connection: Connection, step: Step, at: datetime) -> None:
    if step.entry is None:
        _write_head(connection, step.id, False, withdrawn_at=at)
        return
    values: dict[str, object] = {"file_hash": hash_of(step.entry), "withdrawn_at": None}
    if step.change in (Change.CREATED, Change.UPDATED):
        values["published_version"] = step.version
    _write_head(connection, step.id, step.change is Change.CREATED, **values)
    if step.change.makes_version:
        _write_version(connection, step.id, step.entry, step.version, Origin.FILE, None, at)


def _write_head(connection: Connection, name: str, new: bool, **values: object) -> None:
    kind, key = kind_and_key(name)
    if new:
        connection.execute(insert(kind.heads).values(key=key, **values))
    else:
        connection.execute(update(kind.heads).where(kind.heads.c.key == key).values(**values))


def _write_version(
    connection: Connection, name: str, entry: Entry, version: int, origin: Origin, editor: str | None, at: datetime
) -> None:
    kind, key = kind_and_key(name)
    about = {"key": key, "version": version, "origin": origin.value, "editor": editor, "created_at": at}
    connection.execute(insert(kind.versions).values(**about, content_hash=hash_of(entry), **content_of(entry)))
    if isinstance(entry, Topic):
        for table, rows in list_rows(entry, version).items():
            if rows:
                connection.execute(insert(table), rows)


def _renew_passages(connection: Connection, keys: list[str]) -> None:
    """Give the topics of these keys the passages of what is published of them now, or none."""
    if not keys:
        return
    connection.execute(delete(tables.passages).where(tables.passages.c.topic.in_(keys)))
    shown = read_topics(connection, keys)
    rows = [asdict(passage) for topic, version in shown for passage in passages_of(topic, version)]
    if rows:
        connection.execute(insert(tables.passages), rows)
