"""What a visitor asks next is read against what was just answered; a new subject is not dragged back."""

from __future__ import annotations

from typing import Any

import pytest

from pearl.bootstrap import services

CONVERSATIONS = [
    [
        ("can i use retinol for milia?", "retinoids"),
        ("what about near my eyes?", "retinoids"),
        ("and for a baby?", "retinoids"),
        ("does that scar?", "scarring"),
        ("where are you?", "location"),
        ("how long does it take?", "how_many_sessions"),
    ],
    [
        ("can i pop milia?", "can_i_pop_milia"),
        ("even with a clean needle?", "can_i_pop_milia"),
        ("ok who does it then", "who_removes_milia"),
        ("is it contagious?", "are_milia_contagious"),
    ],
    [
        ("what are milia?", "what_are_milia"),
        ("does it hurt?", "do_milia_hurt"),
        ("does freezing work on milia?", "cryotherapy"),
        ("does it hurt?", "does_removal_hurt"),
        ("what does it cost?", "prices"),
    ],
]


@pytest.mark.parametrize("turns", CONVERSATIONS, ids=lambda turns: turns[0][1])
def test_a_follow_up_is_about_what_was_just_answered(turns: list[tuple[str, str]], talk: Any) -> None:
    assert [(text, talk.say(text).label) for text, _ in turns] == turns


def test_the_variant_for_the_new_circumstance_is_in_the_answer(talk: Any) -> None:
    talk.say("can i use retinol for milia?")
    topic = services().library.topic("retinoids")
    assert topic is not None
    assert topic.variants["near_eyes"] in talk.say("what about near my eyes?").replies[0]["text"]


def test_why_not_gives_the_reasons(talk: Any) -> None:
    talk.say("can i pop milia?")
    topic = services().library.topic("can_i_pop_milia")
    assert topic is not None
    assert topic.details[0] in talk.say("why not?").replies[0]["text"]


def test_why_in_the_middle_of_a_booking_is_about_the_booking(talk: Any) -> None:
    talk.say("can i pop milia?")
    talk.say("i want to book an appointment")
    turn = talk.say("why?")
    assert turn.form and turn.label != "can_i_pop_milia"


def test_without_an_answer_before_there_is_nothing_to_follow(talk: Any) -> None:
    assert talk.say("why not?").outcome in ("fallback", "chat")
