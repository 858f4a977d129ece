"""Secrets that Pearl makes for itself at the first start and keeps in its database."""

from __future__ import annotations

import secrets as chance

from sqlalchemy import select

from pearl.clock import Clock
from pearl.sql.engine import Database
from pearl.sql.rows import insert_once
from pearl.sql.web_tables import secrets

SECRET_BYTES = 32


def kept_secret(database: Database, name: str, clock: Clock) -> str:
    """The secret of a name; made by whoever asks first, the same for every process ever after.

    Raises StoreUnavailable.
    """
    query = select(secrets.c.value).where(secrets.c.name == name)
    with database.reading() as connection:
        found = connection.execute(query).scalar()
    if found is None:
        made = chance.token_urlsafe(SECRET_BYTES)
        with database.writing() as connection:
            insert_once(connection, secrets, name=name, value=made, created_at=clock.now())
        # Another process may have been first.
        with database.reading() as connection:
            found = connection.execute(query).scalar_one()
    return str(found)
