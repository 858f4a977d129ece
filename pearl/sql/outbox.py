"""Notices on their way into the outbox, in the transaction of what they tell of."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert
from sqlalchemy.engine import Connection

from pearl.notices.notice import Notice
from pearl.sql import tables


def insert_notices(connection: Connection, notices: Sequence[Notice]) -> None:
    """Put notices into the outbox; a key that is there already breaks the transaction, for it would tell twice."""
    for notice in notices:
        connection.execute(
            insert(tables.outbox).values(
                idempotency_key=notice.key,
                kind=notice.way,
                recipient=notice.recipient,
                payload=dict(notice.payload),
                created_at=notice.created_at,
                due_at=notice.due_at,
            )
        )
