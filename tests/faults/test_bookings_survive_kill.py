"""Kill -9 at any moment while ten visitors book: each confirmed booking is kept once, each shown reference exists."""

from __future__ import annotations

import os
import random
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from booking_visitor import Visitor
from real_server import RealServer

pytestmark = pytest.mark.fault
VISITORS = 10
KILLS = 16 if os.environ.get("PEARL_ENDURANCE") else 2
SEEDS = range(3) if os.environ.get("PEARL_ENDURANCE") else [4]


def stored_bookings(server: RealServer) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(server.database)) as database:
        return database.execute("SELECT name, reference FROM bookings ORDER BY name, reference").fetchall()


def book_while_killing(server: RealServer, seed: int) -> list[Visitor]:
    """Visitors by the ten, booking until the last kill is survived; all of them with their references."""
    chance, done, booked = random.Random(seed), threading.Event(), []
    moments = [chance.uniform(0.05, 1.6) for _ in range(KILLS)]

    def strike() -> None:
        for number, moment in enumerate(moments):
            # By turns the moment when a booking is in the database and its visitor doesn't know yet, and any other.
            await_a_booking(server, done) if number % 2 == 0 else done.wait(moment)
            if not done.is_set():
                server.kill()
                server.start()

    killer = threading.Thread(target=strike)
    with ThreadPoolExecutor(VISITORS) as pool:
        killer.start()
        try:
            while killer.is_alive():
                visitors = [Visitor(f"{len(booked)}-{number}", number, server, chance) for number in range(VISITORS)]
                booked += pool.map(lambda visitor: visitor.book(time.monotonic() + 60 + 15 * KILLS), visitors)
        finally:
            done.set()
            killer.join()
    return booked


def await_a_booking(server: RealServer, done: threading.Event) -> None:
    before = len(stored_bookings(server))
    while len(stored_bookings(server)) == before and not done.is_set():
        time.sleep(0.0005)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_confirmed_booking_is_kept_exactly_once(model: Path, tmp_path: Path, seed: int) -> None:
    server = RealServer(tmp_path).start()
    try:
        visitors = book_while_killing(server, seed)
    finally:
        assert server.stop() == 0
    assert len(visitors) >= VISITORS
    assert stored_bookings(server) == sorted((visitor.name, visitor.reference) for visitor in visitors)
