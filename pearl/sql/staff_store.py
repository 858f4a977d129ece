"""The staff's accounts, sessions and audit trail in SQL."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from pearl.sql.engine import Database
from pearl.sql.rows import is_repeat, values_of
from pearl.sql.staff_tables import audit_entries, sign_in_tries, staff, staff_sessions
from pearl.staff.account import Account
from pearl.staff.audit import PAGE, Entry
from pearl.staff.session import StaffSession
from pearl.staff.store import name_taken

REMEMBERED = timedelta(days=1)


class SqlStaffStore:
    """A StaffStore over a migrated database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def accounts(self) -> tuple[Account, ...]:
        return tuple(Account(**values_of(row, Account)) for row in self._rows(select(staff).order_by(staff.c.name)))

    def account(self, name: str) -> Account | None:
        rows = self._rows(select(staff).where(staff.c.name == name))
        return Account(**values_of(rows[0], Account)) if rows else None

    def add_account(self, account: Account) -> None:
        try:
            self._write(insert(staff).values(**asdict(account)))
        except IntegrityError as error:
            if not is_repeat(error):
                raise
            raise name_taken(account.name) from error

    def change_account(self, account: Account) -> None:
        self._write(
            update(staff).where(staff.c.name == account.name).values(**asdict(account)),
            delete(staff_sessions).where(staff_sessions.c.name == account.name),
        )

    def add_session(self, session: StaffSession) -> None:
        self._write(insert(staff_sessions).values(**asdict(session)))

    def session(self, key: str) -> StaffSession | None:
        rows = self._rows(select(staff_sessions).where(staff_sessions.c.key == key))
        return StaffSession(**values_of(rows[0], StaffSession)) if rows else None

    def touch(self, key: str, at: datetime) -> None:
        self._write(update(staff_sessions).where(staff_sessions.c.key == key).values(seen_at=at))

    def end_session(self, key: str) -> None:
        self._write(delete(staff_sessions).where(staff_sessions.c.key == key))

    def forget_sessions(self, begun_before: datetime) -> None:
        self._write(delete(staff_sessions).where(staff_sessions.c.begun_at < begun_before))

    def add_try(self, name: str, address: str, at: datetime) -> None:
        self._write(
            delete(sign_in_tries).where(sign_in_tries.c.at < at - REMEMBERED),
            insert(sign_in_tries).values(name_hash=name, address=address, at=at),
        )

    def tries(self, since: datetime, name: str = "", address: str = "") -> tuple[datetime, ...]:
        of_it = sign_in_tries.c.name_hash == name if name else sign_in_tries.c.address == address
        found = select(sign_in_tries.c.at).where(of_it, sign_in_tries.c.at >= since).order_by(sign_in_tries.c.at)
        return tuple(row.at for row in self._rows(found))

    def forget_tries(self, name: str) -> None:
        self._write(delete(sign_in_tries).where(sign_in_tries.c.name_hash == name))

    def note(self, entry: Entry) -> None:
        values = asdict(entry)
        del values["id"]
        self._write(insert(audit_entries).values(**values))

    def entries(self, before: int | None = None) -> tuple[Entry, ...]:
        found = select(audit_entries).order_by(audit_entries.c.id.desc()).limit(PAGE)
        found = found if before is None else found.where(audit_entries.c.id < before)
        return tuple(Entry(**values_of(row, Entry)) for row in self._rows(found))

    def _rows(self, query: Any) -> list[Any]:
        with self._database.reading() as connection:
            return list(connection.execute(query))

    def _write(self, *statements: Any) -> None:
        with self._database.writing() as connection:
            for statement in statements:
                connection.execute(statement)
