"""A server that runs erases by itself what is older than the clinic's limits."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

from notice_examples import SHIPPED
from post_office import until
from real_server import RealServer

from pearl.messages import VISITOR, Message
from pearl.sql.engine import open_database
from pearl.sql.message_store import SqlMessageStore
from pearl.sql.migration import upgrade


def test_a_conversation_beyond_the_limit_is_gone_soon_after_the_start(model: Path, tmp_path: Path) -> None:
    server = RealServer(tmp_path)
    upgrade(server.database_url)
    database = open_database(server.database_url)
    messages, limit = SqlMessageStore(database), timedelta(days=SHIPPED.retention.conversations_days)
    now = datetime.now(timezone.utc)
    for sender, at in (("web:old", now - limit - timedelta(days=1)), ("web:young", now - limit + timedelta(days=1))):
        messages.add(Message(sender=sender, author=VISITOR, text="hello", created_at=at))
    server.start()
    until(lambda: not messages.after("web:old", 0), 10)
    assert messages.after("web:young", 0)
    database.close()
    assert server.stop() == 0
