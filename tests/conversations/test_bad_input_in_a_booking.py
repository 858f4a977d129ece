"""What people type into a booking that is none: each ends in a clear sentence, nothing is lost, and the form goes on.

On SQLite and on PostgreSQL, since what is odd must also be kept as it is.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from replies import ALL_AT_ONCE, ONE_BY_ONE, asked_for, asks_for, says, texts, titles

pytestmark = pytest.mark.in_sql

NAMES = {"Siobhán O'Connor": "Siobhán O'Connor", "d’Arcy-Müller": "d’Arcy-Müller", "Dana 🙂": "Dana"}
NO_NAMES = (
    "x" * 500,
    "<b>Dana</b>",
    "<script>alert(1)</script>",
    "=1+1",
    '=HYPERLINK("http://example.org")',
    "@SUM(A1)",
)
NUMBERS = {
    "Canada": "780 555 0134", "Britain": "+44 20 7946 0958", "Germany": "+49 30 901820", "France": "+33 1 42 68 53 00",
    "India": "+91 98765 43210", "Australia": "+61 2 9374 4000", "Ukraine": "+380 44 234 5678",
    "China": "+86 138 0013 8000", "Mexico": "+52 55 5658 1111", "Japan": "+81 3 3224 9999",
    "Philippines": "+63 917 123 4567", "Nigeria": "+234 803 123 4567", "Poland": "+48 22 694 60 00",
}  # fmt: skip
NO_DAYS = {
    "yesterday": "utter_day_in_past",
    "31 February": "utter_day_unclear",
    "next week sometime": "utter_day_unclear",
    "thursday 25:00": "utter_time_unclear",
}


def digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def test_a_name_with_an_apostrophe_or_an_emoji_is_kept(talk: Any, assistant: Any) -> None:
    for name, day in zip(NAMES, ("Tuesday", "Wednesday", "Thursday")):
        for message in (*ONE_BY_ONE[:3], f"next {day} at 2 pm", name, *ONE_BY_ONE[5:], "yes"):
            turn = talk.say(message)
        assert "PRL-" in texts(turn), f"{name}: {texts(turn)}"
        talk = talk.anew()
    assert [booking.name for booking in assistant.records.bookings()] == list(NAMES.values())


def test_what_is_no_name_is_told_and_asked_again(talk: Any) -> None:
    asked_for(talk, "name")
    for words in NO_NAMES:
        turn = talk.say(words)
        assert says(turn, "utter_name_unclear") and asks_for(turn, "name"), f"{words}: {texts(turn)}"
    assert asks_for(talk.say("Dana"), "phone")


def test_markup_and_formulas_in_a_reason_stay_text(talk: Any, assistant: Any) -> None:
    reason = "=cmd|'/C calc'!A0 <img src=x onerror=alert(1)> bumps"
    asked_for(talk, "reason")
    for message in (reason, *ONE_BY_ONE[2:], "yes"):
        talk.say(message)
    (booking,) = assistant.records.bookings()
    assert "bumps" in booking.reason and "onerror" in booking.reason


def test_numbers_of_many_countries_are_taken(talk: Any) -> None:
    for country, number in NUMBERS.items():
        turn = talk.say(ALL_AT_ONCE.replace("780 555 0134", number))
        assert asks_for(turn, "confirmed") and digits(number) in digits(texts(turn)), f"{country}: {texts(turn)}"
        talk = talk.anew()


def test_a_number_that_nobody_can_call_is_told_and_asked_again(talk: Any) -> None:
    asked_for(talk, "phone")
    for words in ("123", "555-0134", "+1 780 555 01345678", "my number is 00000000"):
        turn = talk.say(words)
        assert says(turn, "utter_phone_impossible") and asks_for(turn, "phone"), f"{words}: {texts(turn)}"
    assert asks_for(talk.say("780 555 0134"), "confirmed")


def test_a_day_that_is_none_is_told_with_days_to_tap(talk: Any) -> None:
    for words, response in NO_DAYS.items():
        asked_for(talk, "day")
        turn = talk.say(words)
        assert says(turn, response), f"{words}: {texts(turn)}"
        if response == "utter_time_unclear":
            assert turn.slots["booking_day"] == date(2026, 11, 26).isoformat() and asks_for(turn, "name")
        else:
            assert len(titles(turn)) == 3 and asks_for(turn, "day")
            assert asks_for(talk.tap(titles(turn)[0]), "name")
        talk = talk.anew()
