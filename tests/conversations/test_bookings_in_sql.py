"""The life of a booking in the chat, on SQLite and on PostgreSQL: what was said is in the database."""

from __future__ import annotations

from typing import Any

import pytest
from own_booking import PHONE, TWO, WHEN, fill_up, statuses
from replies import ALL_AT_ONCE, says, texts, titles

pytestmark = pytest.mark.in_sql


def test_a_booking_is_made_seen_moved_and_cancelled(talk: Any, assistant: Any) -> None:
    talk.say(ALL_AT_ONCE)
    assert "PRL-" in texts(talk.say("yes"))
    assert statuses(assistant) == ["requested"]
    talk.say("when is my appointment?")
    assert WHEN in texts(talk.say(PHONE))
    talk.tap("Move it")
    talk.say("thursday 3 december at 10 am")
    assert says(talk.say("yes"), "utter_own_moved")
    talk.say("cancel my appointment")
    assert says(talk.say("yes"), "utter_own_cancelled")
    (booking,) = assistant.records.bookings()
    steps = [(step.kind, step.by) for step in assistant.records.changes(booking.reference)]
    assert steps == [(kind, "visitor") for kind in ("requested", "moved", "cancelled")]
    assert assistant.records.taken(booking.created_at, booking.created_at.replace(year=2027)) == {}


def test_a_taken_time_is_told_and_another_is_booked(talk: Any, assistant: Any) -> None:
    talk.say(ALL_AT_ONCE)
    fill_up(assistant, TWO)
    turn = talk.say("yes")
    assert says(turn, "utter_time_taken")
    talk.tap(titles(turn)[0])
    assert "PRL-" in texts(talk.say("yes"))
    assert len(statuses(assistant)) == 3


def test_wrong_pairs_are_slowed_down(talk: Any) -> None:
    talk.say("cancel my appointment")
    for _ in range(3):
        assert says(talk.say("PRL-ZZZZZZ 780 555 0134"), "utter_own_wrong_pair")
    assert says(talk.say("PRL-ZZZZZZ 780 555 0134"), "utter_own_slowed_down")
