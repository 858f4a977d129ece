"""Moments in the database: always UTC, always with their zone when they come back."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.types import TypeDecorator

from pearl.keeping import in_utc


class Moment(TypeDecorator):  # type: ignore[misc]  # SQLAlchemy 1.4 has no types
    """An aware moment. SQLite has no zones, so it is stored in UTC there; a naive one raises BadInput."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return in_utc(value) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return in_utc(value if value.tzinfo else value.replace(tzinfo=timezone.utc))
