"""The tables of bookings: each with the place it takes, the changes of its life, and wrong pairs named for it."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from pearl.sql.metadata import metadata
from pearl.sql.moment import Moment

bookings = Table(
    "bookings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(32), nullable=False, unique=True),
    Column("idempotency_key", String(255), nullable=False, unique=True),
    Column("status", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("starts_at", Moment),
    Column("name", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("sender", String(255), nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
    Column("site", Text, nullable=False, server_default=text("''")),
    Column("known_patient", Boolean),
    Column("consented_at", Moment),
    Column("branch", Text, nullable=False, server_default=text("''")),
    Column("place", Integer, comment="which of the places at starts_at it takes, from 0; none when it takes none"),
    Column("places", Integer, comment="how many places there were at that time when it was given one"),
    Index("ix_bookings_status_day", "status", "day"),
    # No time is given out more often than it has places: each place once, and none beyond the last.
    UniqueConstraint("starts_at", "place", name="uq_bookings_starts_at_place"),
    CheckConstraint("place IS NULL OR (place >= 0 AND place < places AND starts_at IS NOT NULL)", name="place"),
    CheckConstraint("starts_at IS NULL OR place IS NOT NULL OR status IN ('declined', 'cancelled')", name="placed"),
    CheckConstraint("status IN ('requested', 'confirmed', 'declined', 'moved', 'cancelled', 'done')", name="status"),
)
booking_changes = Table(
    "booking_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("booking", Integer, ForeignKey("bookings.id", ondelete="CASCADE"), nullable=False),
    Column("sequence", Integer, nullable=False, comment="counts the changes of one booking from 0"),
    Column("kind", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(255), nullable=False, comment="visitor, or staff: and a name"),
    Column("said", Text, nullable=False),
    Column("day", Date, nullable=False, comment="the booking's day after the change"),
    Column("starts_at", Moment),
    UniqueConstraint("booking", "sequence"),
)
wrong_pairs = Table(
    "wrong_pairs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(32), nullable=False, index=True),
    Column("sender", String(255), nullable=False, index=True),
    Column("at", Moment, nullable=False),
)
