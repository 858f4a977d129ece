"""Rows into records and back, for every store in SQL, and a row that is to be there once."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import Table, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError


def is_repeat(error: IntegrityError) -> bool:
    """Whether a unique value is there already, in SQLite's words or by PostgreSQL's code."""
    return "UNIQUE constraint" in str(error.orig) or getattr(error.orig, "pgcode", "") == "23505"


def values_of(row: Any, record: type[Any]) -> dict[str, Any]:
    """A row's values for the fields of a record."""
    return {field.name: row._mapping[field.name] for field in fields(record)}


def insert_once(connection: Connection, table: Table, **values: Any) -> None:
    """Insert a row; one whose key, or another unique value, is there already changes nothing."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    connection.execute(insert(table).values(**values).on_conflict_do_nothing())


def erase_rows(connection: Connection, table: Any, which: Any) -> int:
    """Delete the rows of a table for which a condition holds; how many they were."""
    return int(connection.execute(delete(table).where(which)).rowcount)
