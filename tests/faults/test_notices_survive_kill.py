"""Kill -9 while notices are delivered: each arrives, and counted by its Message-ID or key it arrives once."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from notice_examples import SECRET, a_webhook, an_email
from post_office import MailServerAtWork, Receiver, until
from real_server import ROOT, run_pearl

from pearl.notices.notice import Notice
from pearl.sql.engine import open_database
from pearl.sql.migration import upgrade
from pearl.sql.notice_queue import SqlNoticeQueue
from pearl.sql.outbox import insert_notices

pytestmark = pytest.mark.fault
KILLS = 100 if os.environ.get("PEARL_ENDURANCE") else 10
NOTICES = 12
RUNNER = """
import asyncio
from pearl.bootstrap import deliverer, services
from pearl.settings import settings
work = deliverer(settings(), services())
print("works", flush=True)
asyncio.run(work.run(asyncio.Event()))
"""
NOW = datetime.now(timezone.utc) - timedelta(minutes=1)


@dataclass
class Place:
    """A database with notices, and the world that they go to."""

    file: Path
    mail: MailServerAtWork
    receiver: Receiver

    @property
    def variables(self) -> dict[str, str]:
        return {
            "DATABASE_URL": f"sqlite:///{self.file}",
            "PEARL_SMTP_HOST": "127.0.0.1",
            "PEARL_SMTP_PORT": str(self.mail.port),
            "PEARL_SMTP_SECURITY": "none",
            "PEARL_WEBHOOK_SECRET": SECRET,
        }

    def put(self, *notices: Notice) -> None:
        database = open_database(f"sqlite:///{self.file}")
        with database.writing() as connection:
            insert_notices(connection, notices)
        database.close()

    def states(self) -> list[str]:
        database = open_database(f"sqlite:///{self.file}")
        states = [row.state for row in SqlNoticeQueue(database).notices()]
        database.close()
        return states

    def start(self) -> subprocess.Popen[str]:
        """A process that delivers until it is killed."""
        process = subprocess.Popen(
            [sys.executable, "-c", RUNNER], cwd=ROOT, env={**os.environ, **self.variables}, text=True,
            stdout=subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout and process.stdout.readline() == "works\n"
        return process

    def finish(self) -> None:
        """Deliver what is left, after every lease has run out."""
        tomorrow = (datetime.now(timezone.utc) + timedelta(days=1)).isoformat()
        ended = run_pearl("notices", "deliver-now", **self.variables, PEARL_NOW=tomorrow)
        assert ended.returncode == 0, ended.stderr


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    upgrade(f"sqlite:///{tmp_path}/pearl.db")
    place = Place(tmp_path / "pearl.db", MailServerAtWork().start(), Receiver())
    yield place
    place.mail.stop()
    place.receiver.stop()


def now_due(make: Callable[..., Notice], *arguments: object) -> Notice:
    return make(*arguments, created_at=NOW, due_at=NOW)


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait(timeout=30)
    assert process.stdout
    process.stdout.close()


def test_a_notice_that_was_sent_but_not_yet_marked_arrives_again_and_is_recognised(place: Place) -> None:
    place.put(now_due(an_email, 1), now_due(a_webhook, place.receiver.url, 1))
    place.mail.mailbox.slow_s = place.receiver.slow_s = 0.5
    process = place.start()
    until(lambda: place.mail.mailbox.under_way == 1 and len(place.receiver.requests) == 1)
    with closing(sqlite3.connect(place.file, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")  # nobody can mark anything from here on
        until(lambda: len(place.mail.mailbox.messages) == 1)
        time.sleep(0.5)
        kill(process)
        holder.execute("ROLLBACK")
    assert place.states() == ["waiting", "waiting"]
    place.finish()
    assert place.states() == ["sent", "sent"]
    (first, second), keys = place.mail.mailbox.ids, place.receiver.keys
    assert first == second
    assert len(keys) == 2 and len(set(keys)) == 1


def test_kills_at_any_moment_lose_no_notice(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(11)
    expected = 0
    place.mail.mailbox.slow_s = place.receiver.slow_s = 0.05
    for _ in range(KILLS):
        numbers = range(expected, expected + NOTICES)
        place.put(*[now_due(an_email, number) for number in numbers])
        place.put(*[now_due(a_webhook, place.receiver.url, number) for number in numbers])
        expected += NOTICES
        process = place.start()
        time.sleep(chance.uniform(0, 0.4))
        kill(process)
    place.finish()
    ids, keys = place.mail.mailbox.ids, place.receiver.keys
    with capsys.disabled():
        print(
            f"\n{KILLS} kills, {expected} notices each way: {len(set(ids))} e-mails and {len(set(keys))} webhooks arrived, "
            f"{len(ids) - expected} and {len(keys) - expected} of them twice"
        )
    assert place.states() == ["sent"] * 2 * expected
    assert (len(set(ids)), len(set(keys))) == (expected, expected)
    # Only what was under way when a process died can have arrived twice: four of each way.
    assert len(ids) <= expected + 4 * KILLS and len(keys) <= expected + 4 * KILLS


def test_two_processes_send_each_notice_once(place: Place) -> None:
    place.mail.mailbox.slow_s = place.receiver.slow_s = 0.05
    processes = [place.start(), place.start()]
    place.put(*[now_due(an_email, number) for number in range(40)])
    place.put(*[now_due(a_webhook, place.receiver.url, number) for number in range(40)])
    until(lambda: place.states() == ["sent"] * 80)
    for process in processes:
        kill(process)
    assert len(place.mail.mailbox.ids) == len(set(place.mail.mailbox.ids)) == 40
    assert len(place.receiver.keys) == len(set(place.receiver.keys)) == 40
    assert place.mail.mailbox.most_under_way > 4, "both were at work"
