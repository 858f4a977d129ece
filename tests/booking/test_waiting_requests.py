"""What waits for the clinic's answer, and when its promise runs out: by open days, not by hours on the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from booking_clinic import PROFILE, at

from pearl.booking.calendar import BookingCalendar
from pearl.booking.life import BookingLife
from pearl.booking.request import BookingRequest
from pearl.booking.store import InMemoryBookingStore
from pearl.booking.waiting import Waiting, waiting
from pearl.clock import FixedClock
from pearl.hours import OpeningHours

HOURS = OpeningHours(PROFILE)


@pytest.mark.parametrize(
    ("asked", "days", "due"),
    [
        ("2026-11-25T11:00", 1, "2026-11-26T17:00"),
        ("2026-11-25T23:59", 1, "2026-11-26T17:00"),
        ("2026-11-27T16:00", 1, "2026-11-28T14:00"),
        ("2026-11-28T16:00", 1, "2026-11-30T16:00"),
        ("2026-12-24T16:00", 1, "2026-12-26T14:00"),
        ("2026-11-27T16:00", 2, "2026-11-30T16:00"),
    ],
    ids=["a Wednesday", "at night", "over to Saturday", "over Sunday", "over a holiday", "two days"],
)
def test_an_answer_is_due_when_the_clinic_closes_on_the_promised_working_day(asked: str, days: int, due: str) -> None:
    assert HOURS.end_of_open_day(at(asked), days) == at(due)


def test_a_clinic_that_is_closed_for_long_has_promised_no_day() -> None:
    closed = OpeningHours(PROFILE.copy(update={"hours": {day: [] for day in PROFILE.hours}}))
    assert closed.end_of_open_day(at("2026-11-25T11:00"), 1) is None
    assert not Waiting(a_request(), at("2026-11-25T11:00"), None).is_urgent(at("2027-11-25T11:00"))


def a_request(key: str = "one", asked: str = "2026-11-25T11:00") -> BookingRequest:
    return BookingRequest(
        reason="milia", day=date(2026, 12, 3), starts_at=at("2026-12-03T10:00"), name="Dana", phone="+17805550134",
        channel="web", sender="web:a", idempotency_key=key, created_at=at(asked),
    )  # fmt: skip


def change(store: InMemoryBookingStore, reference: str, kind: str, by: str, when: str) -> None:
    life = BookingLife(store, BookingCalendar(PROFILE, store.taken), FixedClock(at(when)))
    life.change(reference, kind, by, to=at("2026-12-04T10:00") if kind == "moved" else None)  # type: ignore[arg-type]


def test_it_is_urgent_two_hours_before_the_promise_runs_out() -> None:
    store = InMemoryBookingStore()
    store.add_booking(a_request())
    (one,) = waiting(store, HOURS, 1)
    due = at("2026-11-26T15:00")
    assert (one.is_urgent(due - timedelta(seconds=1)), one.is_urgent(due), one.is_urgent(due + timedelta(days=9))) == (
        False,
        True,
        True,
    )


def test_what_the_clinic_has_answered_waits_no_more_and_what_its_visitor_moves_waits_anew() -> None:
    store = InMemoryBookingStore(capacity=5)
    kept = [store.add_booking(replace(a_request(str(number)), starts_at=None)) for number in range(3)]
    change(store, kept[0].reference, "declined", "staff:ann", "2026-11-25T12:00")
    change(store, kept[1].reference, "moved", "staff:ann", "2026-11-25T12:00")
    change(store, kept[2].reference, "moved", "visitor", "2026-11-27T12:00")
    (one,) = waiting(store, HOURS, 1)
    assert (one.booking.reference, one.asked_at) == (kept[2].reference, at("2026-11-27T12:00"))
    assert one.answer_by == datetime.fromisoformat("2026-11-28T14:00:00-07:00")


def test_who_asked_first_is_in_front() -> None:
    store = InMemoryBookingStore(capacity=5)
    for key, asked in (("late", "2026-11-25T12:00"), ("early", "2026-11-24T12:00")):
        store.add_booking(a_request(key, asked))
    assert [one.booking.idempotency_key for one in waiting(store, HOURS, 1)] == ["early", "late"]
