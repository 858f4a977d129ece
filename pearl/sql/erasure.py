"""Erasing a conversation from every table that holds its words."""

from __future__ import annotations

from sqlalchemy import column, insert, select, table
from sqlalchemy.engine import Connection

from pearl.clock import Clock
from pearl.notices.transcript import about
from pearl.receipt import PREFIX, Receipt, fingerprint
from pearl.reference import draw_reference
from pearl.sql import booking_tables, handover_tables, tables, telegram_tables, web_tables
from pearl.sql.engine import Database, has_table
from pearl.sql.erased_records import erase_records, unname_wrong_pairs
from pearl.sql.handover_erasure import erase_handovers
from pearl.sql.rows import erase_rows

# Rasa's own table of events; the tracker store makes it.
EVENTS = table("events", column("sender_id"))


class Erasures:
    """Erases conversations and remembers, without names, which ones."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def erase(self, sender: str, everything: bool = False) -> Receipt:
        """Erase what a sender said and was told, and keep a receipt that names nobody.

        Requests that the clinic has yet to answer (bookings, messages, calls back) stay and are named; with `everything`
        they go too, with the letters about them, the wish for no reminders and the wrong pairs. Raises StoreUnavailable.
        """
        with self._database.writing() as connection:
            erased = {
                "messages": erase_rows(connection, web_tables.messages, web_tables.messages.c.sender == sender),
                "events": _delete_events(connection, sender),
                "unanswered": erase_rows(connection, tables.unanswered, tables.unanswered.c.sender == sender),
                "handovers": erase_handovers(connection, sender),
                "feedback": erase_rows(connection, tables.feedback, tables.feedback.c.sender == sender),
                "transcripts": erase_rows(connection, tables.outbox, tables.outbox.c.about == about(sender)),
            }
            if everything:
                erased.update(erase_records(connection, sender))
            else:
                unname_wrong_pairs(connection, sender)
            erase_rows(connection, telegram_tables.telegram_chats, telegram_tables.telegram_chats.c.sender == sender)
            receipt = Receipt(draw_reference(PREFIX), erased, _kept(connection, sender), self._clock.now())
            connection.execute(
                insert(tables.erasures).values(
                    receipt=receipt.reference,
                    sender_hash=fingerprint(sender),
                    erased=erased,
                    erased_at=receipt.erased_at,
                )
            )
        self._database.forget_erased()
        return receipt

    def has(self, sender: str) -> bool:
        """Whether a sender's conversation was erased, so that its tokens count no more."""
        query = select(tables.erasures.c.receipt).where(tables.erasures.c.sender_hash == fingerprint(sender))
        with self._database.reading() as connection:
            return connection.execute(query).first() is not None


def _delete_events(connection: Connection, sender: str) -> int:
    """Rasa's events; where no server has run yet there is no table of them."""
    return erase_rows(connection, EVENTS, EVENTS.c.sender_id == sender) if has_table(connection, "events") else 0


def _kept(connection: Connection, sender: str) -> tuple[str, ...]:
    kept = (booking_tables.bookings, handover_tables.handoffs)
    queries = (select(records.c.reference).where(records.c.sender == sender) for records in kept)
    return tuple(reference for query in queries for reference in connection.execute(query).scalars())
