"""Entries of the library as rows and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Table, and_, select
from sqlalchemy.engine import Connection

from pearl.library.topic import Advice, Citation, Level, RedFlag, Review, Risk, Source, SourceKind, Topic
from pearl.library.versions import Entry
from pearl.sql import tables


@dataclass(frozen=True)
class Kind:
    """One kind of entry: how its names begin, and where its heads and versions are."""

    prefix: str
    heads: Table
    versions: Table

    def shown(self) -> Any:
        """The join of each head with its published version."""
        heads, versions = self.heads, self.versions
        return heads.join(
            versions, and_(versions.c.key == heads.c.key, versions.c.version == heads.c.published_version)
        )


TOPIC = Kind("", tables.topics, tables.topic_versions)
RED_FLAG = Kind("red_flag/", tables.red_flags, tables.red_flag_versions)
SOURCE = Kind("source/", tables.sources, tables.source_versions)
KINDS = (SOURCE, RED_FLAG, TOPIC)


def kind_and_key(name: str) -> tuple[Kind, str]:
    """What kind of entry a name such as `red_flag/eye` is of, and its key there."""
    kind = next(kind for kind in KINDS if name.startswith(kind.prefix))
    return kind, name[len(kind.prefix) :]


def content_of(entry: Entry) -> dict[str, Any]:
    """The columns of an entry's text in the table of its versions; a topic's lists are tables of their own."""
    if isinstance(entry, Source):
        return {
            "title": entry.title,
            "publisher": entry.publisher,
            "kind": entry.kind.value,
            "url": entry.url,
            "published": entry.published,
            "visible": entry.visible,
        }
    if isinstance(entry, RedFlag):
        return {"title": entry.title, "advice": [asdict(advice) for advice in entry.advice], **asdict(entry.review)}
    return {
        "title": entry.title,
        "risk": entry.risk.value,
        "short_answer": entry.short_answer,
        "details": list(entry.details),
        "variants": entry.variants,
        "sources_differ": entry.sources_differ,
        "next_steps": entry.next_steps,
        "related": list(entry.related),
        "about_clinic": entry.about_clinic,
        **asdict(entry.review),
    }


def list_rows(topic: Topic, version: int) -> dict[Table, list[dict[str, Any]]]:
    """A topic's citations and phrasings, in their order."""
    name = {"topic": topic.key, "version": version}
    return {
        tables.citations: [{**name, "position": at, **asdict(it)} for at, it in enumerate(topic.citations)],
        tables.phrasings: [{**name, "position": at, "text": text} for at, text in enumerate(topic.phrasings)],
    }


def read_sources(connection: Connection) -> list[tuple[Source, bool]]:
    """Every source as last published, by key, and whether it is withdrawn."""
    query = select(SOURCE.versions, SOURCE.heads.c.withdrawn_at).select_from(SOURCE.shown())
    return [(_source(row), row.withdrawn_at is not None) for row in _by_key(connection.execute(query))]


def read_red_flags(connection: Connection) -> tuple[RedFlag, ...]:
    """The published red flags, by kind."""
    query = select(RED_FLAG.versions).select_from(RED_FLAG.shown()).where(RED_FLAG.heads.c.withdrawn_at.is_(None))
    return tuple(_red_flag(row) for row in _by_key(connection.execute(query)))


def read_topics(connection: Connection, keys: Sequence[str] | None = None) -> list[tuple[Topic, int]]:
    """The published topics (of these keys) with their version, by key. Three queries."""
    heads = TOPIC.heads
    wanted = heads.c.withdrawn_at.is_(None)
    if keys is not None:
        wanted = and_(wanted, heads.c.key.in_(keys))
    rows = _by_key(connection.execute(select(TOPIC.versions).select_from(TOPIC.shown()).where(wanted)))
    if not rows:
        return []
    citations = _read_list(connection, tables.citations, wanted)
    phrasings = _read_list(connection, tables.phrasings, wanted)
    return [(_topic(row, citations[row.key], phrasings[row.key]), row.version) for row in rows]


def _by_key(rows: Iterable[Any]) -> list[Any]:
    """Sorted here, since databases sort texts by rules of their own."""
    return sorted(rows, key=lambda row: str(row.key))


def _read_list(connection: Connection, table: Table, wanted: Any) -> dict[str, list[Any]]:
    of_head = and_(table.c.topic == TOPIC.heads.c.key, table.c.version == TOPIC.heads.c.published_version)
    query = select(table).select_from(table.join(TOPIC.heads, of_head)).where(wanted).order_by(table.c.position)
    rows = defaultdict(list)
    for row in connection.execute(query):
        rows[row.topic].append(row)
    return rows


def _source(row: Any) -> Source:
    kind = SourceKind(row.kind)
    return Source(row.key, row.title, row.publisher, kind, row.url, row.published, bool(row.visible))


def _red_flag(row: Any) -> RedFlag:
    return RedFlag(row.key, row.title, _review(row), tuple(_advice(stored) for stored in row.advice))


def _advice(stored: dict[str, Any]) -> Advice:
    citations = tuple(Citation(**citation) for citation in stored["citations"])
    return Advice(Level(stored["level"]), stored["text"], stored["case"], citations)


def _topic(row: Any, citations: list[Any], phrasings: list[Any]) -> Topic:
    return Topic(
        key=row.key,
        title=row.title,
        risk=Risk(row.risk),
        short_answer=row.short_answer,
        next_steps=row.next_steps,
        review=_review(row),
        citations=tuple(Citation(it.source, it.locator, it.supports) for it in citations),
        details=tuple(row.details),
        variants=dict(row.variants),
        sources_differ=row.sources_differ,
        related=tuple(row.related),
        phrasings=tuple(it.text for it in phrasings),
        about_clinic=bool(row.about_clinic),
    )


def _review(row: Any) -> Review:
    return Review(row.reviewer, row.reviewed_on, row.review_by)
