"""The tables of hand-overs: each with what the visitor left, and the steps of its way."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from pearl.sql.metadata import metadata
from pearl.sql.moment import Moment


def _left(name: str) -> Column:
    """What the visitor or the clinic has added; empty until then."""
    return Column(name, Text, nullable=False, server_default=text("''"))


handoffs = Table(
    "handoffs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(32), nullable=False, unique=True),
    Column("idempotency_key", String(255), nullable=False, unique=True),
    Column("status", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("sender", String(255), nullable=False, index=True),
    Column("transcript", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    _left("taken_by"),
    _left("message"),
    _left("phone"),
    _left("email"),
    Column("changed_at", Moment, nullable=False),
    Column("said_at", Moment, nullable=False),
    CheckConstraint(
        "status IN ('waiting', 'taken', 'missed', 'after_hours', 'call_back', 'message', 'ended')", name="status"
    ),
)
handover_steps = Table(
    "handover_steps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("handoff", Integer, ForeignKey("handoffs.id", ondelete="CASCADE"), nullable=False),
    Column("sequence", Integer, nullable=False, comment="counts the steps of one hand-over from 0"),
    Column("kind", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(255), nullable=False, comment="visitor, pearl, or staff: and a name"),
    Column("text", Text, nullable=False),
    Column("flag", Text, nullable=False, comment="the red flag that the gate saw in the text"),
    Column("key", String(255), comment="names what must not be kept twice"),
    Column("tells", Boolean, nullable=False, comment="whether the text is to be brought to the visitor"),
    UniqueConstraint("handoff", "sequence"),
    UniqueConstraint("handoff", "key", name="uq_handover_steps_handoff_key"),
)
