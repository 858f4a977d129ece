"""The tracker store: Rasa's SQL store that no sender id can stop, in Pearl's own database."""

from __future__ import annotations

import contextlib
from contextvars import ContextVar
from typing import Any, Iterator, Optional

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from pearl.settings import settings
from pearl.sql.engine import open_database
from pearl.sql.trouble import as_store_unavailable

_saving: ContextVar[bool] = ContextVar("saving", default=False)


class PearlTrackerStore(SQLTrackerStore):
    """Keeps conversations beside the bookings, by the address in DATABASE_URL.

    Rasa's own `session_scope` ends the process on any ValueError, such as a strange sender id; this one raises. Waits
    for a locked database are short, and trouble is StoreUnavailable instead of an empty conversation.
    """

    def __init__(
        self, domain: Optional[Domain] = None, event_broker: Optional[EventBroker] = None, url: str = "", **kwargs: Any
    ) -> None:
        self.engine = open_database(url or settings().database_url).engine
        with as_store_unavailable(self.engine.url):
            self.Base.metadata.create_all(self.engine)
        self.sessionmaker = sa.orm.sessionmaker(bind=self.engine, future=True)
        super(SQLTrackerStore, self).__init__(domain, event_broker)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add the new events. Raises StoreUnavailable."""
        token = _saving.set(True)
        try:
            await super().save(tracker)
        finally:
            _saving.reset(token)

    @contextlib.contextmanager
    def session_scope(self) -> Iterator[Any]:
        """A session whose trouble is StoreUnavailable."""
        with as_store_unavailable(self.engine.url):
            session = self.sessionmaker()
            try:
                if _saving.get():
                    # SQLite never waits for a lock when a transaction begins by reading, so a save begins as a writer.
                    session.connection(execution_options={"pearl_writes": True})
                yield session
            finally:
                session.close()
