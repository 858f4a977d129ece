"""A hand-over is asked for, taken by one person, answered, and ended by either side or by itself."""

from __future__ import annotations

from datetime import datetime

import pytest
from handover_clinic import ANNA, BEN, SENDER, ZONE, Clinic

from pearl.errors import BadInput, HandoverRefused
from pearl.handover.handover import Line
from pearl.messages import Message


def test_in_opening_hours_the_visitor_waits_and_pearl_is_silent(clinic: Clinic) -> None:
    asked = clinic.ask()
    assert (asked.status, asked.is_silent) == ("waiting", True)
    assert clinic.life.with_person(SENDER) == asked
    assert clinic.life.with_person("web:other") is None


def test_out_of_hours_nobody_waits(clinic: Clinic) -> None:
    clinic.clock.moment = datetime(2026, 11, 25, 20, 0, tzinfo=ZONE)
    assert clinic.ask().status == "after_hours"
    assert clinic.life.with_person(SENDER) is None


def test_who_waits_and_asks_again_keeps_his_place(clinic: Clinic) -> None:
    assert clinic.ask(key="1") == clinic.ask(key="2")
    assert len(clinic.store.handovers()) == 1


def test_the_visitor_is_told_who_has_taken_the_conversation(clinic: Clinic) -> None:
    taken = clinic.taken()
    assert (taken.status, taken.taken_by) == ("taken", ANNA)
    ((author, text),) = clinic.told()
    assert author == "pearl" and text.startswith("Anna from Pearl Demonstration Skin Clinic is with you now")


def test_taking_it_twice_tells_once_and_nobody_takes_it_from_another(clinic: Clinic) -> None:
    taken = clinic.taken()
    assert clinic.life.take(taken.reference, ANNA) == taken
    with pytest.raises(HandoverRefused, match="taken"):
        clinic.life.take(taken.reference, BEN)
    assert len(clinic.told()) == 1


def test_a_reply_lies_in_the_conversation_with_who_wrote_it(clinic: Clinic) -> None:
    reference = clinic.taken().reference
    clinic.life.answer(reference, ANNA, " Hello, how can I help? ")
    clinic.life.take(reference, BEN, over=True)
    clinic.life.answer(reference, BEN, "I am here now.")
    said = clinic.messages.after(SENDER, 1)
    assert [(message.author, message.text, message.extras) for message in said] == [
        ("staff", "Hello, how can I help?", {"by": ANNA}),
        ("pearl", said[1].text, said[1].extras),
        ("staff", "I am here now.", {"by": BEN}),
    ]
    assert said[1].text.startswith("Ben from")


def test_nobody_replies_in_a_conversation_that_a_colleague_has(clinic: Clinic) -> None:
    reference = clinic.taken().reference
    with pytest.raises(HandoverRefused, match="taken"):
        clinic.life.answer(reference, BEN, "I am here too.")
    clinic.life.take(reference, BEN, over=True)
    with pytest.raises(HandoverRefused, match="taken"):
        clinic.life.answer(reference, ANNA, "I am still here.")
    assert [author for author, _ in clinic.told()] == ["pearl", "pearl"]


def test_a_reply_sent_twice_is_said_once(clinic: Clinic) -> None:
    reference = clinic.taken().reference
    for _ in range(2):
        clinic.life.answer(reference, ANNA, "Hello.", key="form-1")
    assert clinic.told()[1:] == [("staff", "Hello.")]


@pytest.mark.parametrize("text", ["", " \n ", "x" * 4001])
def test_an_empty_or_endless_reply_is_refused(clinic: Clinic, text: str) -> None:
    with pytest.raises(BadInput, match="1 to 4000"):
        clinic.life.answer(clinic.taken().reference, ANNA, text)


def test_nobody_replies_before_taking_it_or_after_its_end(clinic: Clinic) -> None:
    reference = clinic.ask().reference
    with pytest.raises(HandoverRefused, match="not_taken"):
        clinic.life.answer(reference, ANNA, "Hello.")
    clinic.life.end(reference, ANNA)
    with pytest.raises(HandoverRefused, match="ended"):
        clinic.life.answer(reference, ANNA, "Hello.")
    with pytest.raises(HandoverRefused, match="ended"):
        clinic.life.take(reference, ANNA)


def test_when_staff_end_it_pearl_is_back_and_says_so_once(clinic: Clinic) -> None:
    reference = clinic.taken().reference
    for _ in range(2):
        assert clinic.life.end(reference, ANNA).status == "ended"
    assert clinic.life.with_person(SENDER) is None
    author, text = clinic.told()[-1]
    assert author == "pearl" and "I am back" in text
    assert len(clinic.told()) == 2


def test_when_the_visitor_ends_it_pearl_says_so_in_her_own_turn(clinic: Clinic) -> None:
    reference = clinic.taken().reference
    assert clinic.life.leave(reference).status == "ended"
    assert len(clinic.told()) == 1
    assert clinic.store.steps(reference)[-1].by == "visitor"


def test_when_nobody_takes_it_in_time_pearl_says_sorry_and_is_back(clinic: Clinic) -> None:
    asked = clinic.ask()
    clinic.later(9.9)
    assert clinic.life.run_out() == ()
    clinic.later(0.1)
    (missed,) = clinic.life.run_out()
    assert (missed.reference, missed.status) == (asked.reference, "missed")
    assert clinic.life.with_person(SENDER) is None
    ((author, text),) = clinic.told()
    assert author == "pearl" and text.startswith("I am sorry")
    assert clinic.life.run_out() == ()


def test_somebody_may_come_after_all_when_the_time_is_over(clinic: Clinic) -> None:
    reference = clinic.ask().reference
    clinic.later(11)
    clinic.life.run_out()
    assert clinic.life.take(reference, ANNA).status == "taken"
    assert clinic.life.with_person(SENDER) is not None


def test_of_two_wishes_the_last_one_is_taken(clinic: Clinic) -> None:
    first = clinic.ask(key="1")
    clinic.later(11)
    clinic.life.run_out()
    second = clinic.ask(key="2")
    with pytest.raises(HandoverRefused, match="ended"):
        clinic.life.take(first.reference, ANNA)
    assert clinic.life.take(second.reference, ANNA).status == "taken"


def test_a_conversation_in_which_nobody_writes_ends_by_itself(clinic: Clinic) -> None:
    reference = clinic.taken().reference
    clinic.later(29)
    clinic.life.note(reference, "visitor", "are you there?", "m1")
    clinic.later(29)
    assert clinic.life.run_out() == ()
    clinic.later(1)
    (quiet,) = clinic.life.run_out()
    assert quiet.status == "ended"
    assert "Nobody has written for a while" in clinic.told()[-1][1]


def test_everything_said_is_seen_by_staff_in_order_with_who_and_when(clinic: Clinic) -> None:
    reference = clinic.ask().reference
    first = clinic.clock.now()
    clinic.later(1)
    clinic.life.note(reference, "visitor", "my eye burns", "m1", flag="E burn")
    clinic.life.note(reference, "visitor", "my eye burns", "m1", flag="E burn")
    clinic.life.note(reference, "pearl", "Rinse it now.", "m1/1")
    clinic.life.take(reference, ANNA)
    clinic.life.answer(reference, ANNA, "I am calling you.")
    lines = clinic.life.lines(reference)
    assert lines[0] == Line("visitor", "talk to a person", first)
    assert lines[1] == Line("visitor", "my eye burns", clinic.clock.now(), flag="E burn")
    assert [(line.author, line.by) for line in lines[2:]] == [("pearl", ""), ("pearl", ""), ("staff", ANNA)]
    assert clinic.kinds(reference) == ["requested", "visitor", "pearl", "taken", "staff"]


def test_a_reply_comes_between_the_visitors_own_words(clinic: Clinic) -> None:
    reference = clinic.taken().reference
    for text in ("one", "two"):
        clinic.messages.add(Message(sender=SENDER, author="visitor", text=text, created_at=clinic.clock.now()))
        clinic.life.answer(reference, ANNA, f"yes, {text}")
    assert [text for _, text in clinic.told()[1:]] == ["one", "yes, one", "two", "yes, two"]


def test_a_reference_that_nobody_has_is_refused(clinic: Clinic) -> None:
    for change in (clinic.life.leave, clinic.life.lines, lambda reference: clinic.life.take(reference, ANNA)):
        with pytest.raises(HandoverRefused, match="unknown"):
            change("ASK-ZZZZZZ")


def test_who_wants_to_be_called_waits_for_nobody_and_is_told_of_with_the_number(clinic: Clinic) -> None:
    kept = clinic.life.ask_for_a_call(SENDER, "web", "call me", (), "1", "+17805550134")
    again = clinic.life.ask_for_a_call(SENDER, "web", "call me", (), "2", "+17805550134")
    assert (kept.status, kept.phone, again) == ("call_back", "+17805550134", kept)
    assert clinic.kinds(kept.reference) == ["requested", "call_back"]
    other = clinic.life.ask_for_a_call(SENDER, "web", "call me", (), "3", "+17805550177")
    assert (other.reference, other.phone) == (kept.reference, "+17805550177")
