"""Conversations in SQL, in order, each message once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from pearl.errors import StoreUnavailable
from pearl.keeping import in_utc
from pearl.messages import PAGE, VISITOR, Message
from pearl.sql.engine import Database
from pearl.sql.rows import values_of
from pearl.sql.web_tables import messages

ATTEMPTS = 20


class SqlMessageStore:
    """A MessageStore over a migrated database.

    A position is one more than the last one that can be seen, and the primary key lets nobody have it twice. So a
    reader who has seen position n has missed nothing before it, however many processes write.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, message: Message) -> Message:
        message = message.checked()
        for _ in range(ATTEMPTS):
            try:
                with self._database.writing() as connection:
                    return _same(connection, message) or append_message(connection, message)
            except IntegrityError:
                continue
        raise StoreUnavailable("Too many messages of one conversation at once; try again.")

    def after(self, sender: str, position: int) -> tuple[Message, ...]:
        mine = (messages.c.sender == sender) & (messages.c.position > position)
        return self._read(select(messages).where(mine).order_by(messages.c.position).limit(PAGE))

    def waiting(self, sender: str) -> Message | None:
        mine = (messages.c.sender == sender) & (messages.c.author == VISITOR) & messages.c.answered_at.is_(None)
        return next(iter(self._read(select(messages).where(mine).order_by(messages.c.position).limit(1))), None)

    def answer(self, question: Message, replies: Sequence[Message], at: datetime) -> bool:
        replies = [reply.checked() for reply in replies]
        for _ in range(ATTEMPTS):
            try:
                with self._database.writing() as connection:
                    if first := _mark(connection, question, at):
                        for reply in replies:
                            append_message(connection, reply)
                    return first
            except IntegrityError:
                continue
        raise StoreUnavailable("Too many messages of one conversation at once; try again.")

    def forget(self, sender: str) -> int:
        with self._database.writing() as connection:
            return int(connection.execute(delete(messages).where(messages.c.sender == sender)).rowcount)

    def _read(self, query: Any) -> tuple[Message, ...]:
        with self._database.reading() as connection:
            return tuple(read_message(row) for row in connection.execute(query))


def _same(connection: Connection, message: Message) -> Message | None:
    if message.client_id is None:
        return None
    same = (messages.c.sender == message.sender) & (messages.c.client_id == message.client_id)
    row = connection.execute(select(messages).where(same)).first()
    return read_message(row) if row else None


def append_message(connection: Connection, message: Message) -> Message:
    """Put a message at the end of its conversation. Raises IntegrityError when another one took its place meanwhile."""
    last = select(func.coalesce(func.max(messages.c.position), 0)).where(messages.c.sender == message.sender)
    values = {**asdict(message), "position": connection.execute(last).scalar_one() + 1}
    connection.execute(insert(messages).values(**values))
    return Message(**values)


def _mark(connection: Connection, question: Message, at: datetime) -> bool:
    this = (messages.c.sender == question.sender) & (messages.c.position == question.position)
    fresh = update(messages).where(this & messages.c.answered_at.is_(None)).values(answered_at=in_utc(at))
    return bool(connection.execute(fresh).rowcount == 1)


def read_message(row: Any) -> Message:
    """A row of the table as a message."""
    return Message(**values_of(row, Message))
