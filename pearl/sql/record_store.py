"""The store of records in SQL."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.exc import IntegrityError

from pearl.records import Unanswered
from pearl.sql import tables
from pearl.sql.booking_store import SqlBookingStore
from pearl.sql.rows import is_repeat, values_of

Record = TypeVar("Record")


class SqlRecordStore(SqlBookingStore):
    """A RecordStore over a migrated database; safe among threads and processes, since constraints hold the promises."""

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
