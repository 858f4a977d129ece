"""The store of records in SQL."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.exc import IntegrityError

from pearl.errors import StoreUnavailable
from pearl.records import Handoff, Unanswered
from pearl.reference import ATTEMPTS, HANDOFF
from pearl.sql import tables
from pearl.sql.booking_store import SqlBookingStore
from pearl.sql.rows import is_repeat, values_of

Record = TypeVar("Record")


class SqlRecordStore(SqlBookingStore):
    """A RecordStore over a migrated database; safe among threads and processes, since constraints hold the promises."""

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
        return self._all(tables.unanswered, lambda row: Unanswered(**values_of(row, Unanswered)))

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
            if not is_repeat(error):
                raise

    def _find(self, table: Table, column: str, value: str) -> Any:
        with self._database.reading() as connection:
            return connection.execute(select(table).where(table.c[column] == value)).first()

    def _all(self, table: Table, read: Callable[[Any], Record]) -> tuple[Record, ...]:
        with self._database.reading() as connection:
            return tuple(read(row) for row in connection.execute(select(table).order_by(table.c.id)))


def _handoff(row: Any) -> Handoff:
    values = values_of(row, Handoff)
    return Handoff(**{**values, "transcript": tuple((speaker, text) for speaker, text in values["transcript"])})
