"""The queue of notices in SQL, over the table outbox."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, exists, or_, select, update

from pearl.keeping import keepable
from pearl.notices.notice import Notice, Way
from pearl.notices.queue import STATES, Claim, QueuedNotice, State
from pearl.sql.engine import Database
from pearl.sql.outbox import insert_notices
from pearl.sql.tables import outbox

_STATE = case(
    (outbox.c.sent_at.is_not(None), "sent"),
    (outbox.c.dropped.is_not(None), "dropped"),
    (outbox.c.dead, "dead"),
    (outbox.c.attempts > 0, "retrying"),
    else_="waiting",
)


class SqlNoticeQueue:
    """A NoticeQueue over a migrated database; safe among threads and processes.

    A claim moves `next_try_at` to the end of the lease, so that a notice whose deliverer died is due again by itself.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, notices: Iterable[Notice]) -> None:
        with self._database.writing() as connection:
            insert_notices(connection, notices)

    def claim(self, way: Way, now: datetime, count: int, lease: timedelta) -> tuple[Claim, ...]:
        # An idle queue is only read: a write would take SQLite's one lock every time.
        with self._database.reading() as connection:
            if connection.execute(_due(way, now, 1)).first() is None:
                return ()
        token = secrets.token_hex(16)
        with self._database.writing() as connection:
            rows = connection.execute(_due(way, now, count).with_for_update(skip_locked=True)).all()
            held = outbox.c.id.in_([row.id for row in rows])
            connection.execute(update(outbox).where(held).values(lease=token, next_try_at=now + lease))
        return tuple(Claim(notice=_notice(row), lease=token, attempts=row.attempts) for row in rows)

    def sent(self, claim: Claim, at: datetime) -> None:
        with self._database.writing() as connection:
            is_it = outbox.c.idempotency_key == claim.notice.key
            connection.execute(update(outbox).where(is_it).values(sent_at=at, lease=None, next_try_at=None, dead=False))

    def put_off(self, claim: Claim, error: str, next_try_at: datetime) -> None:
        self._settle(claim, attempts=claim.attempts + 1, last_error=error, next_try_at=next_try_at)

    def give_up(self, claim: Claim, error: str) -> None:
        self._settle(claim, attempts=claim.attempts + 1, last_error=error, next_try_at=None, dead=True)

    def drop(self, claim: Claim, reason: str) -> None:
        self._settle(claim, dropped=reason, next_try_at=None)

    def release(self, claim: Claim) -> None:
        self._settle(claim, next_try_at=None)

    def notices(self, states: Collection[State] = STATES) -> tuple[QueuedNotice, ...]:
        asked = select(outbox).where(_STATE.in_(states)).order_by(outbox.c.id)
        with self._database.reading() as connection:
            return tuple(_queued(row) for row in connection.execute(asked.add_columns(_STATE.label("state"))))

    def retry(self, key: str) -> bool:
        if not keepable(key):
            return False
        unsent = and_(outbox.c.idempotency_key == key, outbox.c.sent_at.is_(None), outbox.c.dropped.is_(None))
        with self._database.writing() as connection:
            changed = update(outbox).where(unsent).values(dead=False, attempts=0, lease=None, next_try_at=None)
            return bool(connection.execute(changed).rowcount)

    def _settle(self, claim: Claim, **values: Any) -> None:
        with self._database.writing() as connection:
            held = and_(outbox.c.idempotency_key == claim.notice.key, outbox.c.lease == claim.lease)
            connection.execute(update(outbox).where(held).values(lease=None, **values))


def _due(way: Way, now: datetime, count: int) -> Any:
    ready = or_(outbox.c.next_try_at.is_(None), outbox.c.next_try_at <= now)
    is_due = and_(outbox.c.kind == way, _open(outbox), outbox.c.due_at <= now, ready)
    if way == "email":
        is_due = and_(is_due, ~_earlier_one())
    return select(outbox).where(is_due).order_by(outbox.c.due_at, outbox.c.id).limit(count)


def _open(table: Any) -> Any:
    """Neither sent nor given up nor dropped."""
    return and_(table.c.sent_at.is_(None), ~table.c.dead, table.c.dropped.is_(None))


def _earlier_one() -> Any:
    """Whether an earlier notice to the same recipient about the same booking is still open; a reminder comes later."""
    earlier = outbox.alias("earlier")
    return exists().where(
        earlier.c.about == outbox.c.about,
        earlier.c.id < outbox.c.id,
        earlier.c.due_at <= outbox.c.due_at,
        earlier.c.kind == outbox.c.kind,
        earlier.c.recipient == outbox.c.recipient,
        _open(earlier),
    )


def _notice(row: Any) -> Notice:
    return Notice(
        key=row.idempotency_key,
        way=row.kind,
        recipient=row.recipient,
        payload=row.payload,
        created_at=row.created_at,
        due_at=row.due_at,
    )


def _queued(row: Any) -> QueuedNotice:
    return QueuedNotice(
        notice=_notice(row),
        state=row.state,
        attempts=row.attempts,
        reason=row.dropped or row.last_error or "",
        next_try_at=row.next_try_at,
        sent_at=row.sent_at,
    )
