"""The connection to the database: SQLite or PostgreSQL by the address, with short waits and honest errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import create_engine, event, inspect
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool, StaticPool

from pearl.errors import SettingMissing
from pearl.sql.trouble import as_store_unavailable

WAIT_S = 1.5
CONNECT_S = 3
# Loads and edits of the library take turns under this number on PostgreSQL; SQLite has one writer anyway.
_LIBRARY_LOCK = 73545


@dataclass(frozen=True)
class Database:
    """Two ways in: `reading` sees one moment of the database, `writing` is all or nothing.

    Both raise StoreUnavailable when the database is locked for longer than the wait, full, or out of reach.
    """

    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        options = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with self._transaction(**options) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self._transaction(pearl_writes=True) as connection:
            yield connection

    @contextmanager
    def writing_library(self) -> Iterator[Connection]:
        """`writing`, one at a time among all processes."""
        with self.writing() as connection:
            take_turn(connection, _LIBRARY_LOCK)
            yield connection

    @property
    def is_sqlite(self) -> bool:
        return bool(self.engine.dialect.name == "sqlite")

    @contextmanager
    def _transaction(self, **options: object) -> Iterator[Connection]:
        trouble = as_store_unavailable(self.engine.url)
        with trouble, self.engine.connect() as connection, connection.execution_options(**options).begin():
            yield connection

    def forget_erased(self) -> None:
        """After an erasure: let SQLite's journal hold no copy of what was erased, unless somebody reads just now."""
        if self.is_sqlite:
            with as_store_unavailable(self.engine.url), self.engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def open_database(url: str, wait_s: float = WAIT_S, foreign_keys: bool = True) -> Database:
    """Prepare for a database without connecting yet; `wait_s` is the longest wait for another one's lock, in seconds.

    Raises SettingMissing when the address cannot be read or names another kind of database.
    """
    address = read_address(url)
    if address.get_backend_name() == "sqlite":
        return Database(_sqlite(address, wait_s, foreign_keys))
    return Database(_postgresql(address, wait_s))


def read_address(url: str) -> URL:
    """The parsed address; 'postgres://' is taken for 'postgresql://'. Raises SettingMissing, and never repeats it."""
    if url.startswith("postgres://"):
        url = url.replace("postgres", "postgresql", 1)
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        address = None
    if address is None or address.drivername not in ("sqlite", "postgresql", "postgresql+psycopg2"):
        raise SettingMissing(
            "DATABASE_URL cannot be read; write it like sqlite:///pearl.db or postgresql://user:password@host/name."
        ) from None
    return address


def has_table(connection: Connection, name: str) -> bool:
    """Whether a table is there: Rasa makes its own only when a server runs."""
    return bool(inspect(connection).has_table(name))


def take_turn(connection: Connection, number: int) -> None:
    """Wait for everybody else who works under this number, until the end of the transaction."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({int(number)})")


def _sqlite(address: URL, wait_s: float, foreign_keys: bool) -> Engine:
    in_memory = address.database in (None, "", ":memory:")
    engine = create_engine(
        address,
        future=True,
        hide_parameters=True,
        poolclass=StaticPool if in_memory else QueuePool,
        **({} if in_memory else {"pool_timeout": wait_s}),
        connect_args={"timeout": wait_s, "check_same_thread": False},
    )

    def settle(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late; `begin` below sends ours
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA secure_delete=ON")  # what is erased is overwritten, too
        connection.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")

    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("pearl_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", settle)
    event.listen(engine, "begin", begin)
    return engine


def _postgresql(address: URL, wait_s: float) -> Engine:
    engine = create_engine(
        address,
        future=True,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_timeout=CONNECT_S,
        connect_args={"connect_timeout": CONNECT_S, "tcp_user_timeout": CONNECT_S * 1000},
    )

    def settle(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {int(wait_s * 1000)}")
        connection.commit()

    event.listen(engine, "connect", settle)
    return engine
