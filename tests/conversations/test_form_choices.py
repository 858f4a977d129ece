"""Questions of the booking form that have buttons, through the assistant: been here before, and which place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from replies import ALL_AT_ONCE, ONE_BY_ONE, asked_for, asks_for, says, texts, titles

from pearl.bootstrap import services, use
from pearl.clinic_profile import Branch

pytestmark = pytest.mark.in_sql

TWO = [Branch(name="Downtown", address="1 First Street"), Branch(name="West End", address="2 Second Road")]


@pytest.fixture
def two_places(talk: Any) -> Iterator[Any]:
    """A conversation with a clinic that has two places."""
    before = services()
    use(replace(before, profile=before.profile.copy(update={"branches": TWO})))
    yield talk
    use(before)


@pytest.mark.parametrize(("tap", "known"), [("Yes, I have", True), ("No, I am new", False)])
def test_whether_one_has_been_here_is_asked_with_buttons_and_kept(
    tap: str, known: bool, talk: Any, assistant: Any
) -> None:
    assert titles(asked_for(talk, "known_patient")) == ["Yes, I have", "No, I am new"]
    assert asks_for(talk.tap(tap), "day")
    for message in (*ONE_BY_ONE[3:], "yes"):
        turn = talk.say(message)
    assert "PRL-" in texts(turn)
    assert [booking.known_patient for booking in assistant.records.bookings()] == [known]


def test_it_is_not_asked_when_it_was_told(talk: Any) -> None:
    turn = talk.say("/book_appointment")
    turn = talk.say("the bumps on my cheek, and I'm a new patient")
    assert asks_for(turn, "day") and turn.slots["booking_known_patient"] is False


def test_a_question_in_between_is_answered_and_it_is_asked_again(talk: Any) -> None:
    asked_for(talk, "known_patient")
    turn = talk.say("can i pop milia?")
    assert turn.label == "can_i_pop_milia" and asks_for(turn, "known_patient")


def test_what_is_not_said_is_read_back_as_that(talk: Any) -> None:
    assert "Been to the clinic before: not said" in texts(talk.say(ALL_AT_ONCE))
    turn = talk.say("I've been there before")
    assert "Been to the clinic before: yes" in texts(turn) and asks_for(turn, "confirmed")


def test_a_clinic_with_several_places_asks_which_with_a_button_each(two_places: Any, assistant: Any) -> None:
    turn = two_places.say(ALL_AT_ONCE)
    assert asks_for(turn, "branch") and titles(turn) == ["Downtown", "West End"]
    turn = two_places.tap("West End")
    assert asks_for(turn, "confirmed") and "At: West End\n" in texts(turn)
    two_places.say("yes")
    assert [booking.branch for booking in assistant.records.bookings()] == ["West End"]


def test_a_place_named_in_the_sentence_is_taken(two_places: Any) -> None:
    turn = two_places.say(f"{ALL_AT_ONCE}, at the West End please")
    assert asks_for(turn, "confirmed") and "At: West End\n" in texts(turn)


def test_a_place_that_the_clinic_has_not_is_asked_again_with_the_buttons(two_places: Any) -> None:
    two_places.say(ALL_AT_ONCE)
    turn = two_places.say("the nicer one")
    assert says(turn, "utter_branch_unclear") and titles(turn) == ["Downtown", "West End"]
