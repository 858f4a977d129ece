"""The migrations make just the tables that the code speaks to, from anywhere and however many ask at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from pearl.errors import StoreUnavailable
from pearl.handover.handover import Line
from pearl.sql.engine import Database, open_database
from pearl.sql.handover_store import SqlHandoverStore
from pearl.sql.migration import current, upgrade
from pearl.sql.record_store import SqlRecordStore
from pearl.sql.tables import metadata

NEWEST = "0010"


def checks(connection: Connection) -> dict[str, dict[str, str]]:
    """The check constraints of every table, which alembic does not compare."""
    inspector = inspect(connection)
    return {
        table: {check["name"]: check["sqltext"] for check in inspector.get_check_constraints(table)}
        for table in metadata.tables
    }


def test_the_migrated_schema_is_that_of_the_tables(database: Database) -> None:
    with database.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True, "target_metadata": metadata}
        )
        assert compare_metadata(context, metadata) == []


def test_the_migrated_checks_are_those_of_the_tables(new_url: str) -> None:
    upgrade(new_url)
    database = open_database(new_url)
    with database.writing() as connection:
        migrated = checks(connection)
        metadata.drop_all(connection)
        metadata.create_all(connection)
        assert checks(connection) == migrated
    assert sum(map(len, migrated.values())) == 13
    database.close()


def test_a_new_database_is_at_no_migration_and_then_at_the_newest(new_url: str) -> None:
    assert current(new_url) is None
    upgrade(new_url)
    assert current(new_url) == NEWEST
    upgrade(new_url)
    assert current(new_url) == NEWEST


def test_four_processes_that_start_together_migrate_once(new_url: str, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "import sys; from pearl.sql.migration import upgrade; upgrade(sys.argv[1])",
        new_url,
    ]
    started = [subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE) for _ in range(4)]
    said = [process.communicate()[1].decode() for process in started]
    assert [process.returncode for process in started] == [0] * 4, said
    assert current(new_url) == NEWEST


def test_a_migration_that_breaks_off_leaves_nothing_behind(new_url: str) -> None:
    database = open_database(new_url)
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE telegram_updates (in_the_way INTEGER)"))
    with pytest.raises(StoreUnavailable, match="in the way"):
        upgrade(new_url)
    with database.reading() as connection:
        assert inspect(connection).get_table_names() == ["telegram_updates"]
    database.close()


def test_a_database_of_a_newer_pearl_is_left_alone(new_url: str) -> None:
    upgrade(new_url)
    database = open_database(new_url)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreUnavailable, match="newer Pearl"):
        upgrade(new_url)
    assert current(new_url) == "9999"
    database.close()


def test_a_database_out_of_reach_is_said(tmp_path: Path) -> None:
    for ask in (upgrade, current):
        with pytest.raises(StoreUnavailable):
            ask(f"sqlite:///{tmp_path}/missing/pearl.db")


def test_bookings_from_before_there_were_places_keep_their_times_and_get_a_life(new_url: str) -> None:
    upgrade(new_url, "0003")
    database = open_database(new_url)
    columns = (
        "reference, idempotency_key, status, reason, day, starts_at, name, phone, email, channel, sender, created_at"
    )
    old = "'requested', 'milia', '2026-12-01', {}, 'Dana', '+17805550134', '', 'web', 'web:abc', '2026-11-25 18:00:00'"
    with database.writing() as connection:
        for number, at in enumerate(["'2026-12-01 21:00:00'", "'2026-12-01 21:00:00'", "NULL"]):
            keys = f"'PRL-{number}', 'key {number}'"
            connection.execute(text(f"INSERT INTO bookings ({columns}) VALUES ({keys}, {old.format(at)})"))
    upgrade(new_url)
    with database.reading() as connection:
        rows = connection.execute(text("SELECT place, places FROM bookings ORDER BY id")).fetchall()
    assert [tuple(row) for row in rows] == [(0, 2), (1, 2), (None, None)]
    store = SqlRecordStore(database)
    assert [change.kind for booking in store.bookings() for change in store.changes(booking.reference)] == (
        ["requested"] * 3
    )
    database.close()


def test_hand_overs_from_before_they_had_a_life_are_kept_and_wait_for_nobody(new_url: str) -> None:
    upgrade(new_url, "0006")
    database = open_database(new_url)
    with database.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO handoffs (reference, idempotency_key, status, reason, channel, sender, transcript, created_at) "
            "VALUES ('ASK-7K3M9Q', 'k', 'waiting', 'a person', 'web', 'web:a', '[[\"user\", \"hi\"]]', "
            "'2026-11-25 18:00:00')"
        )
    upgrade(new_url)
    store = SqlHandoverStore(database)
    (kept,) = store.handovers()
    assert (kept.status, kept.reason, kept.transcript) == ("missed", "a person", (Line("visitor", "hi"),))
    assert kept.changed_at == kept.created_at
    (step,) = store.steps(kept.reference)
    assert (step.kind, step.by, step.at) == ("requested", "visitor", kept.created_at)
    database.close()
