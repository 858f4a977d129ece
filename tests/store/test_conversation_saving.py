"""A conversation is saved although another process holds the database for a moment."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from pearl.assistant.tracker_store import PearlTrackerStore


async def test_a_save_waits_for_a_short_lock_of_somebody_else(tmp_path: Path) -> None:
    store = PearlTrackerStore(Domain.empty(), url=f"sqlite:///{tmp_path / 'pearl.db'}")
    tracker = DialogueStateTracker.from_events("rest:ann", [UserUttered("hello")])
    other = sqlite3.connect(tmp_path / "pearl.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.4, lambda: other.execute("COMMIT"))
    release.start()
    try:
        await store.save(tracker)
    finally:
        release.join()
        other.close()
    saved = await store.retrieve("rest:ann")
    assert saved is not None
    assert [event.text for event in saved.events if isinstance(event, UserUttered)] == ["hello"]
    store.engine.dispose()
