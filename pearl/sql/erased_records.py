"""Erasing the records of a person from every table that names them: bookings with their letters, hand-overs, opt-outs."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from pearl.notices.opt_out import address_hash
from pearl.receipt import fingerprint
from pearl.reference import BOOKING
from pearl.sql.booking_tables import booking_changes, bookings, wrong_pairs
from pearl.sql.handover_tables import handoffs
from pearl.sql.rows import erase_rows
from pearl.sql.tables import outbox, reminder_opt_outs


def erase_records(connection: Connection, sender: str) -> dict[str, int]:
    """Erase the bookings and hand-overs of a sender, whatever their state; how many rows of each store went."""
    theirs = connection.execute(select(bookings.c.id, bookings.c.email).where(bookings.c.sender == sender)).all()
    hashes = [address_hash(address) for address in (sender, *(row.email for row in theirs if row.email))]
    return {
        **erase_bookings(connection, [row.id for row in theirs]),
        "opt_outs": erase_rows(connection, reminder_opt_outs, reminder_opt_outs.c.address_hash.in_(hashes)),
        "handoffs": _erase_handoffs(connection, sender),
        "wrong_pairs": erase_rows(connection, wrong_pairs, wrong_pairs.c.sender.in_([sender, fingerprint(sender)])),
    }


def erase_bookings(connection: Connection, ids: Collection[int]) -> dict[str, int]:
    """Erase bookings with their changes, their letters and the wrong pairs that were named for them."""
    references = select(bookings.c.reference).where(bookings.c.id.in_(ids))
    named = list(connection.execute(references).scalars())
    erase_rows(connection, wrong_pairs, wrong_pairs.c.reference.in_(named))
    letters = erase_rows(connection, outbox, outbox.c.about.in_(named))
    erase_rows(connection, booking_changes, booking_changes.c.booking.in_(ids))
    return {"letters": letters, "bookings": erase_rows(connection, bookings, bookings.c.id.in_(ids))}


def _erase_handoffs(connection: Connection, sender: str) -> int:
    theirs = handoffs.c.sender == sender
    erase_rows(connection, outbox, outbox.c.about.in_(select(handoffs.c.reference).where(theirs)))
    return erase_rows(connection, handoffs, theirs)


def unname_wrong_pairs(connection: Connection, sender: str) -> None:
    """Keep that wrong pairs were tried, or erasing a conversation would let somebody guess on; not by whom."""
    theirs = update(wrong_pairs).where(wrong_pairs.c.sender == sender)
    connection.execute(theirs.values(sender=fingerprint(sender)))


def erase_orphaned_letters(connection: Connection) -> int:
    """Erase letters about bookings that are no more."""
    about = outbox.c.about
    return erase_rows(connection, outbox, about.like(f"{BOOKING}-%") & about.not_in(select(bookings.c.reference)))
