"""The composition root: wires settings, clock, profile and stores together, once a process and never at import."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.engine import make_url

from pearl.booking.calendar import BookingCalendar
from pearl.booking.life import BookingLife
from pearl.booking.waiting import Waiting, waiting
from pearl.clinic_profile import ClinicProfile, read_profile
from pearl.clock import Clock, SystemClock, fixed_clock
from pearl.errors import StoreUnavailable
from pearl.hours import OpeningHours
from pearl.library.files import read_library
from pearl.library.store import LibraryStore
from pearl.records import RecordStore
from pearl.settings import Settings, settings
from pearl.sql.engine import open_database
from pearl.sql.library_store import SqlLibraryStore
from pearl.sql.record_store import SqlRecordStore


@dataclass(frozen=True)
class Services:
    """What the actions and the commands work with."""

    profile: ClinicProfile
    hours: OpeningHours
    clock: Clock
    library: LibraryStore
    records: RecordStore

    @property
    def calendar(self) -> BookingCalendar:
        """The booking calendar with what is taken now."""
        return BookingCalendar(self.profile, self.records.taken)

    @property
    def life(self) -> BookingLife:
        """What changes bookings."""
        return BookingLife(self.records, self.calendar, self.clock)

    def waiting(self) -> list[Waiting]:
        """The requests that wait for the clinic's answer."""
        return waiting(self.records, self.hours, self.profile.booking.reply_days)


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
    records = SqlRecordStore(database, capacity=profile.booking.capacity)
    return Services(profile, OpeningHours(profile), clock, library, records)


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
