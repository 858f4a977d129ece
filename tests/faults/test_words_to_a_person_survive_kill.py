"""Kill -9 at any moment while a visitor writes to a person: staff see every word once, and every reply is shown once."""

from __future__ import annotations

import os
import random
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from post_office import until
from real_server import RealServer
from web_visitor import WebVisitor

from pearl.bootstrap import Services, open_services
from pearl.settings import settings

pytestmark = pytest.mark.fault
OPEN = "2026-11-25T11:00"
KILLS = 20 if os.environ.get("PEARL_ENDURANCE") else 2
WORDS = 12 * KILLS


def write(visitor: WebVisitor, number: int) -> None:
    """Send a message until it is acknowledged, as the widget does: under the same id."""
    while True:
        try:
            if visitor.send(f"word {number}", f"w{number}").status_code == 202:
                return
        except requests.RequestException:
            time.sleep(0.1)


def reply(desk: Services, reference: str, number: int) -> None:
    desk.handover_life.answer(reference, "Anna", f"reply {number}", key=f"r{number}")


def kill_now_and_then(server: RealServer, done: threading.Event) -> None:
    chance = random.Random(7)
    for _ in range(KILLS):
        if done.wait(chance.uniform(0.2, 1.2)):
            return
        server.kill()
        server.start()


def test_no_word_and_no_reply_is_lost_or_doubled(model: Path, tmp_path: Path) -> None:
    server = RealServer(tmp_path, PEARL_NOW=OPEN).start()
    server.keep_port()
    visitor = WebVisitor(server)
    visitor.says("can I talk to a person?")
    desk = open_services(replace(settings(), database_url=server.database_url, now=OPEN), migrate=False)
    (handover,) = desk.handovers.handovers()
    desk.handover_life.take(handover.reference, "Anna")
    done = threading.Event()
    killer = threading.Thread(target=kill_now_and_then, args=(server, done))
    killer.start()
    try:
        for number in range(WORDS):
            write(visitor, number)
            reply(desk, handover.reference, number)
            time.sleep(0.05)
        killer.join()
        # The visitor has gone and wakes nobody any more.
        until(lambda: len(words_seen(desk, handover.reference)) >= WORDS, 30)
    finally:
        done.set()
        killer.join()
    assert sorted(words_seen(desk, handover.reference)) == sorted(f"word {number}" for number in range(WORDS))
    visitor.cursor, shown = 0, list[str]()
    while page := visitor.read(wait=0):
        shown += [message["text"] for message in page if message["from"] == "staff"]
    assert shown == [f"reply {number}" for number in range(WORDS)]
    assert server.stop() == 0, server.printed[-2000:]


def words_seen(desk: Services, reference: str) -> list[str]:
    return [line.text for line in desk.handover_life.lines(reference) if line.text.startswith("word ")]
