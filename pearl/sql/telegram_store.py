"""Telegram's chats in SQL, over the messages that every conversation lies in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from pearl.errors import StoreUnavailable
from pearl.keeping import in_utc
from pearl.messages import PAGE, PEARL, VISITOR, Message
from pearl.sql.engine import Database
from pearl.sql.message_store import ATTEMPTS, append_message, read_message
from pearl.sql.rows import insert_once, values_of
from pearl.sql.tables import telegram_updates
from pearl.sql.telegram_tables import telegram_chats as chats
from pearl.sql.web_tables import messages
from pearl.telegram.chats import Chat, ChatCounts

T = TypeVar("T")
_to_bring = exists().where(
    messages.c.sender == chats.c.sender, messages.c.position > chats.c.delivered, messages.c.author != VISITOR
)
_to_answer = exists().where(
    messages.c.sender == chats.c.sender, messages.c.answered_at.is_(None), messages.c.author == VISITOR
)


class SqlChatStore:
    """A ChatStore over a migrated database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def receive(self, bot_id: int, update_id: int, chat_id: int, message: Message) -> bool:
        message = message.checked()

        def keep(connection: Connection) -> bool:
            if not _first(connection, bot_id, update_id, message.created_at):
                return False
            _enter(connection, message.sender, bot_id, chat_id)
            # Whoever writes has not blocked the bot, and is to be answered by the bot he wrote to.
            came_in = update(chats).where(chats.c.sender == message.sender)
            connection.execute(came_in.values(bot_id=bot_id, chat_id=chat_id, blocked_at=None))
            append_message(connection, message)
            return True

        return self._retried(keep)

    def is_new(self, bot_id: int, update_id: int, at: datetime) -> bool:
        with self._database.writing() as connection:
            return _first(connection, bot_id, update_id, at)

    def tell(self, bot_id: int, chat_id: int, message: Message, once: bool = False) -> bool:
        message = message.checked()

        def keep(connection: Connection) -> bool:
            known = select(chats.c.sender).where(chats.c.sender == message.sender)
            if once and connection.execute(known).first():
                return False
            _enter(connection, message.sender, bot_id, chat_id)
            if message.client_id is None or not _kept(connection, message):
                append_message(connection, message)
            return True

        return self._retried(keep)

    def correct(self, bot_id: int, update_id: int, message_id: int, new: Message, but: int) -> bool:
        own = (messages.c.sender == new.sender) & (messages.c.author == VISITOR)
        with self._database.writing() as connection:
            waits = connection.execute(select(messages).where(own, messages.c.answered_at.is_(None)))
            found = [row for row in waits if message_id and row.extras.get("message_id") == message_id]
            positions = [row.position for row in found if row.position != but]
            if not positions:
                return False
            if _first(connection, bot_id, update_id, new.created_at):
                is_it = (messages.c.sender == new.sender) & (messages.c.position == positions[-1])
                connection.execute(update(messages).where(is_it).values(text=new.checked().text))
            return True

    def chat(self, sender: str) -> Chat | None:
        with self._database.reading() as connection:
            row = connection.execute(select(chats).where(chats.c.sender == sender)).first()
            return Chat(**values_of(row, Chat)) if row else None

    def shown(self, sender: str) -> tuple[Message, ...]:
        own = (messages.c.sender == sender) & (messages.c.author == PEARL)
        with self._database.reading() as connection:
            latest = connection.execute(select(messages).where(own).order_by(messages.c.position.desc()).limit(PAGE))
            return tuple(read_message(row) for row in latest)

    def block(self, sender: str, at: datetime | None) -> None:
        with self._database.writing() as connection:
            _block(connection, sender, at)

    def note_blocking(self, bot_id: int, update_id: int, at: datetime, sender: str, is_blocked: bool) -> bool:
        def keep(connection: Connection) -> bool:
            if not _first(connection, bot_id, update_id, at):
                return False
            _block(connection, sender, at if is_blocked else None)
            return True

        return self._retried(keep)

    def due(self, sender: str) -> tuple[Chat, Message] | None:
        with self._database.reading() as connection:
            row = connection.execute(select(chats).where(chats.c.sender == sender)).first()
            if row is None or row.blocked_at is not None:
                return None
            after = (messages.c.sender == sender) & (messages.c.position > row.delivered)
            to_bring = select(messages).where(after, messages.c.author != VISITOR)
            found = connection.execute(to_bring.order_by(messages.c.position).limit(1)).first()
            return (Chat(**values_of(row, Chat)), read_message(found)) if found else None

    def brought(self, sender: str, position: int, parts: int = 0) -> None:
        delivered = position - 1 if parts else position
        # An erased conversation begins anew, and a note about the old one must not hide what is new.
        last = select(func.max(messages.c.position)).where(messages.c.sender == sender).scalar_subquery()
        is_it = (chats.c.sender == sender) & (chats.c.delivered < position) & (last >= position)
        with self._database.writing() as connection:
            connection.execute(update(chats).where(is_it).values(delivered=delivered, parts=parts))

    def pending(self, bot_id: int) -> tuple[str, ...]:
        return self._senders(bot_id, chats.c.blocked_at.is_(None) & _to_bring)

    def waiting(self, bot_id: int) -> tuple[str, ...]:
        return self._senders(bot_id, _to_answer)

    def counts(self, bot_id: int) -> ChatCounts:
        own = select(func.count()).select_from(chats).where(chats.c.bot_id == bot_id)
        blocked = chats.c.blocked_at.is_not(None)
        with self._database.reading() as connection:
            numbers = (own, own.where(blocked), own.where(~blocked & _to_bring))
            return ChatCounts(*(connection.execute(query).scalar_one() for query in numbers))

    def forget_updates(self, before: datetime) -> int:
        with self._database.writing() as connection:
            old = telegram_updates.c.received_at < in_utc(before)
            return int(connection.execute(delete(telegram_updates).where(old)).rowcount)

    def _senders(self, bot_id: int, condition: Any) -> tuple[str, ...]:
        query = select(chats.c.sender).where(chats.c.bot_id == bot_id, condition)
        with self._database.reading() as connection:
            return tuple(connection.execute(query).scalars())

    def _retried(self, keep: Callable[[Connection], bool]) -> bool:
        for _ in range(ATTEMPTS):
            try:
                with self._database.writing() as connection:
                    return keep(connection)
            except IntegrityError:  # the same position or update in another process
                continue
        raise StoreUnavailable("Too many messages of one conversation at once; try again.")


def _first(connection: Connection, bot_id: int, update_id: int, at: datetime) -> bool:
    own = (telegram_updates.c.bot_id == bot_id) & (telegram_updates.c.update_id == update_id)
    if connection.execute(select(telegram_updates.c.update_id).where(own)).first():
        return False
    connection.execute(insert(telegram_updates).values(bot_id=bot_id, update_id=update_id, received_at=in_utc(at)))
    return True


def _enter(connection: Connection, sender: str, bot_id: int, chat_id: int) -> None:
    """See to it that a chat is there."""
    insert_once(connection, chats, sender=sender, bot_id=bot_id, chat_id=chat_id, delivered=0, parts=0)


def _block(connection: Connection, sender: str, at: datetime | None) -> None:
    last = select(func.coalesce(func.max(messages.c.position), 0)).where(messages.c.sender == sender)
    values: dict[str, Any] = {"blocked_at": at and in_utc(at)}
    if at:
        values |= {"delivered": last.scalar_subquery(), "parts": 0}
    connection.execute(update(chats).where(chats.c.sender == sender).values(**values))


def _kept(connection: Connection, message: Message) -> bool:
    same = (messages.c.sender == message.sender) & (messages.c.client_id == message.client_id)
    return connection.execute(select(messages.c.position).where(same)).first() is not None
