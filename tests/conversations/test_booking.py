"""A visitor asks for an appointment, and it is stored once, with a reference."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from replies import ALL_AT_ONCE, ONE_BY_ONE, QUESTIONS, asked_for, asks_for, says, texts, titles

pytestmark = pytest.mark.in_sql

EDMONTON = ZoneInfo("America/Edmonton")
REFERENCE = re.compile(r"PRL-[2-9A-Z]{6}")


def test_the_questions_come_one_by_one(talk: Any) -> None:
    for message, slot in zip(ONE_BY_ONE, QUESTIONS):
        turn = talk.say(message)
        assert asks_for(turn, slot), f"{message}: {texts(turn)}"


@pytest.mark.parametrize("begin", ["/book_appointment", ALL_AT_ONCE], ids=["question by question", "all at once"])
def test_the_beginning_says_what_becomes_of_the_data_and_that_the_clinic_confirms(begin: str, talk: Any) -> None:
    turn = talk.say(begin)
    assert says(turn, "utter_booking_begins")
    assert "the clinic then confirms it" in texts(turn) and "/privacy" in texts(turn)


def test_everything_in_one_sentence_is_read_back_with_the_weekday(talk: Any) -> None:
    turn = talk.say(ALL_AT_ONCE)
    assert turn.replies[-1]["text"].splitlines()[1:5] == [
        "Reason: my milia",
        "Day: Tuesday 1 December 2026, 2:00 pm",
        "Name: Dana Smith",
        "Phone: 780 555 0134",
    ]
    assert titles(turn) == ["Yes, send it", "No, change it", "Stop"]


def test_everything_in_one_sentence_in_the_middle_of_the_form_is_taken(talk: Any) -> None:
    asked_for(talk, "reason")
    turn = talk.say("I'm Dana, 780 555 0134, Tuesday at 3 for the ones under my eyes")
    assert says(turn, "utter_time_assumed") and asks_for(turn, "confirmed"), texts(turn)
    assert turn.replies[-1]["text"].splitlines()[1:5] == [
        "Reason: the ones under my eyes",
        "Day: Tuesday 1 December 2026, 3:00 pm",
        "Name: Dana",
        "Phone: 780 555 0134",
    ]


@pytest.mark.parametrize("yes", ["yes", "ok, send it", "send it", "{tap}"])
def test_a_yes_stores_it_and_tells_the_reference(yes: str, talk: Any, assistant: Any) -> None:
    talk.say(ALL_AT_ONCE)
    assert assistant.records.bookings() == ()
    turn = talk.tap("Yes, send it") if yes == "{tap}" else talk.say(yes)
    (booking,) = assistant.records.bookings()
    assert (booking.reason, booking.name, booking.phone) == ("my milia", "Dana Smith", "+17805550134")
    assert (booking.day, booking.status, booking.channel) == (date(2026, 12, 1), "requested", "rest")
    assert booking.starts_at == datetime(2026, 12, 1, 14, tzinfo=EDMONTON)
    assert REFERENCE.findall(texts(turn)) == [booking.reference]


def test_it_is_a_request_until_the_clinic_confirms_and_says_when_it_replies(talk: Any) -> None:
    talk.say(ALL_AT_ONCE)
    turn = talk.say("yes")
    assert (says(turn, "utter_booked"), turn.form) == (True, None)
    assert "until the clinic confirms it" in texts(turn) and "within one working day" in texts(turn)


def test_a_second_confirmation_stores_nothing_more(talk: Any, assistant: Any) -> None:
    talk.say(ALL_AT_ONCE)
    talk.say("yes")
    talk.say("yes")
    talk.tap("Yes, send it")
    assert len(assistant.records.bookings()) == 1


def test_the_reason_is_the_topic_asked_about_before(talk: Any) -> None:
    talk.say("are milia acne?")
    turn = talk.tap("Ask for an appointment")
    assert asks_for(turn, "known_patient")
    for message in ONE_BY_ONE[2:]:
        turn = talk.say(message)
    assert "Reason: Are milia the same as acne?\n" in texts(turn)


def test_a_question_about_the_clinic_is_no_reason_for_a_visit(talk: Any) -> None:
    talk.say("when are you open?")
    assert asks_for(talk.say("book an appointment"), "reason")


def test_a_day_without_a_time_is_enough(talk: Any, assistant: Any) -> None:
    for message in ("/book_appointment", "my milia", "friday", "Dana", "780 555 0134"):
        turn = talk.say(message)
    assert "Day: Friday 27 November 2026\n" in texts(turn)
    talk.say("yes")
    assert [(b.day, b.starts_at) for b in assistant.records.bookings()] == [(date(2026, 11, 27), None)]


@pytest.mark.parametrize(
    ("wish", "problem", "part"),
    [
        ("sunday", "utter_day_closed", "Sunday 29 November 2026"),
        ("today", "utter_day_too_soon", "24 hours"),
        ("1 november 2026", "utter_day_in_past", "has already passed"),
        ("some day", "utter_day_unclear", "Thursday 26 November 2026"),
        ("25 december", "utter_day_closed", "Friday 25 December 2026"),
    ],
)
def test_a_day_that_can_not_be_had_is_explained_and_asked_again(wish: str, problem: str, part: str, talk: Any) -> None:
    asked_for(talk, "day")
    turn = talk.say(wish)
    assert says(turn, problem) and part in texts(turn), texts(turn)
    assert asks_for(turn, "day")


def test_a_time_that_can_not_be_had_keeps_the_day_and_another_time_is_taken_later(talk: Any) -> None:
    asked_for(talk, "day")
    turn = talk.say("friday at 5 pm")
    assert says(turn, "utter_time_outside_hours") and "4:30 pm" in texts(turn)
    assert asks_for(turn, "name") and turn.slots["booking_day"] == "2026-11-27"
    assert talk.say("4 pm then").slots["booking_starts_at"] == "2026-11-27T16:00:00-07:00"


def test_two_bookings_one_after_the_other_are_two(talk: Any, assistant: Any) -> None:
    for wish in (ALL_AT_ONCE, ALL_AT_ONCE.replace("Tuesday", "Thursday")):
        talk.say(wish)
        talk.say("yes")
    first, second = assistant.records.bookings()
    assert first.reference != second.reference and first.day != second.day
