"""No time is given to more visitors than it has places, however many ask at once, and a place that is freed is free."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from store_examples import MONDAY, a_booking

from pearl.booking.change import BookingChange
from pearl.booking.request import BookingRequest
from pearl.errors import BookingRefused
from pearl.records import RecordStore
from pearl.sql.engine import Database
from pearl.sql.record_store import SqlRecordStore
from pearl.sql.tables import bookings

NewStore = Callable[..., RecordStore]
AT = datetime(2026, 11, 27, 22, 0, tzinfo=timezone.utc)
CLIENTS, CONFIRMATIONS, PLACES = 50, 1000, 100


def changed(booking: BookingRequest, kind: Any, sequence: int = 1, **changes: Any) -> BookingChange:
    after = replace(booking, status=kind, **changes)
    return BookingChange(booking=after, kind=kind, at=MONDAY, by="staff:ann", sequence=sequence)


def refused(call: Callable[[], Any]) -> str:
    with pytest.raises(BookingRefused) as caught:
        call()
    return caught.value.reason


def test_a_time_is_given_as_often_as_it_has_places_and_no_more(new_record_store: NewStore) -> None:
    store = new_record_store(capacity=2)
    kept = [store.add_booking(a_booking(f"key {number}")) for number in range(2)]
    assert refused(lambda: store.add_booking(a_booking("key 3"))) == "slot_taken"
    assert store.bookings() == tuple(kept)
    assert store.taken(AT - timedelta(hours=1), AT + timedelta(hours=1)) == {AT: 2}


def test_a_repeat_is_told_its_booking_although_the_time_is_full(new_record_store: NewStore) -> None:
    store = new_record_store(capacity=1)
    kept = store.add_booking(a_booking())
    assert store.add_booking(a_booking()) == kept


def test_bookings_without_a_time_take_no_place(new_record_store: NewStore) -> None:
    store = new_record_store(capacity=1)
    for number in range(3):
        store.add_booking(a_booking(f"key {number}", starts_at=None))
    assert store.taken(AT - timedelta(days=9), AT + timedelta(days=9)) == {}


@pytest.mark.parametrize("kind", ["declined", "cancelled"])
def test_a_place_that_is_given_back_is_free_for_the_next(kind: str, new_record_store: NewStore) -> None:
    store = new_record_store(capacity=1)
    first = store.add_booking(a_booking("one"))
    store.add_change(changed(first, kind))
    assert store.taken(AT, AT) == {}
    assert store.add_booking(a_booking("two")).starts_at == AT


def test_a_move_frees_the_old_time_and_takes_the_new_one(new_record_store: NewStore) -> None:
    store, later = new_record_store(capacity=1), AT + timedelta(minutes=30)
    first = store.add_booking(a_booking("one"))
    store.add_change(changed(first, "moved", starts_at=later))
    assert store.taken(AT, later) == {later: 1}
    assert store.add_booking(a_booking("two")).starts_at == AT


def test_a_move_to_a_time_that_is_taken_changes_nothing(new_record_store: NewStore) -> None:
    store, later = new_record_store(capacity=1), AT + timedelta(minutes=30)
    first, other = store.add_booking(a_booking("one")), store.add_booking(a_booking("two", starts_at=later))
    assert refused(lambda: store.add_change(changed(first, "moved", starts_at=later))) == "slot_taken"
    assert store.bookings() == (first, other)
    assert [change.kind for change in store.changes(first.reference)] == ["requested"]


def test_a_confirmation_keeps_the_place(new_record_store: NewStore) -> None:
    store = new_record_store(capacity=1)
    first = store.add_booking(a_booking("one"))
    store.add_change(changed(first, "confirmed"))
    assert refused(lambda: store.add_booking(a_booking("two"))) == "slot_taken"


def test_a_time_beyond_those_asked_for_is_not_counted(new_record_store: NewStore) -> None:
    store = new_record_store(capacity=1)
    store.add_booking(a_booking())
    assert store.taken(AT + timedelta(seconds=1), AT + timedelta(days=1)) == {}


def test_a_thousand_confirmations_for_a_hundred_places_from_fifty_clients_make_a_hundred_bookings(
    new_record_store: NewStore,
) -> None:
    store, gate = new_record_store(capacity=4), threading.Barrier(CLIENTS)
    times = [AT + timedelta(minutes=30 * number) for number in range(PLACES // 4)]

    def confirm(client: int) -> Counter[str]:
        gate.wait()
        outcomes: Counter[str] = Counter()
        for number in range(client, CONFIRMATIONS, CLIENTS):
            request = a_booking(f"key {number}", starts_at=times[number % len(times)])
            try:
                outcomes["kept"] += bool(store.add_booking(request).reference)
            except BookingRefused as refusal:
                outcomes[refusal.reason] += 1
        return outcomes

    with ThreadPoolExecutor(CLIENTS) as clients:
        outcomes = sum(clients.map(confirm, range(CLIENTS)), Counter[str]())
    assert outcomes == {"kept": PLACES, "slot_taken": CONFIRMATIONS - PLACES}
    assert Counter(booking.starts_at for booking in store.bookings()) == dict.fromkeys(times, 4)


def test_one_confirmation_sent_fifty_times_at_once_for_the_last_place_is_one_booking(
    new_record_store: NewStore,
) -> None:
    store = new_record_store(capacity=1)
    with ThreadPoolExecutor(CLIENTS) as clients:
        stored = set(clients.map(lambda _: store.add_booking(a_booking()), range(CLIENTS)))
    assert store.bookings() == tuple(stored)


def test_after_a_capacity_was_lowered_a_low_place_that_is_freed_is_not_given_again(database: Database) -> None:
    wide, narrow = SqlRecordStore(database, capacity=2), SqlRecordStore(database, capacity=1)
    first, _ = wide.add_booking(a_booking("one")), wide.add_booking(a_booking("two"))
    wide.add_change(changed(first, "cancelled"))
    assert refused(lambda: narrow.add_booking(a_booking("three"))) == "slot_taken"


@pytest.mark.parametrize("values", [{"place": 0}, {"place": 2}, {"place": -1}, {"place": None}, {"starts_at": None}])
def test_the_database_itself_refuses_a_place_that_is_given_or_is_none(
    values: dict[str, Any], database: Database
) -> None:
    store = SqlRecordStore(database, capacity=2)
    _, second = store.add_booking(a_booking("one")), store.add_booking(a_booking("two"))
    with pytest.raises(IntegrityError), database.writing() as connection:
        mine = bookings.c.reference == second.reference
        connection.execute(update(bookings).where(mine).values(**values))


def test_the_database_itself_refuses_a_status_that_no_booking_has(database: Database) -> None:
    SqlRecordStore(database).add_booking(a_booking())
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(update(bookings).values(status="lost"))


def test_a_place_belongs_to_a_time(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as connection:
        values = {"reference": "PRL-1", "place": 0, "places": 1, **vars(a_booking(starts_at=None))}
        connection.execute(insert(bookings).values(**values))
