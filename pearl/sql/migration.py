"""Bringing a database to the shape that this version of Pearl needs."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.util import CommandError

from pearl.errors import StoreUnavailable
from pearl.sql.engine import Database, open_database, take_turn

SCRIPTS = Path(__file__).resolve().parents[2] / "migrations"
_WAIT_S = 60.0
_LOCK = 73546


def upgrade(url: str, to: str = "head") -> None:
    """Bring the database to the newest migration (or one), in one transaction; harmless when it is there already.

    Several processes may do it at once: one works, the others wait (up to a minute) and find it done.
    Raises StoreUnavailable when the database cannot be used or was made by a newer Pearl.
    """
    database = open_database(url, wait_s=_WAIT_S, foreign_keys=False)
    try:
        with database.writing() as connection:
            take_turn(connection, _LOCK)
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
            command.upgrade(config, to)
    except CommandError as error:
        raise StoreUnavailable("The database was made by a newer Pearl; upgrade Pearl, or restore a backup.") from error
    finally:
        database.close()


def current(url: str) -> str | None:
    """The migration that the database is at, None before the first. Raises StoreUnavailable."""
    database = open_database(url)
    try:
        return _revision(database)
    finally:
        database.close()


def _revision(database: Database) -> str | None:
    with database.reading() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
    return str(revision) if revision else None
