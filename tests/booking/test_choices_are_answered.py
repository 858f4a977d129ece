"""The questions that have buttons: whether the visitor is known, and which of several places; taken unasked, too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from booking_clinic import COMPLETE, asked, step

from pearl.booking.branches import read_branch
from pearl.booking.form import FormState

BRANCHES = ("Downtown", "Downtown East", "West End")
TWO = ("Downtown", "West End")


@pytest.mark.parametrize(
    ("text", "intent", "known"),
    [
        ("/affirm", "affirm", True),
        ("/deny", "deny", False),
        ("yes", "affirm", True),
        ("no", "deny", False),
        ("nope, first time", "faq", False),
        ("I'm new", "ask_capabilities", False),
        ("never", "deny", False),
        ("yes, last year", "affirm", True),
        ("yes, in June", "affirm", True),
        ("a few times", "faq", True),
        ("I've been before", "faq", True),
        ("i'm not new", "faq", True),
    ],
)
def test_the_question_is_answered_in_a_few_words(text: str, intent: str, known: bool) -> None:
    taken = step(asked("known_patient", reason="milia"), text, intent)
    assert (taken.changes["booking_known_patient"], taken.problems, taken.rejected) == (known, [], False)
    assert "booking_name" not in taken.changes


@pytest.mark.parametrize("text", ["I'd rather not say", "not sure", "skip", "whatever"])
def test_it_is_not_insisted_on(text: str) -> None:
    state = asked("known_patient", reason="milia")
    taken = step(state, text)
    assert "booking_known_patient" not in taken.changes and taken.problems == []
    assert state.changed(taken.changes).next_slot() == "booking_day"


def test_a_day_instead_of_an_answer_is_taken_and_the_form_goes_on() -> None:
    state = asked("known_patient", reason="milia")
    taken = step(state, "next Tuesday at 2 pm")
    assert taken.changes["booking_day"] == "2026-12-01"
    assert state.changed(taken.changes).next_slot() == "booking_name"


def test_who_told_everything_at_once_is_not_held_up() -> None:
    assert replace(COMPLETE, known_patient=None).next_slot() == "booking_confirmed"


@pytest.mark.parametrize("unclear", ["yesterday it was worse", "i was there on sunday"])
def test_what_is_told_with_the_answer_is_no_wish_for_a_day(unclear: str) -> None:
    taken = step(asked("known_patient", reason="milia"), f"yes, {unclear}", "affirm")
    assert taken.problems == [] and taken.changes["booking_known_patient"] is True


@pytest.mark.parametrize(
    ("text", "asked_for_it", "branch"),
    [
        ("downtown", True, "Downtown"),
        ("Downtown East please", True, "Downtown East"),
        ("the west one", True, "West End"),
        ("the second", True, "Downtown East"),
        ("somewhere", True, None),
        ("book me in at the west end on tuesday", False, "West End"),
        ("is it west of the river", False, None),
        ("downtown or west end", True, None),
    ],
)
def test_a_branch_is_read(text: str, asked_for_it: bool, branch: str | None) -> None:
    assert read_branch(text, BRANCHES, asked_for_it) == branch


def test_a_clinic_with_one_place_asks_for_none() -> None:
    assert FormState(reason="milia").next_slot() == "booking_known_patient"
    assert FormState(reason="milia", branches=TWO).next_slot() == "booking_branch"


def test_a_branch_is_asked_for_until_there_is_one() -> None:
    state = replace(asked("branch", reason="milia"), branches=TWO)
    unclear = step(state, "hmm")
    assert [problem.key for problem in unclear.problems] == ["branch_unclear"]
    assert state.changed(unclear.changes).next_slot() == "booking_branch"
    assert step(state, "West End").changes == {"booking_branch": "West End"}


def test_a_branch_that_is_no_more_is_asked_for_again() -> None:
    assert replace(COMPLETE, branch="Old Town", branches=TWO).next_slot() == "booking_branch"


def test_at_the_read_back_the_branch_can_be_changed() -> None:
    state = replace(COMPLETE, branch="Downtown", branches=TWO)
    assert step(state, "no, West End", "deny").changes == {"booking_branch": "West End", "booking_confirmed": None}
    assert step(state, "change the location", "deny").changes == {"booking_branch": None, "booking_confirmed": None}
    assert date.fromisoformat(state.day or "") == date(2026, 12, 1)
