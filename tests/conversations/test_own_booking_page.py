"""A clinic with a booking page of its own: visitors get its address, opened with what they have said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from replies import ALL_AT_ONCE, texts

from pearl.bootstrap import services, use

pytestmark = pytest.mark.in_sql

LINK = "https://book.example.org/new?why={reason}&on={day}T{time}&who={name}&call={phone}&mail={email}"


@pytest.fixture()
def own_page(talk: Any) -> Iterator[Any]:
    before = services()
    booking = before.profile.booking.copy(update={"mode": "link", "link": LINK})
    use(replace(before, profile=before.profile.copy(update={"booking": booking})))
    yield talk
    use(before)


def test_what_was_said_is_in_the_address_and_nothing_is_asked_or_stored(own_page: Any, assistant: Any) -> None:
    turn = own_page.say(ALL_AT_ONCE)
    filled = "?why=my%20milia&on=2026-12-01T14%3A00&who=Dana%20Smith&call=%2B17805550134&mail="
    assert f"https://book.example.org/new{filled}" in texts(turn)
    assert (turn.form, len(turn.replies), assistant.records.bookings()) == (None, 1, ())


def test_the_topic_asked_about_is_the_reason(own_page: Any) -> None:
    own_page.say("are milia acne?")
    assert "why=Are%20milia%20the%20same%20as%20acne%3F&" in texts(own_page.tap("Ask for an appointment"))


def test_a_wish_without_anything_opens_it_empty(own_page: Any) -> None:
    assert "https://book.example.org/new?why=&on=T&who=&call=&mail=" in texts(own_page.say("/book_appointment"))


@pytest.mark.parametrize("wish", ["cancel my appointment", "when is my appointment?", "/reschedule_appointment"])
def test_a_booking_that_exists_is_kept_there_too(wish: str, own_page: Any) -> None:
    turn = own_page.say(wish)
    assert "https://book.example.org/new" in texts(turn) and turn.form is None
