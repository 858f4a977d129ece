"""Secrets that Pearl makes for itself at the first start and keeps in its database."""

from __future__ import annotations

import secrets as chance

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from pearl.clock import Clock
from pearl.sql.engine import Database
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
        try:
            with database.writing() as connection:
                made = chance.token_urlsafe(SECRET_BYTES)
                connection.execute(insert(secrets).values(name=name, value=made, created_at=clock.now()))
        except IntegrityError:
            pass  # another process was first
        with database.reading() as connection:
            found = connection.execute(query).scalar_one()
    return str(found)
