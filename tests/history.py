"""A conversation with a long history, and whose conversation a page shows."""

from __future__ import annotations

import base64
import json
import sqlite3
from contextlib import closing

from playwright.sync_api import Page
from real_server import RealServer

KEPT = "JSON.parse(Object.values(sessionStorage)[0] ?? '{}')"


def sender_of(page: Page) -> str:
    """The name of a page's conversation, as its token says it."""
    body = str(page.evaluate(f"{KEPT}.token.token")).split(".")[1]
    return str(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["sub"])


def fill(server: RealServer, sender: str, count: int) -> None:
    """A long history, as if it had been said."""
    rows = [
        (
            sender,
            3 + n,
            "visitor" if n % 2 == 0 else "pearl",
            f"old {n}",
            "{}",
            "2026-11-20 10:00:00",
            "2026-11-20 10:00:00",
        )
        for n in range(count)
    ]
    with closing(sqlite3.connect(server.database)) as database, database:
        names = "sender, position, author, text, extras, created_at, answered_at"
        database.executemany(f"INSERT INTO messages ({names}) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
