"""Who wants no reminders, in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from pearl.notices.opt_out import address_hash
from pearl.sql.engine import Database
from pearl.sql.rows import insert_once
from pearl.sql.tables import reminder_opt_outs


class SqlOptOuts:
    """OptOuts over a migrated database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def holds(self, address: str) -> bool:
        with self._database.reading() as connection:
            found = select(reminder_opt_outs).where(reminder_opt_outs.c.address_hash == address_hash(address))
            return connection.execute(found).first() is not None

    def add(self, address: str, at: datetime) -> None:
        with self._database.writing() as connection:
            insert_once(connection, reminder_opt_outs, address_hash=address_hash(address), opted_out_at=at)

    def remove(self, address: str) -> None:
        with self._database.writing() as connection:
            is_it = reminder_opt_outs.c.address_hash == address_hash(address)
            connection.execute(delete(reminder_opt_outs).where(is_it))
