"""The store of bookings in SQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from pearl.booking.change import BookingChange
from pearl.booking.request import BookingRequest
from pearl.booking.store import CHANGED_MEANWHILE, FREED, REMEMBERED, SLOT_TAKEN, UNKNOWN, checked_change, first_change
from pearl.errors import BookingRefused, StoreUnavailable
from pearl.keeping import keepable
from pearl.notices.notice import NoticesFor, no_notices
from pearl.reference import ATTEMPTS, BOOKING, Draw, draw_reference
from pearl.sql.booking_tables import booking_changes, bookings, wrong_pairs
from pearl.sql.engine import Database
from pearl.sql.outbox import insert_notices
from pearl.sql.places import count_taken, is_full, queue_for, take_place
from pearl.sql.rows import is_repeat, values_of


class SqlBookingStore:
    """A BookingStore over a migrated database; `capacity` is how many bookings may begin at one time.

    Safe among threads and processes, since constraints hold the promises. The notices of a change are kept with it.
    """

    def __init__(
        self,
        database: Database,
        draw: Draw = draw_reference,
        capacity: int = 1,
        notices_for: NoticesFor = no_notices,
    ) -> None:
        self._database, self._draw = database, draw
        self._capacity, self._notices_for = capacity, notices_for

    def add_booking(self, request: BookingRequest) -> BookingRequest:
        request = request.checked()
        for _ in range(ATTEMPTS):
            with self._database.reading() as connection:
                stored = _find(connection, "idempotency_key", request.idempotency_key)
                if stored:
                    return _booking(stored)
                if is_full(connection, request.starts_at, self._capacity):
                    raise BookingRefused(SLOT_TAKEN)
            if kept := self._try_to_add(replace(request, reference=self._draw(BOOKING))):
                return kept
        raise StoreUnavailable("No free reference was found for a new record; try again.")

    def bookings(self) -> tuple[BookingRequest, ...]:
        with self._database.reading() as connection:
            return tuple(_booking(row) for row in connection.execute(select(bookings).order_by(bookings.c.id)))

    def booking(self, reference: str) -> BookingRequest | None:
        if not keepable(reference):
            return None
        with self._database.reading() as connection:
            row = _find(connection, "reference", reference)
        return _booking(row) if row else None

    def changes(self, reference: str) -> tuple[BookingChange, ...]:
        if not keepable(reference):
            return ()
        with self._database.reading() as connection:
            row = _find(connection, "reference", reference)
            if row is None:
                return ()
            of_it = select(booking_changes).where(booking_changes.c.booking == row.id)
            return tuple(
                _change(change, _booking(row))
                for change in connection.execute(of_it.order_by(booking_changes.c.sequence))
            )

    def last_changes(self, kinds: Collection[str]) -> tuple[BookingChange, ...]:
        later = booking_changes.alias()
        is_last = ~exists().where(later.c.booking == booking_changes.c.booking).where(
            later.c.sequence > booking_changes.c.sequence
        )
        # A booking's status is the kind of its last change, and has an index.
        found = select(booking_changes).join(bookings).where(bookings.c.status.in_(kinds), is_last)
        with self._database.reading() as connection:
            rows = connection.execute(found.order_by(bookings.c.id)).all()
            of_them = select(bookings).where(bookings.c.status.in_(kinds))
            now = {row.id: _booking(row) for row in connection.execute(of_them)}
        return tuple(_change(row, now[row.booking]) for row in rows)

    def on_days(self, first: date, last: date) -> tuple[BookingRequest, ...]:
        found = select(bookings).where(bookings.c.day >= first, bookings.c.day <= last)
        in_order = found.order_by(
            bookings.c.day, bookings.c.starts_at.is_not(None), bookings.c.starts_at, bookings.c.id
        )
        with self._database.reading() as connection:
            return tuple(_booking(row) for row in connection.execute(in_order))

    def add_change(self, change: BookingChange) -> BookingRequest:
        change = checked_change(change)
        try:
            with self._database.writing() as connection:
                self._insert_change(connection, change)
        except IntegrityError as error:
            if not is_repeat(error):
                raise
            raise BookingRefused(CHANGED_MEANWHILE) from error
        return change.booking

    def taken(self, first: datetime, last: datetime) -> Mapping[datetime, int]:
        with self._database.reading() as connection:
            return count_taken(connection, first, last)

    def add_wrong_pair(self, reference: str, sender: str, at: datetime) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(wrong_pairs).where(wrong_pairs.c.at < at - REMEMBERED))
            connection.execute(insert(wrong_pairs).values(reference=reference, sender=sender, at=at))

    def wrong_pairs(self, reference: str, sender: str, since: datetime) -> tuple[datetime, ...]:
        about = (wrong_pairs.c.reference == reference) | (wrong_pairs.c.sender == sender)
        found = select(wrong_pairs.c.at).where(about, wrong_pairs.c.at >= since).order_by(wrong_pairs.c.at)
        with self._database.reading() as connection:
            return tuple(connection.execute(found).scalars())

    def _try_to_add(self, request: BookingRequest) -> BookingRequest | None:
        """The stored booking; None when its key or its reference came into the table meanwhile."""
        try:
            with self._database.writing() as connection:
                queue_for(connection, request.starts_at)
                # A twin of this request may have taken the last place a moment ago.
                if stored := _find(connection, "idempotency_key", request.idempotency_key):
                    return _booking(stored)
                self._insert_booking(connection, request)
        except IntegrityError as error:
            if not is_repeat(error):
                raise
            return None
        return request

    def _insert_booking(self, connection: Connection, request: BookingRequest) -> None:
        place = take_place(connection, request.starts_at, self._capacity)
        added = connection.execute(insert(bookings).values(**asdict(request), **place))
        self._keep(connection, added.inserted_primary_key[0], first_change(request))

    def _insert_change(self, connection: Connection, change: BookingChange) -> None:
        found = select(bookings).where(bookings.c.reference == change.booking.reference).with_for_update()
        row = connection.execute(found).first()
        if row is None:
            raise BookingRefused(UNKNOWN)
        self._keep(connection, row.id, change)
        after = change.booking
        values = {"status": after.status, "day": after.day, "starts_at": after.starts_at}
        place = self._place_after(connection, row, after)
        connection.execute(update(bookings).where(bookings.c.id == row.id).values(**values, **place))

    def _place_after(self, connection: Connection, row: Any, after: BookingRequest) -> dict[str, Any]:
        if after.status in FREED:
            return {"place": None, "places": None}
        if row.starts_at == after.starts_at and row.place is not None:
            return {}
        queue_for(connection, after.starts_at)
        return take_place(connection, after.starts_at, self._capacity)

    def _keep(self, connection: Connection, booking_id: int, change: BookingChange) -> None:
        values = {"day": change.booking.day, "starts_at": change.booking.starts_at, "said": change.said}
        connection.execute(
            insert(booking_changes).values(
                booking=booking_id, sequence=change.sequence, kind=change.kind, at=change.at, by=change.by, **values
            )
        )
        insert_notices(connection, self._notices_for(change))


def _find(connection: Connection, column: str, value: str) -> Any:
    return connection.execute(select(bookings).where(bookings.c[column] == value)).first()


def _booking(row: Any) -> BookingRequest:
    return BookingRequest(**values_of(row, BookingRequest))


def _change(row: Any, now: BookingRequest) -> BookingChange:
    booking = replace(now, status=row.kind, day=row.day, starts_at=row.starts_at)
    return BookingChange(booking=booking, kind=row.kind, at=row.at, by=row.by, sequence=row.sequence, said=row.said)
