"""A visitor sees, moves and cancels a booking with its reference and the phone number or e-mail address given for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from own_booking import EDMONTON, PHONE, TWO, WHEN, book, fill_up, statuses
from replies import ALL_AT_ONCE, says, texts, titles

from pearl.bootstrap import services

pytestmark = pytest.mark.in_sql

CANCEL, MOVE, STATUS = "cancel my appointment", "I need to move my appointment", "when is my appointment?"


@pytest.mark.parametrize("contact", [PHONE, "+1 (780) 555-0134", "dana@example.org", "DANA@example.org"])
def test_who_knows_reference_and_contact_sees_the_booking(contact: str, talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    assert says(talk.say(STATUS), "utter_ask_own_reference")
    assert says(talk.say(reference.lower()), "utter_ask_own_contact")
    turn = talk.say(contact)
    assert WHEN in texts(turn) and says(turn, "utter_own_requested"), texts(turn)
    assert (titles(turn), turn.form) == (["Move it", "Cancel it"], None)


@pytest.mark.parametrize("wish", [CANCEL, MOVE, STATUS, "/cancel_appointment"])
def test_the_first_answer_to_a_wish_asks_for_the_reference(wish: str, talk: Any) -> None:
    turn = talk.say(wish)
    assert says(turn, "utter_ask_own_reference") and turn.form == "own_booking_form"


def test_cancelling_is_asked_back_and_then_done(talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    for message in (CANCEL, reference):
        talk.say(message)
    turn = talk.say(PHONE)
    assert says(turn, "utter_ask_own_cancel") and WHEN in texts(turn) and statuses(assistant) == ["requested"]
    turn = talk.tap("Yes, cancel it")
    assert says(turn, "utter_own_cancelled") and turn.form is None
    assert statuses(assistant) == ["cancelled"]
    assert assistant.records.changes(reference)[-1].by == "visitor"


def test_everything_in_one_sentence_is_enough(talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    turn = talk.say(f"please cancel my appointment {reference}, my phone is {PHONE}")
    assert says(turn, "utter_ask_own_cancel")
    talk.say("yes")
    assert statuses(assistant) == ["cancelled"]


def test_no_keeps_the_appointment(talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    for message in (CANCEL, reference, PHONE):
        talk.say(message)
    turn = talk.tap("No, keep it")
    assert says(turn, "utter_own_kept") and (turn.form, statuses(assistant)) == (None, ["requested"])


def test_moving_asks_for_the_new_time_reads_both_back_and_does_it(talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    for message in (MOVE, reference):
        talk.say(message)
    assert says(talk.say(PHONE), "utter_ask_own_time")
    turn = talk.say("thursday 3 december at 10 am")
    assert says(turn, "utter_ask_own_move")
    assert f"from {WHEN} to Thursday 3 December 2026, 10:00 am" in texts(turn)
    turn = talk.tap("Yes, move it")
    assert says(turn, "utter_own_moved") and reference in texts(turn)
    (booking,) = assistant.records.bookings()
    assert (booking.status, booking.starts_at) == ("moved", datetime(2026, 12, 3, 10, tzinfo=EDMONTON))


def test_a_move_to_a_taken_time_offers_the_nearest_free_ones(talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    fill_up(assistant, datetime(2026, 12, 3, 10, tzinfo=EDMONTON))
    for message in (MOVE, reference, PHONE):
        talk.say(message)
    turn = talk.say("thursday 3 december at 10 am")
    assert says(turn, "utter_time_taken") and "Thursday 3 December 2026, 10:30 am" in titles(turn)
    assert says(talk.tap("Thursday 3 December 2026, 10:30 am"), "utter_ask_own_move")


def test_a_time_that_goes_before_the_yes_is_told_and_another_can_be_had(talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    for message in (MOVE, reference, PHONE, "thursday 3 december at 10 am"):
        talk.say(message)
    fill_up(assistant, datetime(2026, 12, 3, 10, tzinfo=EDMONTON))
    assert says(talk.say("yes"), "utter_time_taken")
    talk.tap("Thursday 3 December 2026, 10:30 am")
    assert says(talk.say("yes"), "utter_own_moved")
    assert assistant.records.booking(reference).starts_at == datetime(2026, 12, 3, 10, 30, tzinfo=EDMONTON)


def test_a_day_without_a_time_is_asked_for_the_time(talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    for message in (MOVE, reference, PHONE):
        talk.say(message)
    turn = talk.say("thursday 3 december")
    assert says(turn, "utter_own_time_missing") and len(titles(turn)) == 3
    assert "to Thursday 3 December 2026, 11:00 am" in texts(talk.say("at 11 am"))


def test_the_new_time_can_be_corrected_at_the_read_back(talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    for message in (MOVE, reference, PHONE, "thursday 3 december at 10 am"):
        talk.say(message)
    assert "to Friday 4 December 2026, 11:00 am" in texts(talk.say("no, friday 4 december at 11 am"))
    talk.say("yes")
    assert assistant.records.booking(reference).starts_at == datetime(2026, 12, 4, 11, tzinfo=EDMONTON)


def test_after_a_look_a_tap_on_a_button_needs_the_pair_no_more(talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    for message in (STATUS, reference, PHONE):
        talk.say(message)
    assert says(talk.tap("Cancel it"), "utter_ask_own_cancel")


def test_the_booking_just_made_is_known_by_its_reference_and_only_the_contact_is_asked(
    talk: Any, assistant: Any
) -> None:
    for message in (ALL_AT_ONCE, "yes"):
        talk.say(message)
    assert says(talk.say(CANCEL), "utter_ask_own_contact")
    talk.say(PHONE)
    talk.say("yes")
    assert statuses(assistant) == ["cancelled"]


@pytest.mark.parametrize(
    ("kind", "response"),
    [
        ("confirmed", "utter_own_confirmed"),
        ("declined", "utter_own_declined"),
        ("moved", "utter_own_moved_by_clinic"),
        ("cancelled", "utter_own_cancelled_before"),
    ],
)
def test_how_it_stands_is_told(kind: Any, response: str, talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    to = datetime(2026, 12, 2, 10, tzinfo=EDMONTON) if kind == "moved" else None
    services().life.change(reference, kind, "staff:ann", to=to)
    talk.say(STATUS)
    assert says(talk.say(f"{reference} {PHONE}"), response)


def test_a_visitors_own_move_is_told_as_a_wish(talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    services().life.change(reference, "moved", "visitor", to=datetime(2026, 12, 2, 10, tzinfo=EDMONTON))
    talk.say(STATUS)
    assert says(talk.say(f"{reference} {PHONE}"), "utter_own_moved_by_visitor")


@pytest.mark.parametrize("wish", [CANCEL, MOVE])
def test_what_is_cancelled_or_past_can_not_be_changed(wish: str, talk: Any, assistant: Any, at_moment: Any) -> None:
    reference = book(assistant)
    services().life.change(reference, "cancelled", "staff:ann")
    talk.say(wish)
    turn = talk.say(f"{reference} {PHONE}")
    assert says(turn, "utter_own_ended") and (turn.form, statuses(assistant)) == (None, ["cancelled"])
    other = book(assistant, "past")
    at_moment("2026-12-02T10:00")
    talk.say(wish)
    turn = talk.say(f"{other} {PHONE}")
    assert says(turn, "utter_own_past") and says(turn, "utter_own_ended")


def test_the_place_of_a_cancelled_booking_is_free_for_the_next(talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    fill_place = book(assistant, "other", TWO, phone="+17805550155", email="")
    assert fill_place and says(assistant.ask(ALL_AT_ONCE), "utter_time_taken")
    for message in (CANCEL, f"{reference} {PHONE}", "yes"):
        talk.say(message)
    assert says(assistant.ask(ALL_AT_ONCE), "utter_ask_booking_confirmed")


def test_from_one_day_to_another_takes_the_second(talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    talk.say(f"please move my appointment {reference} from tuesday to thursday 3 december at 10 am")
    assert "to Thursday 3 December 2026, 10:00 am" in texts(talk.say(PHONE))


def test_a_move_that_is_agreed_to_too_late_is_not_made(talk: Any, assistant: Any, at_moment: Any) -> None:
    reference = book(assistant, starts_at=datetime(2026, 12, 4, 10, tzinfo=EDMONTON))
    for message in (MOVE, f"{reference} {PHONE}", "tuesday 1 december at 10 am"):
        talk.say(message)
    at_moment("2026-11-30T11:00")
    turn = talk.say("yes")
    assert says(turn, "utter_time_too_soon") and statuses(assistant) == ["requested"]
    talk.tap(titles(turn)[0])
    assert says(talk.say("yes"), "utter_own_moved")


def test_after_a_new_booking_the_new_one_is_meant(talk: Any, assistant: Any) -> None:
    for message in (STATUS, f"{book(assistant, email='')} {PHONE}", ALL_AT_ONCE.replace("2 pm", "3 pm"), "yes", CANCEL):
        talk.say(message)
    assert "Tuesday 1 December 2026, 3:00 pm" in texts(talk.say(PHONE))
