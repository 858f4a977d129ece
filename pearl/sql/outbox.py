"""Notices are put into the outbox by whoever keeps the change that calls for them, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.engine import Connection

from pearl.notices.notice import Notice
from pearl.sql.rows import insert_once
from pearl.sql.tables import outbox


def insert_notices(connection: Connection, notices: Iterable[Notice]) -> None:
    """Put notices into the outbox; one whose key is there already changes nothing.

    `about` is a booking's reference, or what stands in for a conversation's name.
    """
    for notice in notices:
        insert_once(
            connection,
            outbox,
            idempotency_key=notice.key,
            kind=notice.way,
            recipient=notice.recipient,
            payload=dict(notice.payload),
            created_at=notice.created_at,
            due_at=notice.due_at,
            about=notice.payload.get("about") or _reference(notice),
        )


def _reference(notice: Notice) -> str | None:
    """Of the booking or hand-over that it tells of."""
    told = notice.payload.get("booking") or notice.payload.get("handover") or {}
    reference: str | None = told.get("reference")
    return reference
