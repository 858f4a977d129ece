"""Whom a message is about changes what is answered."""

from __future__ import annotations

import pytest

from pearl.understanding.decision import Decision, Outcome
from pearl.understanding.subject import heed_subject

TOPICS = {"retinoids", "pregnancy", "laser", "milia_around_eyes", "are_milia_contagious"}


def certain(label: str) -> Decision:
    return Decision(Outcome.CERTAIN, (label,), 0.9)


@pytest.mark.parametrize(
    ("label", "whom", "expected"),
    [
        ("retinoids", ["pregnant"], certain("pregnancy")),
        ("retinoids", [], certain("retinoids")),
        ("laser", ["pregnant"], certain("laser")),
        ("are_milia_contagious", ["animal"], certain("are_milia_contagious")),
        ("milia_around_eyes", ["animal"], Decision(Outcome.UNKNOWN, ("milia_around_eyes",), 0.9)),
        ("book_appointment", ["animal"], certain("book_appointment")),
    ],
)
def test_the_subject_of_a_message_decides_between_answers(label: str, whom: list[str], expected: Decision) -> None:
    assert heed_subject(certain(label), whom, TOPICS) == expected


def test_a_pregnant_visitor_is_offered_the_pregnancy_answer_first() -> None:
    asked = Decision(Outcome.CLARIFY, ("retinoids", "laser", "pregnancy"), 0.4)
    assert heed_subject(asked, ["pregnant"], TOPICS).labels == ("pregnancy", "retinoids", "laser")
