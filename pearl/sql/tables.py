"""The tables of Pearl's database. A change here needs a migration; a test compares the two.

The library keeps, for each kind of entry, a head (which version is published, what the files said last) and its
versions. A version's rows are never changed.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from pearl.sql.booking_tables import booking_changes, bookings, wrong_pairs
from pearl.sql.handover_tables import handoffs, handover_steps
from pearl.sql.metadata import metadata
from pearl.sql.moment import Moment
from pearl.sql.staff_tables import audit_entries, sign_in_tries, staff, staff_sessions
from pearl.sql.web_tables import messages, secrets


def _head(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("key", String(255), primary_key=True),
        Column("published_version", Integer, nullable=False),
        Column("file_hash", String(64)),
        Column("withdrawn_at", Moment),
    )


def _versions(name: str, heads: str, *content: Column) -> Table:
    return Table(
        name,
        metadata,
        Column("key", String(255), ForeignKey(f"{heads}.key"), primary_key=True),
        Column("version", Integer, primary_key=True),
        Column("origin", String(16), nullable=False),
        Column("editor", String(255)),
        Column("content_hash", String(64), nullable=False),
        Column("created_at", Moment, nullable=False),
        *content,
        CheckConstraint("origin IN ('file', 'desk')", name="origin"),
        CheckConstraint("version > 0", name="version"),
    )


def _review() -> tuple[Column, ...]:
    return (
        Column("reviewer", Text),
        Column("reviewed_on", Date, nullable=False),
        Column("review_by", Date, nullable=False),
    )


def _of_topic_version(name: str, *columns: Column) -> Table:
    return Table(
        name,
        metadata,
        Column("topic", String(255), primary_key=True),
        Column("version", Integer, primary_key=True),
        Column("position", Integer, primary_key=True),
        *columns,
        ForeignKeyConstraint(["topic", "version"], ["topic_versions.key", "topic_versions.version"]),
    )


sources = _head("sources")
topics = _head("topics")
red_flags = _head("red_flags")

source_versions = _versions(
    "source_versions",
    "sources",
    Column("title", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("url", Text, nullable=False),
    Column("published", Text, nullable=False),
    Column("visible", Boolean, nullable=False),
)
topic_versions = _versions(
    "topic_versions",
    "topics",
    Column("title", Text, nullable=False),
    Column("risk", String(16), nullable=False),
    Column("short_answer", Text, nullable=False),
    Column("details", JSON, nullable=False),
    Column("variants", JSON, nullable=False),
    Column("sources_differ", Text, nullable=False),
    Column("next_steps", Text, nullable=False),
    Column("related", JSON, nullable=False),
    Column("about_clinic", Boolean, nullable=False),
    *_review(),
    CheckConstraint("risk IN ('low', 'medicine', 'pregnancy', 'child', 'eye')", name="risk"),
)
red_flag_versions = _versions(
    "red_flag_versions",
    "red_flags",
    Column("title", Text, nullable=False),
    Column("advice", JSON, nullable=False),
    *_review(),
)

citations = _of_topic_version(
    "citations",
    Column("source", String(255), ForeignKey("sources.key"), nullable=False, index=True),
    Column("locator", Text, nullable=False),
    Column("supports", Text, nullable=False),
)
phrasings = _of_topic_version("phrasings", Column("text", Text, nullable=False))
passages = _of_topic_version("passages", Column("text", Text, nullable=False))

unanswered = Table(
    "unanswered",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fingerprint", String(64), nullable=False, unique=True, comment="sha256 of sender and text"),
    Column("text", Text, nullable=False),
    Column("best_label", Text),
    Column("confidence", Float, nullable=False),
    Column("sender", String(255), nullable=False, index=True),
    Column("channel", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("resolved_at", Moment, index=True),
)
feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("answer_id", String(300), nullable=False, index=True),
    Column("helpful", Boolean, nullable=False),
    Column("comment", Text, nullable=False),
    Column("sender", String(255), nullable=False),
    Column("channel", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("sender", "answer_id"),
)
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("idempotency_key", String(255), nullable=False, unique=True),
    Column("kind", String(32), nullable=False),
    Column("recipient", Text, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("last_error", Text),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("dead", Boolean, nullable=False, server_default=false()),
    Column("lease", String(32)),
    Column("next_try_at", Moment),
    Column("dropped", Text),
    Column("about", String(32), index=True, comment="the booking's reference"),
    Index("ix_outbox_open", "sent_at", "dead", "due_at"),
)
reminder_opt_outs = Table(
    "reminder_opt_outs",
    metadata,
    Column("address_hash", String(64), primary_key=True, comment="sha256, so that the list names nobody"),
    Column("opted_out_at", Moment, nullable=False),
)
erasures = Table(
    "erasures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("receipt", String(32), nullable=False, unique=True),
    Column("sender_hash", String(64), nullable=False, index=True, comment="sha256, so that the receipt names nobody"),
    Column("erased", JSON, nullable=False, comment="rows erased, by store"),
    Column("erased_at", Moment, nullable=False),
)
telegram_updates = Table(
    "telegram_updates",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("received_at", Moment, nullable=False, index=True),
    Column("processed_at", Moment),
)

RECORDS = (
    booking_changes,
    wrong_pairs,
    bookings,
    handover_steps,
    handoffs,
    unanswered,
    feedback,
    outbox,
    reminder_opt_outs,
    erasures,
    telegram_updates,
)
WEB = (messages, secrets)
DESK = (staff, staff_sessions, sign_in_tries, audit_entries)

# One row: a number that every change of the library raises.
library_revision = Table(
    "library_revision",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
)
