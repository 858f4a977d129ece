"""Kill -9 anywhere between the first form turn and the delivered notice: each confirmed booking is there once, and told.

Visitors book over HTTP through the whole assistant; their notices go to a real mail server and a real webhook receiver.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from booking_visitor import Visitor
from notice_examples import DESK, SECRET
from post_office import MailServerAtWork, Receiver
from real_server import ROOT, RealServer, run_pearl

from pearl.sql.engine import open_database
from pearl.sql.notice_queue import SqlNoticeQueue
from pearl.sql.record_store import SqlRecordStore

pytestmark = pytest.mark.fault
KILLS = 100 if os.environ.get("PEARL_ENDURANCE") else 10
SEED = 20261128
VISITORS = 4
PLACES = 5000
LONGEST_PAUSE_S = 1.5
# A lease that a killed process held has run out by then.
AFTER_EVERY_LEASE = timedelta(minutes=5)


@dataclass
class Place:
    """A clinic with a server, and the world that its notices go to."""

    server: RealServer
    variables: dict[str, str]
    mail: MailServerAtWork
    receiver: Receiver


@pytest.fixture
def place(model: Path, tmp_path: Path) -> Iterator[Place]:
    mail, receiver = MailServerAtWork().start(), Receiver()
    mail.mailbox.slow_s = receiver.slow_s = 0.05
    library = Path(shutil.copytree(ROOT / "data" / "library", tmp_path / "library"))
    profile = library / "clinic.yml"
    text = profile.read_text(encoding="utf-8").replace("  email: []", f"  email: [{DESK}]")
    text = text.replace("  capacity: 2", f"  capacity: {PLACES}").replace(
        "  webhook: null", f"  webhook: {receiver.url}"
    )
    profile.write_text(text, encoding="utf-8")
    variables = {
        "PEARL_LIBRARY": str(library), "PEARL_SMTP_HOST": "127.0.0.1", "PEARL_SMTP_PORT": str(mail.port),
        "PEARL_SMTP_SECURITY": "none", "PEARL_WEBHOOK_SECRET": SECRET,
    }  # fmt: skip
    yield Place(RealServer(tmp_path, **variables), variables, mail, receiver)
    mail.stop()
    receiver.stop()


def book_while_killing(place: Place, chance: random.Random) -> list[Visitor]:
    """Visitors book one after another, four at a time, until the last kill is survived; all have their references."""
    moments = [chance.uniform(0, LONGEST_PAUSE_S) for _ in range(KILLS)]
    done, booked = threading.Event(), list[Visitor]()
    seeds = [chance.random() for _ in range(VISITORS)]

    def keep_booking(number: int) -> None:
        pace = random.Random(seeds[number])
        while not done.is_set():
            made = len(booked)
            contact = f"v{number}-{made}@example.com" if pace.random() < 0.5 else ""
            visitor = Visitor(f"{number}-{made}", number, place.server, pace, contact)
            booked.append(visitor.book(time.monotonic() + 120))

    with ThreadPoolExecutor(VISITORS) as pool:
        working = [pool.submit(keep_booking, number) for number in range(VISITORS)]
        try:
            for moment in moments:
                time.sleep(moment)
                place.server.kill()
                place.server.start()
        finally:
            done.set()
        for work in working:
            work.result()
    return booked


def test_every_confirmed_booking_is_there_once_and_every_notice_arrives(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.server.start()
    place.server.keep_port()
    visitors = book_while_killing(place, random.Random(SEED))
    assert place.server.stop() == 0
    later = (datetime.now(timezone.utc) + AFTER_EVERY_LEASE).isoformat()
    address = {"DATABASE_URL": place.server.database_url}
    ended = run_pearl("notices", "deliver-now", **address, **place.variables, PEARL_NOW=later)
    assert ended.returncode == 0, ended.stderr

    database = open_database(place.server.database_url)
    bookings = SqlRecordStore(database).bookings()
    states = {row.state for row in SqlNoticeQueue(database).notices()}
    database.close()
    confirmed = [visitor.reference for visitor in visitors]
    e_mails = len(bookings) + sum(bool(booking.email) for booking in bookings)
    ids, keys = place.mail.mailbox.ids, place.receiver.keys
    told = {json.loads(body)["booking"]["reference"] for _, body in place.receiver.requests}
    with capsys.disabled():
        print(
            f"\n{KILLS} kills (seed {SEED}): {len(confirmed)} bookings confirmed to visitors, {len(bookings)} kept; "
            f"{e_mails} e-mails due, {len(set(ids))} arrived, {len(ids) - len(set(ids))} of them twice; "
            f"{len(bookings)} webhooks due, {len(set(keys))} arrived, {len(keys) - len(set(keys))} of them twice"
        )
    assert len(confirmed) >= VISITORS
    assert sorted(booking.reference for booking in bookings) == sorted(confirmed)
    assert states == {"sent"}
    assert len(set(ids)) == e_mails and len(set(keys)) == len(bookings)
    assert told == set(confirmed)
