"""A question is answered from the library, for the visitor's circumstances, with its sources."""

from __future__ import annotations

from typing import Any

import pytest
from replies import says, texts, titles

from pearl.bootstrap import services


def topic(key: str) -> Any:
    return services().library.topic(key)


def test_an_answer_is_the_short_answer_with_what_to_do_next_its_sources_and_its_review(talk: Any) -> None:
    turn = talk.say("can i pop milia?")
    assert (turn.label, turn.outcome) == ("can_i_pop_milia", "answer")
    assert turn.replies[0]["text"] == topic("can_i_pop_milia").short_answer
    assert topic("can_i_pop_milia").next_steps in turn.replies[1]["text"]
    assert "Sources: " in turn.replies[1]["text"] and "Not yet reviewed by a clinician." in turn.replies[1]["text"]
    assert turn.sources[0]["title"] in turn.replies[1]["text"]
    assert turn.answer_id == services().library.answer_id("can_i_pop_milia")


@pytest.mark.parametrize(
    ("before", "question", "key", "variant"),
    [
        ("the bumps are on my eyelid", "can i pop milia?", "can_i_pop_milia", "near_eyes"),
        (None, "can i have laser for milia while pregnant?", "laser", "pregnant"),
        ("my baby has milia", "can i pop them?", "can_i_pop_milia", "baby"),
        ("I have milia under my eyes", "how are milia removed?", "how_are_milia_removed", "near_eyes"),
        ("I'm 5 months pregnant", "can i use retinol for milia?", "retinoids", "pregnant"),
    ],
)
def test_the_variant_for_the_circumstances_is_added(
    before: str | None, question: str, key: str, variant: str, talk: Any
) -> None:
    if before:
        talk.say(before)
    turn = talk.say(question)
    assert turn.label == key
    assert turn.replies[0]["text"] == f"{topic(key).short_answer}\n\n{topic(key).variants[variant]}"


def test_without_circumstances_no_variant_is_added(talk: Any) -> None:
    assert talk.say("can i use retinol for milia?").replies[0]["text"] == topic("retinoids").short_answer


def test_tell_me_more_gives_the_details_and_leads_on_to_related_topics(talk: Any) -> None:
    talk.say("can i pop milia?")
    turn = talk.tap("Tell me more")
    known = topic("can_i_pop_milia")
    assert turn.replies[0]["text"] == "\n\n".join(known.details)
    assert known.sources_differ in turn.replies[1]["text"]
    assert titles(turn) == [topic(key).title for key in known.related]
    assert talk.tap(titles(turn)[0]).label == known.related[0]


def test_an_answer_offers_an_appointment(talk: Any) -> None:
    talk.say("are milia acne?")
    assert talk.tap("Ask for an appointment").form == "booking_form"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-25T11:00", "We are open now, until 5 pm today."),
        ("2026-11-25T20:00", "We are closed at the moment. We open again tomorrow at 9:30 am."),
        ("2026-11-28T18:00", "We are closed at the moment. We open again on Monday, 30 November at 10 am."),
        ("2026-12-25T10:00", "We are closed today for Christmas Day. We open again tomorrow at 10 am."),
    ],
)
def test_the_hours_say_whether_the_clinic_is_open_and_when_that_changes(
    now: str, words: str, talk: Any, at_moment: Any
) -> None:
    at_moment(now)
    turn = talk.say("are you open now?")
    assert turn.label == "opening_hours"
    assert turn.replies[0]["text"].startswith(words)


@pytest.mark.parametrize(
    ("question", "key", "parts"),
    [
        ("what are your opening hours?", "opening_hours", ["Tuesday to Friday: 9:30 am to 5 pm", "Sunday: closed"]),
        ("how much does it cost?", "prices", ["780 555 0199"]),
        ("where are you?", "location", ["1 Example Street NW"]),
        ("do you have parking?", "location", ["visitor parking"]),
        ("what's your phone number?", "contact", ["780 555 0199", "hello@pearl-clinic.example.com"]),
    ],
)
def test_the_clinics_facts_come_from_its_profile(question: str, key: str, parts: list[str], talk: Any) -> None:
    turn = talk.say(question)
    assert (turn.label, turn.outcome) == (key, "answer")
    assert [part for part in parts if part not in texts(turn)] == []


def test_more_about_prices_lists_every_service(talk: Any) -> None:
    talk.say("how much does it cost?")
    words = texts(talk.tap("Tell me more"))
    assert [service.name for service in services().profile.services if service.name not in words] == []


def test_a_clinic_fact_names_no_medical_sources(talk: Any) -> None:
    turn = talk.say("where are you?")
    assert says(turn, "utter_next_without_sources") and "Sources:" not in texts(turn)
