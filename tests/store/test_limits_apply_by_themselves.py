"""A running server erases what is older than the clinic's limits by itself, once a day, beside another one too."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from notice_examples import NOW, SHIPPED, MovableClock

from pearl.errors import StoreUnavailable
from pearl.messages import VISITOR, Message
from pearl.retention import DailyRetention
from pearl.sql.engine import Database, open_database
from pearl.sql.message_store import SqlMessageStore
from pearl.sql.retention import Retention

LIMIT = timedelta(days=SHIPPED.retention.conversations_days)


class Noted:
    """Stands in the place of the store: notes when the limits were applied, or has the trouble that it is told of."""

    def __init__(self) -> None:
        self.applied_at: list[datetime] = []
        self.trouble: Exception | None = None

    def apply(self, now: datetime) -> Mapping[str, int]:
        if self.trouble:
            raise self.trouble
        self.applied_at.append(now)
        return {"messages": 2, "events": 0}


def say(database: Database, sender: str, at: datetime) -> None:
    SqlMessageStore(database).add(Message(sender=sender, author=VISITOR, text="hello", created_at=at))


async def until_gone(database: Database, sender: str) -> None:
    while SqlMessageStore(database).after(sender, 0):
        await asyncio.sleep(0.01)


async def test_what_is_too_old_goes_at_the_start_and_when_another_day_has_passed(database: Database) -> None:
    clock, stop = MovableClock(NOW + LIMIT + timedelta(hours=1)), asyncio.Event()
    say(database, "web:old", NOW)
    say(database, "web:young", NOW + timedelta(hours=2))
    daily = DailyRetention(Retention(database, SHIPPED).apply, clock, every_s=0.01)
    working = asyncio.create_task(daily.run(stop))
    await asyncio.wait_for(until_gone(database, "web:old"), 10)
    clock.wait(hours=23)
    await asyncio.sleep(0.1)
    assert SqlMessageStore(database).after("web:young", 0)
    clock.wait(hours=1)
    await asyncio.wait_for(until_gone(database, "web:young"), 10)
    stop.set()
    await asyncio.wait_for(working, 10)


def test_the_limits_are_applied_once_a_day_however_often_it_is_looked() -> None:
    noted, clock = Noted(), MovableClock(NOW)
    daily = DailyRetention(noted.apply, clock)
    for _ in range(49):
        daily.apply_due()
        clock.wait(hours=1)
    assert noted.applied_at == [NOW, NOW + timedelta(days=1), NOW + timedelta(days=2)]


@pytest.mark.parametrize("trouble", [StoreUnavailable("The database is held."), ValueError("secret words")])
def test_a_failure_is_one_line_in_the_log_and_is_tried_again_in_ten_minutes(
    trouble: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    noted, clock = Noted(), MovableClock(NOW)
    noted.trouble, daily = trouble, DailyRetention(noted.apply, clock)
    for _ in range(9):
        daily.apply_due()
        clock.wait(minutes=1)
    (line,) = caplog.messages
    assert "\n" not in line and "secret" not in line and "tried again" in line
    assert caplog.records[0].exc_info is None
    noted.trouble = None
    clock.wait(minutes=1)
    daily.apply_due()
    assert noted.applied_at == [NOW + timedelta(minutes=10)]


def test_the_log_says_how_much_went_and_nothing_of_what(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        DailyRetention(Noted().apply, MovableClock(NOW)).apply_due()
    assert caplog.messages == ["Erased by the limits of clinic.yml: messages 2"]


def test_two_processes_that_erase_at_once_erase_everything_once(database: Database) -> None:
    for number in range(200):
        say(database, f"web:{number}", NOW)
    # Each with connections of its own, as another process has.
    others = [open_database(database.engine.url.render_as_string(hide_password=False)) for _ in range(4)]
    late = NOW + LIMIT + timedelta(hours=1)
    with ThreadPoolExecutor(len(others)) as at_once:
        gone = list(at_once.map(lambda other: Retention(other, SHIPPED).apply(late)["messages"], others))
    for other in others:
        other.close()
    assert sorted(gone) == [0, 0, 0, 200]
