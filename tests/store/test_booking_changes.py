"""The life of a booking is kept: each change once, dated, attributed, in order, with its notices or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from store_examples import MONDAY, TUESDAY, UNKEEPABLE, WEDNESDAY, a_booking

from pearl.booking.change import BookingChange
from pearl.booking.request import BookingRequest
from pearl.errors import BadInput, BookingRefused
from pearl.notices.notice import Notice
from pearl.records import RecordStore
from pearl.sql.engine import Database
from pearl.sql.record_store import SqlRecordStore
from pearl.sql.tables import outbox


def change(booking: BookingRequest, kind: Any = "confirmed", sequence: int = 1, **more: Any) -> BookingChange:
    made = BookingChange(
        booking=replace(booking, status=kind), kind=kind, at=TUESDAY, by="staff:ann", sequence=sequence
    )
    return replace(made, **more)


def refused(call: Callable[[], Any]) -> str:
    with pytest.raises(BookingRefused) as caught:
        call()
    return caught.value.reason


def test_a_life_begins_with_the_visitors_request(record_store: RecordStore) -> None:
    booking = record_store.add_booking(a_booking())
    (first,) = record_store.changes(booking.reference)
    assert first == BookingChange(booking=booking, kind="requested", at=WEDNESDAY, by="visitor", sequence=0)


def test_each_change_is_kept_with_what_it_made_of_the_booking(record_store: RecordStore) -> None:
    booking = record_store.add_booking(a_booking())
    confirmed = change(booking)
    after = record_store.add_change(confirmed)
    cancelled = change(after, "cancelled", 2, at=WEDNESDAY, by="visitor", said="see you later")
    record_store.add_change(cancelled)
    assert record_store.changes(booking.reference)[1:] == (confirmed, cancelled)
    assert record_store.booking(booking.reference) == cancelled.booking
    assert record_store.bookings() == (cancelled.booking,)


def test_of_two_changes_with_one_number_the_second_is_refused(record_store: RecordStore) -> None:
    booking = record_store.add_booking(a_booking())
    record_store.add_change(change(booking))
    assert refused(lambda: record_store.add_change(change(booking, "declined"))) == "changed_meanwhile"
    assert record_store.booking(booking.reference) == replace(booking, status="confirmed")


def test_of_ten_changes_at_once_one_is_kept(record_store: RecordStore) -> None:
    booking = record_store.add_booking(a_booking())

    def try_it(number: int) -> str:
        try:
            record_store.add_change(change(booking, by=f"staff:{number}"))
        except BookingRefused as refusal:
            return refusal.reason
        return "kept"

    with ThreadPoolExecutor(10) as threads:
        outcomes = sorted(threads.map(try_it, range(10)))
    assert outcomes == ["changed_meanwhile"] * 9 + ["kept"]
    assert len(record_store.changes(booking.reference)) == 2


def test_a_change_of_no_booking_is_refused(record_store: RecordStore) -> None:
    assert refused(lambda: record_store.add_change(change(a_booking(reference="PRL-XXXXXX")))) == "unknown"
    assert record_store.changes("PRL-XXXXXX") == record_store.changes("\x00") == ()


@pytest.mark.parametrize("text", UNKEEPABLE)
def test_a_change_that_cannot_be_kept_is_refused(text: str, record_store: RecordStore) -> None:
    booking = record_store.add_booking(a_booking())
    for bad in ({"said": text}, {"by": text}, {"by": ""}, {"at": MONDAY.replace(tzinfo=None)}):
        with pytest.raises(BadInput):
            record_store.add_change(change(booking, **bad))


def notices_for(change: BookingChange) -> Sequence[Notice]:
    """One e-mail a change; none can be composed when somebody says so."""
    if change.said == "fail":
        raise ValueError("no words")
    key = f"{change.booking.reference}/{change.sequence}"
    return [
        Notice(
            key=key,
            way="email",
            recipient="desk@example.org",
            payload={"kind": change.kind},
            created_at=change.at,
            due_at=change.at,
        )
    ]


def kept_notices(database: Database) -> list[tuple[Any, ...]]:
    columns = (outbox.c.idempotency_key, outbox.c.kind, outbox.c.recipient, outbox.c.payload, outbox.c.due_at)
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(outbox.c.id))]


def test_the_notices_of_a_change_are_kept_with_it(database: Database) -> None:
    store = SqlRecordStore(database, notices_for=notices_for)
    booking = store.add_booking(a_booking())
    store.add_booking(a_booking())
    store.add_change(change(booking))
    reference = booking.reference
    assert kept_notices(database) == [
        (f"{reference}/0", "email", "desk@example.org", {"kind": "requested"}, WEDNESDAY),
        (f"{reference}/1", "email", "desk@example.org", {"kind": "confirmed"}, TUESDAY),
    ]


def test_a_change_whose_notices_cannot_be_made_is_not_kept(database: Database) -> None:
    store = SqlRecordStore(database, notices_for=notices_for)
    booking = store.add_booking(a_booking())
    with pytest.raises(ValueError, match="no words"):
        store.add_change(change(booking, said="fail"))
    assert len(kept_notices(database)) == len(store.changes(booking.reference)) == 1
    assert store.booking(booking.reference) == booking


def test_wrong_pairs_are_counted_by_reference_and_by_sender(record_store: RecordStore) -> None:
    eight, nine, ten = (MONDAY.replace(hour=hour) for hour in (8, 9, 10))
    record_store.add_wrong_pair("PRL-AAAAAA", "web:one", eight)
    record_store.add_wrong_pair("PRL-BBBBBB", "web:one", nine)
    record_store.add_wrong_pair("PRL-AAAAAA", "web:two", ten)
    assert record_store.wrong_pairs("PRL-AAAAAA", "web:nobody", eight) == (eight, ten)
    assert record_store.wrong_pairs("PRL-ZZZZZZ", "web:one", eight) == (eight, nine)
    assert record_store.wrong_pairs("PRL-AAAAAA", "web:one", nine) == (nine, ten)


def test_wrong_pairs_are_forgotten_after_a_day(record_store: RecordStore) -> None:
    record_store.add_wrong_pair("PRL-AAAAAA", "web:one", MONDAY)
    record_store.add_wrong_pair("PRL-AAAAAA", "web:one", TUESDAY + timedelta(seconds=1))
    assert record_store.wrong_pairs("PRL-AAAAAA", "web:one", MONDAY) == (TUESDAY + timedelta(seconds=1),)


def test_the_newest_change_of_each_booking_is_found_by_its_kind(record_store: RecordStore) -> None:
    first, second, third = (record_store.add_booking(a_booking(f"{n}")) for n in range(3))
    moved = change(second, "moved")
    record_store.add_change(moved)
    record_store.add_change(change(third))
    assert record_store.last_changes(("requested", "moved")) == (record_store.changes(first.reference)[0], moved)
    assert record_store.last_changes(("done",)) == ()


def test_the_bookings_of_some_days_come_in_order_of_time(record_store: RecordStore) -> None:
    day = a_booking().day
    for key, days, hours in (("late", 0, 2), ("early", 0, 1), ("untimed", 0, None), ("later", 3, 0)):
        starts_at = None if hours is None else WEDNESDAY + timedelta(days=days, hours=hours)
        record_store.add_booking(a_booking(key, day=day + timedelta(days=days), starts_at=starts_at))
    assert [one.idempotency_key for one in record_store.on_days(day, day)] == ["untimed", "early", "late"]
    found = record_store.on_days(day, day + timedelta(days=3))
    assert [one.idempotency_key for one in found][-1] == "later"
