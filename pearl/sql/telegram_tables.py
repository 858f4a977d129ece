"""The table of Telegram's chats."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from pearl.sql.metadata import metadata
from pearl.sql.moment import Moment
from pearl.sql.web_tables import messages

# How far each chat's conversation has been brought to Telegram; its messages are those of the table `messages`.
telegram_chats = Table(
    "telegram_chats",
    metadata,
    Column("sender", String(255), primary_key=True),
    Column("bot_id", BigInteger, nullable=False, index=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("delivered", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("blocked_at", Moment),
)

_waits = messages.c.answered_at.is_(None) & (messages.c.author == "visitor")
Index("ix_messages_waiting", messages.c.sender, messages.c.position, sqlite_where=_waits, postgresql_where=_waits)
