"""The composition root: wires settings, clock, profile and stores together, once a process and never at import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.engine import make_url

from pearl.clinic_profile import ClinicProfile, read_profile
from pearl.clock import Clock, SystemClock, fixed_clock
from pearl.errors import StoreUnavailable
from pearl.hours import OpeningHours
from pearl.library.files import read_library
from pearl.library.store import LibraryStore
from pearl.messages import MessageStore
from pearl.records import RecordStore
from pearl.settings import Settings, settings
from pearl.sql.engine import open_database
from pearl.sql.erasure import Erasures
from pearl.sql.feedback_store import SqlFeedbackStore
from pearl.sql.library_store import SqlLibraryStore
from pearl.sql.message_store import SqlMessageStore
from pearl.sql.record_store import SqlRecordStore
from pearl.sql.secret_store import kept_secret

SESSION_KEY = "session tokens"


@dataclass(frozen=True)
class Services:
    """What the actions, the channels and the commands work with.

    `session_keys` gives the keys that sign session tokens, the newest first.
    """

    profile: ClinicProfile
    hours: OpeningHours
    clock: Clock
    library: LibraryStore
    records: RecordStore
    messages: MessageStore
    feedback: SqlFeedbackStore
    session_keys: Callable[[], tuple[str, ...]]
    erasures: Erasures


_current: Services | None = None


def services() -> Services:
    """The services of this process, opened at first use.

    An empty database is migrated and filled from the library's files. Raises PearlError.
    """
    global _current
    if _current is None:
        _current = open_services(settings())
    return _current


def use(chosen: Services) -> None:
    """Work with these services from now on; for commands and tests that bring their own clock or stores."""
    global _current
    _current = chosen


def open_services(chosen: Settings, migrate: bool = True) -> Services:
    """Open everything that the settings name; `migrate` is False where another process has just seen to it."""
    profile = read_profile(chosen.library / "clinic.yml")
    clock = fixed_clock(chosen.now, profile.zone) if chosen.now else SystemClock()
    if migrate:
        prepare_database(chosen.database_url)
    database = open_database(chosen.database_url)
    library = SqlLibraryStore(database)
    if not library.library().topics:
        library.load(read_library(chosen.library), clock.now())
    return Services(
        profile,
        OpeningHours(profile),
        clock,
        library,
        SqlRecordStore(database),
        SqlMessageStore(database),
        SqlFeedbackStore(database),
        lambda: chosen.session_secrets or (kept_secret(database, SESSION_KEY, clock),),
        Erasures(database, clock),
    )


def prepare_database(url: str) -> None:
    """Make the folder of a SQLite file and bring the database to the newest migration.

    Raises StoreUnavailable with what to do.
    """
    address = make_url(url) if url.startswith("sqlite") else None
    if address is not None and address.database not in (None, "", ":memory:"):
        folder = Path(str(address.database)).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnavailable(f"{folder} cannot be made ({error.strerror}); free space or rights.") from error
    # Alembic is only needed here, and the serving process does without its 9 MB.
    from pearl.sql.migration import upgrade

    upgrade(url)


def at(chosen: Services, iso: str) -> Services:
    """The same services at a fixed moment, such as 2026-11-25T11:00 by the clinic's clock. Raises BadInput."""
    return replace(chosen, clock=fixed_clock(iso, chosen.profile.zone))
