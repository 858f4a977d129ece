"""The tables of the desk: accounts, sessions, tries to sign in, the audit trail."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Integer, String, Table, Text

from pearl.sql.metadata import metadata
from pearl.sql.moment import Moment

staff = Table(
    "staff",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("password_hash", Text, nullable=False, comment="argon2id"),
    Column("created_at", Moment, nullable=False),
    Column("one_time", Boolean, nullable=False, comment="made for a demonstration"),
    Column("disabled_at", Moment),
    CheckConstraint("role IN ('reception', 'clinician', 'admin')", name="role"),
)
staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("key", String(64), primary_key=True, comment="sha256 of the token that the browser holds"),
    Column("name", String(40), ForeignKey("staff.name", ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)
sign_in_tries = Table(
    "sign_in_tries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name_hash", String(64), nullable=False, index=True, comment="sha256 of the typed name"),
    Column("address", String(64), nullable=False, index=True),
    Column("at", Moment, nullable=False),
)
# Kept for good: nothing of Pearl's changes or deletes a row.
audit_entries = Table(
    "audit_entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", String(255), nullable=False),
    Column("what", Text, nullable=False),
    Column("about", String(255), nullable=False, index=True),
)
