"""Rows into records and back, for every store in SQL."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy.exc import IntegrityError


def is_repeat(error: IntegrityError) -> bool:
    """Whether a unique value is there already, in SQLite's words or by PostgreSQL's code."""
    return "UNIQUE constraint" in str(error.orig) or getattr(error.orig, "pgcode", "") == "23505"


def values_of(row: Any, record: type[Any]) -> dict[str, Any]:
    """A row's values for the fields of a record."""
    return {field.name: row._mapping[field.name] for field in fields(record)}
