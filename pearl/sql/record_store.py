"""The store of records in SQL."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any, TypeVar

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.exc import IntegrityError

from pearl.booking.request import BookingRequest
from pearl.errors import StoreUnavailable
from pearl.keeping import keepable
from pearl.records import Handoff, Unanswered
from pearl.reference import ATTEMPTS, BOOKING, HANDOFF, Draw, draw_reference
from pearl.sql import tables
from pearl.sql.engine import Database

Record = TypeVar("Record")


class SqlRecordStore:
    """A RecordStore over a migrated database; safe among threads and processes, since constraints hold the promises."""

    def __init__(self, database: Database, draw: Draw = draw_reference) -> None:
        self._database = database
        self._draw = draw

    def add_booking(self, request: BookingRequest) -> BookingRequest:
        return _booking(self._add_once(tables.bookings, BOOKING, asdict(request.checked())))

    def bookings(self) -> tuple[BookingRequest, ...]:
        return self._all(tables.bookings, _booking)

    def booking(self, reference: str) -> BookingRequest | None:
        row = self._find(tables.bookings, "reference", reference) if keepable(reference) else None
        return _booking(row) if row else None

    def add_handoff(self, handoff: Handoff) -> Handoff:
        return _handoff(self._add_once(tables.handoffs, HANDOFF, asdict(handoff.checked())))

    def handoffs(self) -> tuple[Handoff, ...]:
        return self._all(tables.handoffs, _handoff)

    def add_unanswered(self, entry: Unanswered) -> None:
        entry = entry.checked()
        fingerprint = hashlib.sha256(f"{entry.sender}\0{entry.text}".encode()).hexdigest()
        if self._find(tables.unanswered, "fingerprint", fingerprint) is None:
            self._insert(tables.unanswered, {"fingerprint": fingerprint, **asdict(entry)})

    def unanswered(self) -> tuple[Unanswered, ...]:
        return self._all(tables.unanswered, lambda row: Unanswered(**_values(row, Unanswered)))

    def clear(self) -> None:
        with self._database.writing() as connection:
            for table in tables.RECORDS:
                connection.execute(delete(table))

    def _add_once(self, table: Table, prefix: str, values: dict[str, Any]) -> Any:
        """The row of this idempotency key, inserted with a reference of its own when it is the first.

        Whoever loses a race for the key, or draws a taken reference, finds out by the constraint and looks again.
        """
        for _ in range(ATTEMPTS):
            if stored := self._find(table, "idempotency_key", values["idempotency_key"]):
                return stored
            self._insert(table, {**values, "reference": self._draw(prefix)})
        if stored := self._find(table, "idempotency_key", values["idempotency_key"]):
            return stored
        raise StoreUnavailable("No free reference was found for a new record; try again.")

    def _insert(self, table: Table, values: dict[str, Any]) -> None:
        try:
            with self._database.writing() as connection:
                connection.execute(insert(table).values(**values))
        except IntegrityError as error:
            if not _is_repeat(error):
                raise

    def _find(self, table: Table, column: str, value: str) -> Any:
        with self._database.reading() as connection:
            return connection.execute(select(table).where(table.c[column] == value)).first()

    def _all(self, table: Table, read: Callable[[Any], Record]) -> tuple[Record, ...]:
        with self._database.reading() as connection:
            return tuple(read(row) for row in connection.execute(select(table).order_by(table.c.id)))


def _is_repeat(error: IntegrityError) -> bool:
    """Whether a unique key or reference is there already, in SQLite's words or by PostgreSQL's code."""
    return "UNIQUE constraint" in str(error.orig) or getattr(error.orig, "pgcode", "") == "23505"


def _booking(row: Any) -> BookingRequest:
    return BookingRequest(**_values(row, BookingRequest))


def _handoff(row: Any) -> Handoff:
    values = _values(row, Handoff)
    return Handoff(**{**values, "transcript": tuple((speaker, text) for speaker, text in values["transcript"])})


def _values(row: Any, record: type[Any]) -> dict[str, Any]:
    return {field.name: row._mapping[field.name] for field in fields(record)}
