"""Only who names a booking's reference with its phone number or e-mail address finds it, and nobody guesses for long."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from booking_clinic import NOW, at

from pearl.booking.own_bookings import OwnBookings
from pearl.booking.request import BookingRequest
from pearl.booking.store import InMemoryBookingStore
from pearl.clock import FixedClock
from pearl.errors import BookingRefused
from pearl.reference import read_reference

PHONE, EMAIL = "+17805550134", "Dana@example.org"


@pytest.fixture()
def store() -> InMemoryBookingStore:
    return InMemoryBookingStore()


@pytest.fixture()
def booking(store: InMemoryBookingStore) -> BookingRequest:
    return store.add_booking(
        BookingRequest(
            reason="milia", day=date(2026, 12, 1), starts_at=at("2026-12-01T14:00"), name="Dana", phone=PHONE,
            email=EMAIL, channel="web", sender="web:a", idempotency_key="one", created_at=NOW,
        )
    )  # fmt: skip


def outcome(
    store: InMemoryBookingStore, reference: str, contact: str, sender: str = "web:x", now: datetime = NOW
) -> str:
    try:
        return OwnBookings(store, FixedClock(now)).find(reference, contact, sender).reference
    except BookingRefused as refusal:
        return refusal.reason


@pytest.mark.parametrize("contact", [PHONE, EMAIL, "dana@EXAMPLE.org"])
def test_the_phone_number_or_the_address_finds_it(
    contact: str, store: InMemoryBookingStore, booking: BookingRequest
) -> None:
    assert outcome(store, booking.reference, contact) == booking.reference


def test_wrong_pairs_are_refused_alike(store: InMemoryBookingStore, booking: BookingRequest) -> None:
    other = store.add_booking(
        replace(booking, idempotency_key="two", starts_at=None, phone="+17805550155", email="", reference="")
    )
    pairs = [(booking.reference, "+17805550155"), ("PRL-ZZZZZZ", PHONE), (other.reference, EMAIL)]
    assert [outcome(store, *pair) for pair in pairs] == ["wrong_pair"] * 3


def test_an_empty_contact_opens_nothing(store: InMemoryBookingStore, booking: BookingRequest) -> None:
    without = store.add_booking(replace(booking, idempotency_key="two", starts_at=None, email="", reference=""))
    assert outcome(store, without.reference, "") == "wrong_pair"


@pytest.mark.parametrize("spread", ["one sender, many references", "many senders, one reference"])
def test_after_three_wrong_pairs_even_the_right_one_has_to_wait_longer_and_longer(
    spread: str, store: InMemoryBookingStore, booking: BookingRequest
) -> None:
    now, waits = NOW, []
    for number in range(12):
        sender, reference = (
            ("web:x", f"PRL-{number:06}") if "one sender" in spread else (f"{number}", booking.reference)
        )
        waits.append(OwnBookings(store, FixedClock(now)).wait(reference, sender))
        if waits[-1]:
            assert outcome(store, booking.reference, PHONE, sender, now) == "slowed_down"
        now += waits[-1]
        assert outcome(store, reference, "+17805550199", sender, now) == "wrong_pair"
    seconds = [wait.total_seconds() for wait in waits]
    assert seconds == [0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_who_is_slowed_down_does_not_slow_down_others(store: InMemoryBookingStore, booking: BookingRequest) -> None:
    for number in range(5):
        outcome(store, f"PRL-{number:06}", PHONE, "web:guesser")
    assert outcome(store, booking.reference, PHONE, "web:dana") == booking.reference


def test_wrong_pairs_of_yesterday_count_no_more(store: InMemoryBookingStore, booking: BookingRequest) -> None:
    for _ in range(5):
        outcome(store, booking.reference, "+17805550199")
    assert outcome(store, booking.reference, PHONE, now=NOW + timedelta(days=1, seconds=1)) == booking.reference


@pytest.mark.parametrize(
    ("text", "asked", "reference"),
    [
        ("PRL-7K3M9Q", False, "PRL-7K3M9Q"),
        ("it's prl 7k3 m9q I think", False, "PRL-7K3M9Q"),
        ("cancel PRL-7K3M9Q, 780 555 0134", False, "PRL-7K3M9Q"),
        ("PRL - 7K3-M9Q", False, "PRL-7K3M9Q"),
        ("7k3m9q", True, "PRL-7K3M9Q"),
        ("7k3m9q", False, None),
        ("thanks", True, None),
        ("780 555 0134", True, None),
        ("PRL-7K3M9", True, None),
    ],
)
def test_a_reference_is_read_as_people_type_it(text: str, asked: bool, reference: str | None) -> None:
    found = read_reference(text, asked)
    assert (found[0] if found else None) == reference
