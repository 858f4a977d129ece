"""What the form takes from a message while it asks."""

from __future__ import annotations

import json

import pytest
from booking_clinic import AT_THREE, CALENDAR, COMPLETE, NOW, TUESDAY, asked, step
from hypothesis import given, settings
from hypothesis import strategies as st

from pearl.booking.form import FormMessage, FormState, fill

EVERYTHING = {
    "booking_name": "Dana",
    "booking_phone": "+17805550134",
    "booking_reason": "the ones under my eyes",
    "booking_day": TUESDAY,
    "booking_starts_at": AT_THREE,
}
SENTENCE = "I'm Dana, 780 555 0134, Tuesday at 3 for the ones under my eyes"
REASONS = {
    "the bumps under my eyes": "the bumps under my eyes",
    "bumps": "bumps",
    "consultation": "consultation",
    "a second opinion": "a second opinion",
    "my 3 week old baby has white dots": "my 3 week old baby has white dots",
    "i noticed a bump on my lid yesterday": "i noticed a bump on my lid yesterday",
    "removal of two milia on tuesday": "removal of two milia",
}
TRIGGERS = {
    "id like to make an appointment for my milia": "my milia",
    "id like to have the bumps under my eye looked at, do you have anything thursday": "have the bumps under my eye looked at",
    "need an appt asap for milia removal": "milia removal",
    "want to get a date for having my milia extracted": "having my milia extracted",
    "can somebody take a look at my face next thursday around 10": "look at my face",
    "can i come on tuesday?": None,
    "i want to book an appointment": None,
    "book me in for next week": None,
    "an appointment for friday please": None,
    "looking for a late afternoon appointment": None,
    "book it for me": None,
}


@pytest.mark.parametrize("slot", ["reason", "day", "name", "phone"])
def test_everything_in_one_sentence_is_taken_whatever_was_asked(slot: str) -> None:
    assert step(asked(slot), SENTENCE).changes == EVERYTHING
    assert step(FormState(), SENTENCE, "book_appointment").changes == EVERYTHING


@pytest.mark.parametrize(("text", "reason"), REASONS.items())
def test_any_statement_is_a_reason_when_asked(text: str, reason: str) -> None:
    assert step(asked("reason"), text).changes["booking_reason"] == reason


@pytest.mark.parametrize(("text", "reason"), TRIGGERS.items())
def test_the_wish_to_book_gives_a_reason_only_where_it_holds_one(text: str, reason: str | None) -> None:
    for state in (FormState(), asked("reason")):
        assert step(state, text, "book_appointment").changes.get("booking_reason") == reason


def test_the_topic_just_asked_about_is_the_reason_of_a_bare_wish() -> None:
    bare = step(FormState(), "book me in", "book_appointment", topic_title="Milia near the eyes")
    assert bare.changes == {"booking_reason": "Milia near the eyes"}
    told = step(FormState(), "book me in for my lid", "book_appointment", topic_title="Milia near the eyes")
    assert told.changes == {"booking_reason": "my lid"}


def test_a_wish_to_book_inside_the_form_fills_the_day_only() -> None:
    result = step(asked("name"), "can I come on Tuesday?", "book_appointment")
    assert (result.changes, result.problems, result.rejected) == ({"booking_day": TUESDAY}, [], False)


@pytest.mark.parametrize("text", ["Dana, 780 555 0134", "Dana 780 555 0134", "dana and my number is 7805550134"])
def test_a_name_and_a_number_are_taken_together(text: str) -> None:
    assert step(asked("name"), text).changes == {"booking_name": "Dana", "booking_phone": "+17805550134"}


@pytest.mark.parametrize(
    ("slot", "text", "key"),
    [
        ("phone", "555 0134", "phone_impossible"),
        ("phone", "12345", "phone_impossible"),
        ("phone", "i dont have one", "phone_unclear"),
        ("name", "yes", "name_unclear"),
        ("name", "12", "name_unclear"),
        ("reason", "no", "reason_unclear"),
    ],
)
def test_an_answer_without_what_was_asked_is_told(slot: str, text: str, key: str) -> None:
    result = step(asked(slot), text)
    assert ([problem.key for problem in result.problems], result.changes) == ([key], {})


def test_changes_are_values_that_json_keeps() -> None:
    changes = step(FormState(), SENTENCE, "book_appointment").changes
    assert json.loads(json.dumps(changes)) == changes


_WORDS = (
    "yes no i'm dana tuesday at 3 780 555 0134 for my milia not but change the name time ? , . 25:00 \ud800 \x00 31 "
    "february actually 李雷 book 12/3 <b> = next week a on may sun second"
)
_TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(_WORDS.split(" ")),
        max_size=12,
    ).map(" ".join),
)
_STATES = st.sampled_from(
    [FormState(), COMPLETE, *(asked(slot) for slot in ("reason", "day", "name", "phone", "confirmed"))]
)
_INTENTS = st.sampled_from(["book_appointment", "faq", "affirm", "deny", "greet", "stop", "clarify", "out_of_scope"])


@settings(max_examples=150, deadline=None)
@given(_STATES, _TEXTS, _INTENTS, st.booleans())
def test_no_text_raises_and_nothing_unusable_is_kept(state: FormState, text: str, intent: str, certain: bool) -> None:
    label = "faq/laser" if intent == "faq" else None
    result = fill(state, FormMessage(text, intent, label, certain), CALENDAR, NOW)
    json.dumps(result.changes)
    assert set(result.changes) <= {
        f"booking_{slot}" for slot in ("reason", "day", "starts_at", "name", "phone", "confirmed")
    }
    if result.changes.get("booking_confirmed"):
        assert list(result.changes) == ["booking_confirmed"]
