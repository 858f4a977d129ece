"""Applies the clinic's retention limits: what is older than `retention` in clinic.yml allows is erased."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import column, delete, exists, func, select, table, update
from sqlalchemy.engine import Connection

from pearl.booking.store import REMEMBERED
from pearl.clinic_profile import ClinicProfile
from pearl.notices.opt_out import address_hash
from pearl.sql.booking_tables import bookings, wrong_pairs
from pearl.sql.engine import Database, has_table, take_turn
from pearl.sql.erased_records import erase_bookings, erase_orphaned_letters
from pearl.sql.handover_tables import handoffs
from pearl.sql.rows import erase_rows
from pearl.sql.tables import feedback, outbox, reminder_opt_outs, unanswered
from pearl.sql.telegram_tables import telegram_chats
from pearl.sql.web_tables import messages

EVENTS = table("events", column("sender_id"), column("timestamp"))
# Those who erase at once would wait for each other's rows in a circle on PostgreSQL, so they take turns under this number.
_TURN = 73546


class Retention:
    """The limits of one clinic over a migrated database."""

    def __init__(self, database: Database, profile: ClinicProfile) -> None:
        self._database, self._profile = database, profile

    def apply(self, now: datetime) -> Mapping[str, int]:
        """Erase what is too old at an aware moment, in one transaction; how many rows of each store went.

        Raises StoreUnavailable.
        """
        limits = self._profile.retention
        talked, asked = now - timedelta(days=limits.conversations_days), now - timedelta(days=limits.unanswered_days)
        last_day = now.astimezone(self._profile.zone).date() - timedelta(days=limits.bookings_days)
        with self._database.writing() as connection:
            take_turn(connection, _TURN)
            old = select(bookings.c.id).where(bookings.c.day < last_day)
            gone = erase_bookings(connection, list(connection.execute(old).scalars()))
            gone["letters"] += erase_orphaned_letters(connection) + _settled_letters(connection, talked)
            erased = {
                **gone,
                "events": _old_conversations(connection, talked),
                "messages": _older(connection, messages, talked),
                "feedback": _older(connection, feedback, talked),
                "handoffs": _older(connection, handoffs, talked),
                "unanswered": _older(connection, unanswered, asked),
                "wrong_pairs": erase_rows(connection, wrong_pairs, wrong_pairs.c.at < now - REMEMBERED),
                "opt_outs": _idle_opt_outs(connection, now - timedelta(days=limits.bookings_days)),
            }
            _begin_chats_anew(connection)
        self._database.forget_erased()
        return erased


def _settled_letters(connection: Connection, before: datetime) -> int:
    """Letters that were sent, dropped or given up; one that still waits is somebody's reminder."""
    settled = outbox.c.sent_at.is_not(None) | outbox.c.dropped.is_not(None) | outbox.c.dead
    return erase_rows(connection, outbox, settled & (outbox.c.due_at < before))


def _old_conversations(connection: Connection, before: datetime) -> int:
    """Whole conversations that nobody has gone on with: half of one could not be replayed."""
    if not has_table(connection, "events"):
        return 0
    ended = select(EVENTS.c.sender_id).group_by(EVENTS.c.sender_id).having(
        func.max(EVENTS.c.timestamp) < before.timestamp()
    )  # fmt: skip
    return erase_rows(connection, EVENTS, EVENTS.c.sender_id.in_(ended))


def _begin_chats_anew(connection: Connection) -> None:
    """Positions of a conversation without messages begin again at 1, so that what was brought of it must too."""
    silent = ~exists().where(messages.c.sender == telegram_chats.c.sender)
    booked = exists().where(bookings.c.sender == telegram_chats.c.sender)
    connection.execute(delete(telegram_chats).where(silent, ~booked))
    connection.execute(update(telegram_chats).where(silent).values(delivered=0, parts=0))


def _idle_opt_outs(connection: Connection, before: datetime) -> int:
    """Wishes for no reminders that no booking needs any more."""
    reached_at = select(bookings.c.email, bookings.c.sender).distinct()
    needed = {address_hash(address) for row in connection.execute(reached_at) for address in row if address}
    old = select(reminder_opt_outs.c.address_hash).where(reminder_opt_outs.c.opted_out_at < before)
    idle = set(connection.execute(old).scalars()) - needed
    return erase_rows(connection, reminder_opt_outs, reminder_opt_outs.c.address_hash.in_(idle))


def _older(connection: Connection, which: Any, before: datetime) -> int:
    return erase_rows(connection, which, which.c.created_at < before)
