"""Far more visitors confirm at once than there are places, over HTTP: each place is given once, the rest are told so."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from real_server import RealServer, said
from sqlalchemy import text

from pearl.sql.engine import open_database

pytestmark = pytest.mark.fault
CLIENTS = 50
PLACES = 100 if os.environ.get("PEARL_ENDURANCE") else 10
CONFIRMATIONS = 10 * PLACES
CAPACITY = 2
# The demonstration clinic's slots of four days in a row, as people say them.
CLOCKS = [f"{hour % 12 or 12}:{minute:02} {'am' if hour < 12 else 'pm'}" for hour in range(9, 17) for minute in (0, 30)]
TIMES = [f"{day} December 2026 at {clock}" for day in (1, 2, 3, 4) for clock in CLOCKS[1:]][: PLACES // CAPACITY]


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, model: Path, tmp_path: Path) -> Iterator[RealServer]:
    variables = {"PEARL_NOW": "2026-11-25T11:00"}
    if request.param == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("new_postgresql")
        variables["DATABASE_URL"] = make()
    running = RealServer(tmp_path, **variables).start()
    yield running
    assert running.stop() == 0


def stored(server: RealServer) -> Counter[Any]:
    """How many bookings there are at each time."""
    database = open_database(server.database_url)
    with database.reading() as connection:
        rows = connection.execute(text("SELECT starts_at, count(*) FROM bookings GROUP BY starts_at")).fetchall()
    database.close()
    return Counter(dict(rows))


def test_each_place_is_given_once_and_everybody_else_is_offered_other_times(server: RealServer) -> None:
    def ask(number: int) -> str:
        wish = f"I'd like an appointment for my milia on {TIMES[number % len(TIMES)]}"
        return said(server.post(f"visitor-{number}", f"{wish}, my name is Dana Smith, 780 555 0134"))

    def confirm(number: int) -> str:
        replies = server.post(f"visitor-{number}", "yes")
        offered = [
            button for reply in replies for button in reply.get("buttons", []) if "pick_time" in button["payload"]
        ]
        words = said(replies)
        return "booked" if "PRL-" in words else "offered others" if "is taken" in words and len(offered) == 3 else words

    with ThreadPoolExecutor(CLIENTS) as clients:
        assert all("Shall I send this" in words for words in clients.map(ask, range(CONFIRMATIONS)))
        outcomes = Counter(clients.map(confirm, range(CONFIRMATIONS)))
    assert outcomes == {"booked": PLACES, "offered others": CONFIRMATIONS - PLACES}
    assert list(stored(server).values()) == [CAPACITY] * len(TIMES)
