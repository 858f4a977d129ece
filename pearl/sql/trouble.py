"""Trouble with the database, put into a sentence that a person can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, IntegrityError, InterfaceError, ProgrammingError, TimeoutError

from pearl.errors import StoreUnavailable

# What the drivers say (in part) and what to tell people; the first that fits counts.
_SENTENCES = (
    (("is locked", "lock timeout", "deadlock"), "is held by another program; try again soon"),
    (("QueuePool limit",), "has too many visitors at once; try again soon"),
    (("is full", "No space left", "could not extend"), "has no room left; free some space on its disk"),
    (("readonly", "read-only"), "cannot be written to; check the rights of its file and folder"),
    (("no such table", "no such column", "UndefinedTable", "UndefinedColumn"), "lacks a table; migrate it"),
    (("already exists",), "holds a table that is in the way; give Pearl a database of its own"),
    (("does not exist",), "or its user does not exist; create them, or correct DATABASE_URL"),
    (("not a database", "malformed"), "is damaged; put back a backup"),
    (("password", "authentication"), "refused the user or password; check DATABASE_URL"),
    (("unable to open",), "cannot be opened; check that its folder exists and can be written to"),
)
_OTHERWISE = "cannot be reached; check that it runs and that DATABASE_URL is right"


@contextmanager
def as_store_unavailable(address: URL) -> Iterator[None]:
    """Turn the database's own trouble into StoreUnavailable; a broken constraint or a wrong value stays what it is."""
    try:
        yield
    except (DatabaseError, InterfaceError, TimeoutError) as error:
        if isinstance(error, IntegrityError) or not _is_trouble(error):
            raise
        raise StoreUnavailable(f"The database {_name(address)} {_sentence(error)}.") from error


def _is_trouble(error: Exception) -> bool:
    """A ProgrammingError is a mistake of ours, unless a table is not there yet or there already."""
    cause = type(getattr(error, "orig", None)).__name__
    return not isinstance(error, ProgrammingError) or cause.startswith(("Undefined", "Duplicate"))


def _sentence(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    said = f"{type(cause).__name__} {cause}"
    return next((sentence for signs, sentence in _SENTENCES if any(sign in said for sign in signs)), _OTHERWISE)


def _name(address: URL) -> str:
    """The address without what is secret in it."""
    return f"'{address.set(password=None, query={}).render_as_string()}'"
