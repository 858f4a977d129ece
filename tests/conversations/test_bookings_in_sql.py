"""The life of a booking in the chat, on SQLite and on PostgreSQL: what was said is in the database."""

from __future__ import annotations

from typing import Any

from own_booking import PHONE, TWO, WHEN, fill_up, statuses
from replies import ALL_AT_ONCE, says, texts, titles


def test_a_booking_is_made_seen_moved_and_cancelled(in_sql: Any, assistant: Any) -> None:
    in_sql.say(ALL_AT_ONCE)
    assert "PRL-" in texts(in_sql.say("yes"))
    assert statuses(assistant) == ["requested"]
    in_sql.say("when is my appointment?")
    assert WHEN in texts(in_sql.say(PHONE))
    in_sql.tap("Move it")
    in_sql.say("thursday 3 december at 10 am")
    assert says(in_sql.say("yes"), "utter_own_moved")
    in_sql.say("cancel my appointment")
    assert says(in_sql.say("yes"), "utter_own_cancelled")
    (booking,) = assistant.records.bookings()
    steps = [(step.kind, step.by) for step in assistant.records.changes(booking.reference)]
    assert steps == [(kind, "visitor") for kind in ("requested", "moved", "cancelled")]
    assert assistant.records.taken(booking.created_at, booking.created_at.replace(year=2027)) == {}


def test_a_taken_time_is_told_and_another_is_booked(in_sql: Any, assistant: Any) -> None:
    in_sql.say(ALL_AT_ONCE)
    fill_up(assistant, TWO)
    turn = in_sql.say("yes")
    assert says(turn, "utter_time_taken")
    in_sql.tap(titles(turn)[0])
    assert "PRL-" in texts(in_sql.say("yes"))
    assert len(statuses(assistant)) == 3


def test_wrong_pairs_are_slowed_down(in_sql: Any) -> None:
    in_sql.say("cancel my appointment")
    for _ in range(3):
        assert says(in_sql.say("PRL-ZZZZZZ 780 555 0134"), "utter_own_wrong_pair")
    assert says(in_sql.say("PRL-ZZZZZZ 780 555 0134"), "utter_own_slowed_down")
