"""A visitor leaves a phone number or an e-mail address, and may tell where it is and whether they have been here before."""

from __future__ import annotations

from typing import Any

import pytest
from own_booking import statuses
from replies import asked_for, asks_for, says, texts

pytestmark = pytest.mark.in_sql

BY_MAIL = "I'd like an appointment for my milia next Tuesday at 2 pm, my name is Dana Smith, dana.smith1990@example.org"


def booked(assistant: Any) -> Any:
    (booking,) = assistant.records.bookings()
    return booking


def test_an_address_is_enough(talk: Any, assistant: Any) -> None:
    asked_for(talk, "phone")
    turn = talk.say("dana.smith@Example.org")
    assert asks_for(turn, "confirmed") and "E-mail: dana.smith@example.org" in texts(turn).splitlines()
    assert "Phone:" not in texts(turn)
    talk.say("yes")
    assert (booked(assistant).email, booked(assistant).phone) == ("dana.smith@example.org", "")


def test_an_address_in_the_one_sentence_is_taken_and_its_digits_are_no_phone_number(talk: Any) -> None:
    turn = talk.say(BY_MAIL)
    assert "E-mail: dana.smith1990@example.org" in texts(turn).splitlines(), texts(turn)
    assert asks_for(turn, "confirmed") and not says(turn, "utter_phone_impossible")


def test_number_and_address_are_both_kept(talk: Any, assistant: Any) -> None:
    asked_for(talk, "phone")
    talk.say("780 555 0134 or dana@example.org")
    talk.say("yes")
    assert (booked(assistant).phone, booked(assistant).email) == ("+17805550134", "dana@example.org")


@pytest.mark.parametrize("wrong", ["dana@example", "dana@@example.org", "dana @ example . org", "dana@exa mple"])
def test_an_address_that_mail_cannot_reach_is_told(wrong: str, talk: Any) -> None:
    asked_for(talk, "phone")
    turn = talk.say(wrong)
    assert says(turn, "utter_email_impossible") and asks_for(turn, "phone"), texts(turn)


def test_the_address_is_corrected_at_the_read_back(talk: Any) -> None:
    talk.say(BY_MAIL)
    turn = talk.say("no, it's dana@example.com")
    assert "E-mail: dana@example.com" in texts(turn).splitlines() and asks_for(turn, "confirmed"), texts(turn)
    assert asks_for(talk.say("the e-mail"), "phone")
    turn = talk.say("780 555 0134")
    assert "Phone: 780 555 0134" in texts(turn).splitlines() and "E-mail:" not in texts(turn)


def test_where_it_is_and_being_new_are_taken_in_passing_and_read_back(talk: Any, assistant: Any) -> None:
    for message in ("/book_appointment", "the bumps on my cheek", "next Tuesday at 2 pm"):
        talk.say(message)
    assert asks_for(talk.say("Dana Smith, it's my first time"), "phone")
    turn = talk.say("780 555 0134")
    assert {"Name: Dana Smith", "Where: cheeks", "Been to the clinic before: no"} <= set(texts(turn).splitlines())
    talk.say("yes")
    kept = booked(assistant)
    assert (kept.site, kept.known_patient) == ("cheeks", False)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("I've been there before", "Been to the clinic before: yes"),
        ("I'm a new patient", "Been to the clinic before: no"),
        ("I am an existing patient", "Been to the clinic before: yes"),
    ],
)
def test_whether_known_can_be_told_at_the_read_back_too(words: str, line: str, talk: Any) -> None:
    asked_for(talk, "confirmed")
    turn = talk.say(words)
    assert asks_for(turn, "confirmed") and line in texts(turn).splitlines(), texts(turn)


def test_who_confirms_has_read_where_the_privacy_notice_is_and_the_moment_is_kept(talk: Any, assistant: Any) -> None:
    turn = asked_for(talk, "confirmed")
    assert "you agree" in texts(turn) and "/privacy" in texts(turn)
    talk.say("yes")
    assert booked(assistant).consented_at == booked(assistant).created_at


def test_a_time_without_am_or_pm_is_taken_as_the_clinic_is_open_and_said_so(talk: Any) -> None:
    asked_for(talk, "day")
    turn = talk.say("tuesday at 3")
    assert says(turn, "utter_time_assumed") and "3:00 pm" in texts(turn)
    assert turn.slots["booking_starts_at"] == "2026-12-01T15:00:00-07:00"


def test_a_time_with_pm_is_no_assumption(talk: Any) -> None:
    asked_for(talk, "day")
    assert not says(talk.say("tuesday at 3 pm"), "utter_time_assumed")


def test_who_booked_by_mail_cancels_by_mail(talk: Any, assistant: Any) -> None:
    for message in (BY_MAIL, "yes", "cancel my appointment", "dana.smith1990@example.org", "yes"):
        talk.say(message)
    assert statuses(assistant) == ["cancelled"]
