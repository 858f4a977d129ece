"""The tables of the web channel."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, Integer, String, Table, Text, UniqueConstraint

from pearl.sql.metadata import metadata
from pearl.sql.moment import Moment

# What a visitor of the web channel sees, in order; `position` counts within a conversation.
messages = Table(
    "messages",
    metadata,
    Column("sender", String(255), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("author", String(16), nullable=False),
    Column("client_id", String(64)),
    Column("text", Text, nullable=False),
    Column("payload", Text),
    Column("extras", JSON, nullable=False),
    Column("created_at", Moment, nullable=False, index=True),
    Column("answered_at", Moment),
    UniqueConstraint("sender", "client_id"),
    CheckConstraint("author IN ('visitor', 'pearl', 'staff')", name="author"),
)

# Made by Pearl itself, such as the key that signs the tokens of the web channel.
secrets = Table(
    "secrets",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
)
