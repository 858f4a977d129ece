"""What may happen to a booking after what, who did it and when; a change that is made already is not made again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from booking_clinic import NOW, PROFILE, at

from pearl.booking.calendar import BookingCalendar
from pearl.booking.change import BookingChange
from pearl.booking.life import POSSIBLE, BookingLife
from pearl.booking.request import BookingRequest
from pearl.booking.store import InMemoryBookingStore
from pearl.clock import FixedClock
from pearl.errors import BookingRefused

TWO, THREE = at("2026-12-01T14:00"), at("2026-12-01T15:00")
AFTERWARDS = at("2026-12-02T09:00")
WAYS = {
    "requested": [],
    "confirmed": ["confirmed"],
    "declined": ["declined"],
    "moved": ["moved"],
    "cancelled": ["cancelled"],
    "done": ["confirmed", "done"],
}


@dataclass
class Desk:
    """One booking and what can be done to it."""

    store: InMemoryBookingStore
    reference: str

    def do(self, kind: Any, by: str = "staff:ann", now: datetime = AFTERWARDS, **more: Any) -> BookingRequest:
        life = BookingLife(self.store, BookingCalendar(PROFILE, self.store.taken), FixedClock(now))
        to = {"to": at("2026-12-03T10:00")} if kind == "moved" and "to" not in more else {}
        return life.change(self.reference, kind, by, **to, **more)

    @property
    def changes(self) -> tuple[BookingChange, ...]:
        return self.store.changes(self.reference)


def booked(**changes: Any) -> Desk:
    values = {"starts_at": TWO, "idempotency_key": "one", **changes}
    store = InMemoryBookingStore(capacity=PROFILE.booking.capacity)
    request = BookingRequest(
        reason="milia", day=date(2026, 12, 1), name="Dana", phone="+17805550134", channel="web", sender="web:a",
        created_at=NOW, **values,
    )  # fmt: skip
    return Desk(store, store.add_booking(request).reference)


def reason_of(call: Any) -> str:
    with pytest.raises(BookingRefused) as caught:
        call()
    return caught.value.reason


@pytest.mark.parametrize("kind", POSSIBLE)
@pytest.mark.parametrize("before", WAYS)
def test_only_what_is_possible_after_what_happened_before_is_done(before: str, kind: Any) -> None:
    desk = booked()
    for step in WAYS[before]:
        desk.do(step)
    steps = len(desk.changes)
    if before in POSSIBLE[kind] and (before, kind) != ("moved", "moved"):
        assert desk.do(kind, now=at("2026-12-04T09:00"), **_later(kind)).status == kind
        assert [change.sequence for change in desk.changes] == list(range(steps + 1))
    elif before == kind:
        assert desk.do(kind).status == kind
        assert len(desk.changes) == steps
    else:
        assert reason_of(lambda: desk.do(kind)) == "not_possible"
        assert len(desk.changes) == steps


def _later(kind: str) -> dict[str, datetime]:
    return {"to": at("2026-12-08T10:00")} if kind == "moved" else {}


def test_each_change_is_dated_and_attributed_and_carries_what_was_said() -> None:
    desk = booked()
    desk.do("confirmed", by="staff:ann", now=NOW + timedelta(hours=1), said="Please come ten minutes early.")
    desk.do("cancelled", by="visitor", now=NOW + timedelta(hours=2))
    requested, confirmed, cancelled = desk.changes
    assert (requested.kind, requested.by, requested.at) == ("requested", "visitor", NOW)
    assert (confirmed.by, confirmed.at) == ("staff:ann", NOW + timedelta(hours=1))
    assert confirmed.said == "Please come ten minutes early."
    assert (cancelled.by, cancelled.booking.status, cancelled.sequence) == ("visitor", "cancelled", 2)


def test_a_move_takes_the_new_time_and_its_day() -> None:
    desk = booked()
    moved = desk.do("moved", to=at("2026-12-03T10:00"))
    assert (moved.status, moved.day, moved.starts_at) == ("moved", date(2026, 12, 3), at("2026-12-03T10:00"))


@pytest.mark.parametrize(
    "to",
    ["2026-12-03T10:10", "2026-12-03T20:00", "2026-12-06T10:00", "2026-12-25T10:00", "2026-12-01T09:30"],
    ids=["between slots", "after hours", "a Sunday", "a holiday", "the past"],
)
def test_a_move_to_where_the_clinic_has_no_slot_is_refused(to: str) -> None:
    assert reason_of(lambda: booked().do("moved", to=at(to))) == "no_slot"


def test_a_move_to_a_taken_time_is_refused() -> None:
    desk = booked()
    for number in range(PROFILE.booking.capacity):
        request = desk.store.bookings()[0]
        other = {**vars(request), "idempotency_key": f"other {number}", "starts_at": THREE, "reference": ""}
        desk.store.add_booking(BookingRequest(**other))
    assert reason_of(lambda: desk.do("moved", to=THREE, now=NOW)) == "slot_taken"


@pytest.mark.parametrize("status", ["requested", "confirmed"])
def test_a_move_to_the_time_it_has_changes_nothing(status: str) -> None:
    desk = booked()
    for step in WAYS[status]:
        desk.do(step, now=NOW)
    assert desk.do("moved", to=TWO, now=NOW).status == status


def test_a_request_without_a_time_gets_one_before_it_is_confirmed() -> None:
    desk = booked(starts_at=None)
    assert reason_of(lambda: desk.do("confirmed", now=NOW)) == "no_time"
    desk.do("moved", to=TWO, now=NOW)
    assert desk.do("confirmed", now=NOW).starts_at == TWO


def test_a_visit_is_done_only_once_its_time_has_come() -> None:
    desk = booked()
    desk.do("confirmed", now=NOW)
    assert reason_of(lambda: desk.do("done", now=TWO - timedelta(seconds=1))) == "not_yet"
    assert desk.do("done", now=TWO).status == "done"


@pytest.mark.parametrize("kind", ["moved", "cancelled"])
@pytest.mark.parametrize("starts_at", [TWO, None])
def test_a_visitor_can_change_nothing_that_is_past(starts_at: datetime | None, kind: str) -> None:
    desk = booked(starts_at=starts_at)
    assert reason_of(lambda: desk.do(kind, by="visitor")) == "past"
    assert desk.do("cancelled", by="staff:ann").status == "cancelled"


def test_a_reference_that_nobody_has_is_refused() -> None:
    desk = booked()
    desk.reference = "PRL-XXXXXX"
    assert reason_of(lambda: desk.do("cancelled")) == "unknown"


class Busy(InMemoryBookingStore):
    """Somebody else confirms in the moment before each of the first changes is kept."""

    rivals = 1

    def add_change(self, change: BookingChange) -> BookingRequest:
        if self.rivals:
            self.rivals -= 1
            rival = BookingLife(self, BookingCalendar(PROFILE), FixedClock(NOW))
            rival.change(change.booking.reference, "confirmed", "staff:rival")
        return super().add_change(change)


def test_who_is_overtaken_looks_again_and_does_what_is_still_possible() -> None:
    desk = booked()
    busy = Busy(capacity=2)
    desk.store, desk.reference = busy, busy.add_booking(desk.store.bookings()[0]).reference
    assert desk.do("cancelled").status == "cancelled"
    assert [change.kind for change in desk.changes] == ["requested", "confirmed", "cancelled"]


def test_who_is_overtaken_is_refused_what_is_possible_no_more() -> None:
    desk = booked()
    busy = Busy(capacity=2)
    desk.store, desk.reference = busy, busy.add_booking(desk.store.bookings()[0]).reference
    assert reason_of(lambda: desk.do("declined")) == "not_possible"


def test_of_two_who_saw_the_same_only_the_first_changes_it() -> None:
    desk = booked()
    desk.do("confirmed", seen=1)
    assert reason_of(lambda: desk.do("confirmed", "staff:bo", seen=1)) == "changed_meanwhile"
    assert [step.by for step in desk.changes] == ["visitor", "staff:ann"]


class Interrupting(InMemoryBookingStore):
    """A visitor cancels while somebody at the clinic is about to confirm."""

    meddle = False

    def booking(self, reference: str) -> BookingRequest | None:
        found = super().booking(reference)
        if found and self.meddle:
            self.meddle = False
            gone = replace(found, status="cancelled")
            self.add_change(BookingChange(booking=gone, kind="cancelled", at=NOW, by="visitor", sequence=1))
        return found


def test_what_comes_in_between_is_never_overwritten() -> None:
    store = Interrupting()
    desk = Desk(store, store.add_booking(booked().store.bookings()[0]).reference)
    store.meddle = True
    assert reason_of(lambda: desk.do("confirmed")) == "not_possible"
    assert [step.kind for step in desk.changes] == ["requested", "cancelled"]
