"""A visitor says in the chat that they want no reminders."""

from __future__ import annotations

from typing import Any

import pytest
from own_booking import PHONE, book, statuses
from replies import asked_for, asks_for, says

from pearl.bootstrap import services

pytestmark = pytest.mark.in_sql


def test_reference_and_contact_are_asked_and_then_no_reminder_is_sent(talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    assert says(talk.say("no reminders please"), "utter_ask_own_reference")
    assert says(talk.say(reference), "utter_ask_own_contact")
    turn = talk.say(PHONE)
    assert says(turn, "utter_own_no_reminders") and turn.form is None
    assert services().opt_outs.holds("dana@example.org") and services().opt_outs.holds("telegram:7")
    assert statuses(assistant) == ["requested"]


def test_in_one_sentence_it_is_done_at_once(talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    assert says(talk.say(f"please stop the reminders for {reference}, {PHONE}"), "utter_own_no_reminders")


def test_somebody_elses_reminders_stay(talk: Any, assistant: Any) -> None:
    reference = book(assistant)
    assert says(talk.say(f"no reminders for {reference}, 780 555 0199"), "utter_own_wrong_pair")
    assert not services().opt_outs.holds("dana@example.org")


def test_in_the_middle_of_a_request_it_is_told_when(talk: Any) -> None:
    asked_for(talk, "day")
    turn = talk.say("no reminders please")
    assert says(turn, "utter_stop_reminders") and asks_for(turn, "day")
