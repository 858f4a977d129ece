"""Kill -9 at any moment while ten visitors book: each confirmed booking is kept once, each shown reference exists."""

from __future__ import annotations

import os
import random
import re
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import requests
from real_server import RealServer, said

pytestmark = pytest.mark.fault
VISITORS = 10
KILLS = 16 if os.environ.get("PEARL_ENDURANCE") else 2
SEEDS = range(3) if os.environ.get("PEARL_ENDURANCE") else [4]
REFERENCE = re.compile(r"PRL-[2-9A-Z]{6}")
# What a visitor says to each of Pearl's questions.
ANSWERS = (
    (re.compile("Shall I send this"), "yes"),
    (re.compile("say yes to try again"), "yes"),
    (re.compile("Which phone number"), "780 555 01{number:02}"),
    (re.compile("What name may I"), "{name}"),
    (re.compile("Which day would suit"), "next tuesday at 2 pm"),
    (re.compile("What is the visit about"), "milia under my eyes"),
)
NAMES = ("Ada", "Bela", "Cleo", "Dora", "Edgar", "Flora", "Greta", "Hugo", "Ines", "Jonas")


class Visitor:
    """Books until there is a reference; after a failure the last message is sent again, as people do."""

    def __init__(self, sender: str, number: int, server: RealServer, pace: random.Random) -> None:
        self.name, self.reference, self._offered = f"{NAMES[number]} Tester", "", ""
        self._sender, self._number, self._server = sender, number, server
        self._pauses = [pace.uniform(0, 0.4) for _ in range(12)]

    def book(self, deadline: float) -> Visitor:
        message, turns = "I would like to book an appointment", 0
        while not self.reference:
            assert time.monotonic() < deadline, f"{self.name} has no reference after {turns} turns"
            time.sleep(self._pauses[turns % len(self._pauses)])
            turns += 1
            words = self._say(message)
            if "went wrong" in words or not words:
                continue
            self.reference = next(iter(REFERENCE.findall(words)), "")
            message = self._offered or self._answer(words)
        return self

    def _say(self, message: str) -> str:
        """Pearl's words, or none when the message or its answer got lost."""
        self._offered = ""
        try:
            replies = self._server.post(self._sender, message)
        except requests.RequestException:
            time.sleep(0.2)
            return ""
        # Somebody else has the time: take one of those that Pearl offers instead.
        times = [button["payload"] for reply in replies for button in reply.get("buttons", [])]
        self._offered = next((payload for payload in times if "pick_time" in payload), "")
        return said(replies)

    def _answer(self, words: str) -> str:
        last = max(ANSWERS, key=lambda answer: max((found.end() for found in answer[0].finditer(words)), default=-1))
        return last[1].format(number=self._number, name=self.name) if last[0].search(words) else "/book_appointment"


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
