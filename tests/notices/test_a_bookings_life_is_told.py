"""A booking from its request to its end, kept in the database and told by a real mail server: nothing is told twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import vobject
from notice_examples import DESK, NOW, SHIPPED, STARTS_AT, VISITOR, WORDING, MovableClock, a_booking, clinic
from post_office import MailServerAtWork

from pearl.booking.calendar import BookingCalendar
from pearl.booking.life import BookingLife
from pearl.notices.calling import notices_for
from pearl.notices.deliverer import Deliverer
from pearl.notices.wanted import Wanted
from pearl.sql.engine import Database
from pearl.sql.message_store import SqlMessageStore
from pearl.sql.opt_outs import SqlOptOuts
from pearl.sql.record_store import SqlRecordStore

NewDeliverer = Callable[..., Deliverer]
LATER = STARTS_AT + timedelta(days=1)


@pytest.fixture
def records(database: Database) -> SqlRecordStore:
    return SqlRecordStore(database, capacity=2, notices_for=notices_for(clinic(), WORDING))


@pytest.fixture
def life(records: SqlRecordStore, clock: MovableClock) -> BookingLife:
    return BookingLife(records, BookingCalendar(SHIPPED, records.taken), clock)


@pytest.fixture
def deliverer(new_deliverer: NewDeliverer, database: Database, records: SqlRecordStore) -> Deliverer:
    return new_deliverer(why_not=Wanted(records.booking, SqlOptOuts(database), SqlMessageStore(database)).why_not)


async def test_each_step_is_told_to_both_and_the_calendar_follows(
    mail: MailServerAtWork, records: SqlRecordStore, life: BookingLife, deliverer: Deliverer, clock: MovableClock
) -> None:
    reference = records.add_booking(replace(a_booking(reference=""), status="requested")).reference
    await deliverer.deliver_due()
    for kind, by, to in (
        ("confirmed", "staff:Sam", None), ("moved", "visitor", LATER), ("confirmed", "staff:Sam", None),
        ("moved", "staff:Sam", STARTS_AT), ("cancelled", "visitor", None),
    ):  # fmt: skip
        clock.wait(minutes=5)
        life.change(reference, kind, by, to=to)  # type: ignore[arg-type]
        await deliverer.deliver_due()
    assert mail.mailbox.recipients.count(DESK) == mail.mailbox.recipients.count(VISITOR) == 6
    entries = [
        vobject.readOne(part.get_payload(decode=True).decode())
        for message in mail.mailbox.messages
        for part in message.walk()
        if part.get_content_type() == "application/ics" and message["To"] == VISITOR
    ]
    assert [int(entry.vevent.sequence.value) for entry in entries] == [1, 2, 3, 4, 5]
    assert len({entry.vevent.uid.value for entry in entries}) == 1
    assert [entry.vevent.dtstart.value for entry in entries] == [STARTS_AT, LATER, LATER, STARTS_AT, STARTS_AT]
    assert [e.vevent.status.value for e in entries] == ["CONFIRMED", "TENTATIVE", "CONFIRMED", "CONFIRMED", "CANCELLED"]


async def test_a_booking_that_moved_there_and_back_is_reminded_of_once(
    mail: MailServerAtWork, records: SqlRecordStore, life: BookingLife, deliverer: Deliverer, clock: MovableClock
) -> None:
    reference = records.add_booking(a_booking(reference="")).reference
    life.change(reference, "confirmed", "staff:Sam")
    for to in (LATER, STARTS_AT):
        life.change(reference, "moved", "staff:Sam", to=to)
    await deliverer.deliver_due()
    before = len(mail.mailbox.messages)
    clock.moment = NOW + timedelta(days=5, hours=5)
    await deliverer.deliver_due()
    clock.wait(days=1)
    await deliverer.deliver_due()
    assert [str(message["Subject"]).split(":")[0] for message in mail.mailbox.messages[before:]] == ["Reminder"]


async def test_a_cancelled_booking_is_not_reminded_of(
    mail: MailServerAtWork, records: SqlRecordStore, life: BookingLife, deliverer: Deliverer, clock: MovableClock
) -> None:
    reference = records.add_booking(a_booking(reference="")).reference
    life.change(reference, "confirmed", "staff:Sam")
    life.change(reference, "cancelled", "visitor")
    clock.wait(days=5, hours=5)
    await deliverer.deliver_due()
    assert "Reminder" not in " ".join(str(message["Subject"]) for message in mail.mailbox.messages)


async def test_a_repeated_request_is_told_once(
    mail: MailServerAtWork, records: SqlRecordStore, deliverer: Deliverer
) -> None:
    for _ in range(3):
        records.add_booking(a_booking(reference=""))
    await deliverer.deliver_due()
    assert sorted(mail.mailbox.recipients) == sorted([DESK, VISITOR])
