"""A clinic whose records, hand-overs and conversations lie in a real database, emptied for each test."""

from __future__ import annotations

from dataclasses import dataclass

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from sqlalchemy import text

from pearl.assistant.tracker_store import PearlTrackerStore
from pearl.bootstrap import Services, open_services
from pearl.settings import read_settings
from pearl.sql.engine import Database, open_database
from pearl.sql.tables import metadata

# What a visitor never changes: the library, which is loaded once.
LIBRARY = {
    *("sources", "topics", "red_flags", "source_versions", "topic_versions", "red_flag_versions"),
    *("citations", "phrasings", "passages", "library_revision"),
}


@dataclass(frozen=True)
class ClinicDatabase:
    """The services on a database, and the store of its conversations."""

    services: Services
    conversations: TrackerStore
    database: Database

    @classmethod
    def at(cls, url: str) -> ClinicDatabase:
        # With a mail server named, what is to be told by e-mail comes to lie in the outbox.
        services = open_services(read_settings({"DATABASE_URL": url, "PEARL_SMTP_HOST": "127.0.0.1"}))
        return cls(services, PearlTrackerStore(Domain.empty(), url=url), open_database(url))

    def empty(self) -> None:
        """Forget everything but the library."""
        kept = [table.name for table in reversed(metadata.sorted_tables) if table.name not in LIBRARY]
        with self.database.writing() as connection:
            for name in (*kept, "events"):
                connection.execute(text(f"DELETE FROM {name}"))

    def close(self) -> None:
        self.database.close()
