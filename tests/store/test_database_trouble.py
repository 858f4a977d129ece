"""Trouble with the database is StoreUnavailable, soon, in a sentence that can be acted on."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from sqlalchemy import event
from store_examples import MONDAY, TUESDAY, a_booking, a_library, a_question, a_topic

from pearl.errors import SettingMissing, StoreUnavailable
from pearl.sql.engine import Database, open_database, read_address
from pearl.sql.library_store import SqlLibraryStore
from pearl.sql.record_store import SqlRecordStore


@contextmanager
def write_locked(sqlite: Database) -> Iterator[None]:
    with closing(sqlite3.connect(sqlite.engine.url.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def impatient(database: Database) -> Database:
    """The same database by connections that wait a tenth of a second for a lock."""
    return open_database(database.engine.url.render_as_string(hide_password=False), wait_s=0.1)


def test_a_locked_sqlite_is_unavailable_within_two_seconds_while_readers_go_on(sqlite: Database) -> None:
    library, records = SqlLibraryStore(sqlite), SqlRecordStore(sqlite)
    library.load(a_library(), MONDAY)
    with write_locked(sqlite):
        start = time.monotonic()
        with pytest.raises(StoreUnavailable, match="held by another program; try again soon"):
            records.add_booking(a_booking())
        assert 1 < time.monotonic() - start < 2
        start = time.monotonic()
        assert library.library() == a_library()
        assert records.bookings() == ()
        assert time.monotonic() - start < 0.5
    assert records.add_booking(a_booking()).reference


def test_a_locked_sqlite_refuses_a_load_and_the_next_one_works(sqlite: Database) -> None:
    store = SqlLibraryStore(impatient(sqlite))
    with write_locked(sqlite), pytest.raises(StoreUnavailable):
        store.load(a_library(), MONDAY)
    assert len(store.load(a_library(), MONDAY).created) == 6


def test_a_locked_postgresql_is_unavailable_within_two_seconds_while_readers_go_on(
    postgresql: Database, migrated_postgresql: str
) -> None:
    library, records = SqlLibraryStore(postgresql), SqlRecordStore(postgresql)
    library.load(a_library(), MONDAY)
    with closing(psycopg2.connect(migrated_postgresql)) as other, other.cursor() as cursor:
        cursor.execute("LOCK TABLE bookings, topics IN SHARE MODE")
        start = time.monotonic()
        with pytest.raises(StoreUnavailable, match="held by another program"):
            records.add_booking(a_booking())
        assert 1 < time.monotonic() - start < 2
        assert library.library() == a_library()
        with pytest.raises(StoreUnavailable):
            SqlLibraryStore(impatient(postgresql)).load(a_library(a_topic(title="New")), TUESDAY)
    assert records.add_booking(a_booking()).reference


def without_room(sqlite: Database) -> Database:
    """The same database on a disk that has no page left for it."""

    def fill(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    sqlite.close()
    event.listen(sqlite.engine, "connect", fill)
    return sqlite


def test_a_full_disk_is_said_and_what_was_there_stays(sqlite: Database) -> None:
    records = SqlRecordStore(sqlite)
    kept = records.add_booking(a_booking())
    without_room(sqlite)
    with pytest.raises(StoreUnavailable, match="no room left"):
        records.add_unanswered(a_question("long " * 4000))
    assert records.bookings() == (kept,)


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "pearl.db").write_bytes(b"not a database at all, only words " * 100)
    with pytest.raises(StoreUnavailable, match="damaged"):
        SqlRecordStore(open_database(f"sqlite:///{tmp_path}/pearl.db")).bookings()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="folder exists"):
        SqlRecordStore(open_database(f"sqlite:///{tmp_path}/missing/pearl.db")).bookings()


def test_a_database_without_tables_is_said(new_url: str) -> None:
    database = open_database(new_url)
    with pytest.raises(StoreUnavailable, match="lacks a table; migrate it"):
        SqlLibraryStore(database).library()
    database.close()


def test_a_server_out_of_reach_is_said_without_its_password() -> None:
    store = SqlRecordStore(open_database("postgres://pearl:s3cret@127.0.0.1:1/clinic?application_name=s3cret"))
    start = time.monotonic()
    with pytest.raises(StoreUnavailable, match="cannot be reached") as raised:
        store.bookings()
    assert time.monotonic() - start < 4
    assert "s3cret" not in str(raised.value)
    assert "127.0.0.1:1/clinic" in str(raised.value)


def test_a_database_that_was_never_created_is_said(new_postgresql: Callable[[], str]) -> None:
    url = new_postgresql().replace("/pearl_", "/nowhere_")
    with pytest.raises(StoreUnavailable, match="does not exist; create"):
        SqlRecordStore(open_database(url)).bookings()


def test_connections_that_the_server_dropped_are_replaced(postgresql: Database, migrated_postgresql: str) -> None:
    records = SqlRecordStore(postgresql)
    kept = records.add_booking(a_booking())
    with closing(psycopg2.connect(migrated_postgresql)) as other, other.cursor() as cursor:
        mine = "pid <> pg_backend_pid() AND datname = current_database()"
        cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}")
    assert records.bookings() == (kept,)


def test_trouble_names_no_visitor(sqlite: Database) -> None:
    with pytest.raises(StoreUnavailable) as raised:
        SqlRecordStore(without_room(sqlite)).add_booking(a_booking(name="Dana Secret", reason="long " * 4000))
    assert "Dana Secret" not in f"{raised.value} {raised.value.__cause__}"


def test_sqlite_is_set_to_write_ahead_and_to_hold_foreign_keys(sqlite: Database) -> None:
    with sqlite.reading() as connection:
        asked = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys")]
        waits = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("synchronous", "busy_timeout")]
    assert asked == ["wal", 1]
    assert waits == [1, 1500]


@pytest.mark.parametrize("url", ["", "pearl.db", "mysql://u:s3cret@h/d", "postgresql+asyncpg://u:s3cret@h/d", "://"])
def test_an_address_that_names_no_database_of_ours_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(SettingMissing, match="DATABASE_URL") as raised:
        open_database(url)
    assert "s3cret" not in str(raised.value)


def test_the_short_name_of_postgresql_is_accepted() -> None:
    assert read_address("postgres://u:p@host/clinic").drivername == "postgresql"
    assert read_address("postgresql://u:p@host/postgres://").host == "host"
