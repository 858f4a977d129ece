"""A request that nobody answers alarms the clinic before the promise to its visitor runs out, once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from notice_examples import DESK, SECOND_DESK, SHIPPED, STARTS_AT, WORDING, ZONE, MovableClock, a_booking, clinic
from post_office import MailServerAtWork, Receiver

from pearl.booking.calendar import BookingCalendar
from pearl.booking.life import BookingLife
from pearl.booking.waiting import waiting
from pearl.hours import OpeningHours
from pearl.notices.alarm import Alarms
from pearl.notices.calling import alarms_about
from pearl.notices.deliverer import Deliverer
from pearl.notices.wanted import Wanted
from pearl.sql.engine import Database
from pearl.sql.message_store import SqlMessageStore
from pearl.sql.notice_queue import SqlNoticeQueue
from pearl.sql.opt_outs import SqlOptOuts
from pearl.sql.record_store import SqlRecordStore

# Asked for on a Wednesday at 11:00, the answer is due on Thursday when the clinic closes at 17:00.
BEFORE_THE_ALARM = datetime(2026, 11, 26, 14, 59, tzinfo=ZONE)
ALARM = datetime(2026, 11, 26, 15, 0, tzinfo=ZONE)


@pytest.fixture
def records(database: Database) -> SqlRecordStore:
    return SqlRecordStore(database, capacity=2)


@pytest.fixture
def reference(records: SqlRecordStore) -> str:
    return records.add_booking(replace(a_booking(reference=""), status="requested")).reference


@pytest.fixture
def life(records: SqlRecordStore, clock: MovableClock) -> BookingLife:
    return BookingLife(records, BookingCalendar(SHIPPED, records.taken), clock)


@pytest.fixture
def alarms(records: SqlRecordStore, queue: SqlNoticeQueue, clock: MovableClock, receiver: Receiver) -> Alarms:
    profile = clinic(email=(DESK, SECOND_DESK), webhook=receiver.url)
    look = lambda: waiting(records, OpeningHours(profile), profile.booking.reply_days)  # noqa: E731
    return Alarms(look, records, queue, clock, alarms_about(profile, WORDING), every_s=0.05)


@pytest.fixture
def deliverer(new_deliverer: Callable[..., Deliverer], database: Database, records: SqlRecordStore) -> Deliverer:
    return new_deliverer(why_not=Wanted(records.booking, SqlOptOuts(database), SqlMessageStore(database)).why_not)


def keys(queue: SqlNoticeQueue) -> list[str]:
    return [row.notice.key for row in queue.notices()]


async def test_the_desk_and_the_webhook_hear_of_it_two_hours_before_the_promise_runs_out(
    alarms: Alarms,
    deliverer: Deliverer,
    clock: MovableClock,
    reference: str,
    mail: MailServerAtWork,
    receiver: Receiver,
) -> None:
    clock.moment = BEFORE_THE_ALARM
    alarms.raise_due()
    assert await deliverer.deliver_due() == 0
    clock.moment = ALARM
    alarms.raise_due()
    await deliverer.deliver_due()
    assert sorted(mail.mailbox.recipients) == sorted([DESK, SECOND_DESK])
    letter = mail.mailbox.messages[0]
    body = letter.get_body(("plain",))
    assert body is not None and reference in str(letter["Subject"])
    assert "by Thursday 26 November 2026 at 5:00 pm" in body.get_content()
    ((_, sent),) = receiver.requests
    event = json.loads(sent)
    assert (event["event"], event["booking"]["reference"]) == ("booking.overdue", reference)
    assert datetime.fromisoformat(event["answer_by"]) == ALARM + timedelta(hours=2)


def test_a_request_alarms_once_however_often_it_is_looked_at(
    alarms: Alarms, queue: SqlNoticeQueue, clock: MovableClock, reference: str
) -> None:
    clock.moment = ALARM
    for _ in range(3):
        alarms.raise_due()
        clock.wait(hours=1)
    assert len(keys(queue)) == len(set(keys(queue))) == 3


def test_an_answered_request_alarms_nobody(
    alarms: Alarms, queue: SqlNoticeQueue, life: BookingLife, clock: MovableClock, reference: str
) -> None:
    life.change(reference, "confirmed", "staff:Sam")
    clock.moment = ALARM
    alarms.raise_due()
    assert keys(queue) == []


async def test_an_alarm_that_could_not_be_sent_before_the_answer_came_is_dropped(
    alarms: Alarms, deliverer: Deliverer, queue: SqlNoticeQueue, life: BookingLife, clock: MovableClock, reference: str
) -> None:
    clock.moment = ALARM
    alarms.raise_due()
    life.change(reference, "declined", "staff:Sam")
    await deliverer.deliver_due()
    assert {(row.state, row.reason) for row in queue.notices()} == {
        ("dropped", "the request was answered or moved meanwhile")
    }


def test_a_booking_that_its_visitor_moves_waits_and_alarms_anew(
    alarms: Alarms, queue: SqlNoticeQueue, life: BookingLife, clock: MovableClock, reference: str
) -> None:
    clock.moment = ALARM
    alarms.raise_due()
    life.change(reference, "moved", "visitor", to=STARTS_AT + timedelta(days=1))
    alarms.raise_due()
    assert len(keys(queue)) == 3
    clock.moment = ALARM + timedelta(days=1, hours=1)
    alarms.raise_due()
    assert len(keys(queue)) == 6


async def test_it_is_looked_for_again_and_again_until_the_end(
    alarms: Alarms, queue: SqlNoticeQueue, clock: MovableClock, reference: str
) -> None:
    stop = asyncio.Event()
    running = asyncio.ensure_future(alarms.run(stop))
    await asyncio.sleep(0.1)
    assert keys(queue) == []
    clock.moment = ALARM
    for _ in range(200):
        if keys(queue):
            break
        await asyncio.sleep(0.02)
    stop.set()
    await asyncio.wait_for(running, 5)
    assert len(keys(queue)) == 3
