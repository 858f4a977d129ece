"""Conversations are taken, read, answered and ended at the desk, each by one person at a time."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest
import requests
from clinic_desk import ClinicDesk, Staff

from pearl.handover.handover import Handover


def alert(answer: requests.Response) -> str:
    found = re.search(r'role="alert">([^<]+)<', answer.text)
    return unescape(found[1]) if found else ""


def do(staff: Staff, handover: Handover, what: str, **fields: str) -> requests.Response:
    return staff.post(f"/conversations/{handover.reference}/{what}", fields)


def now(clinic: ClinicDesk, handover: Handover) -> Handover:
    found = clinic.services.handovers.handover(handover.reference)
    assert found
    return found


def said(clinic: ClinicDesk, handover: Handover) -> list[tuple[str, str]]:
    lines = clinic.services.handover_life.lines(handover.reference)
    return [(line.author, line.text) for line in lines if line.author != "pearl"]


def test_a_conversation_is_taken_answered_and_ended(clinic: ClinicDesk) -> None:
    handover, staff = clinic.waits("I want a person"), clinic.staff()
    assert do(staff, handover, "take").status_code == 303
    assert (now(clinic, handover).status, now(clinic, handover).taken_by) == ("taken", "front-desk")
    assert do(staff, handover, "reply", text="Hello,\r\nhow can I help?", once="a").status_code == 303
    assert said(clinic, handover)[1:] == [("staff", "Hello,\nhow can I help?")]
    assert do(staff, handover, "end").status_code == 303
    assert now(clinic, handover).status == "ended"
    did = [what for who, what, about in clinic.trail() if about == handover.reference]
    assert did == ["conversation ended", "conversation answered", "conversation taken"]


def test_the_visitor_reads_the_reply_in_the_chat(clinic: ClinicDesk) -> None:
    handover, staff = clinic.waits(), clinic.staff()
    do(staff, handover, "take")
    do(staff, handover, "reply", text="Hello!", once="a")
    last = clinic.services.messages.after(handover.sender, 0)[-1]
    assert (last.author, last.text) == ("staff", "Hello!")


def test_a_reply_sent_twice_is_said_once_and_other_words_from_the_same_form_too(clinic: ClinicDesk) -> None:
    handover, staff = clinic.waits(), clinic.staff()
    do(staff, handover, "take")
    for text in ("Hello!", "Hello!", "And one more thing."):
        assert do(staff, handover, "reply", text=text, once="a").status_code == 303
    assert do(staff, handover, "reply", text="Hello!", once="b").status_code == 303
    assert [text for _, text in said(clinic, handover)[1:]] == ["Hello!", "And one more thing.", "Hello!"]


def test_of_two_who_take_at_once_one_has_it_and_the_other_is_told(clinic: ClinicDesk) -> None:
    handover = clinic.waits()
    people = [clinic.staff("front-desk"), clinic.staff("room-two")]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda staff: do(staff, handover, "take"), people))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    told = next(alert(answer) for answer in answers if answer.status_code == 409)
    assert (
        told
        == f"Somebody was faster: {now(clinic, handover).taken_by} has taken this conversation. You changed nothing."
    )


def test_nobody_answers_or_ends_what_somebody_else_has_but_an_admin_may_end_it(clinic: ClinicDesk) -> None:
    handover, other = clinic.waits(), clinic.staff("room-two")
    do(clinic.staff(), handover, "take")
    for what in ("reply", "end"):
        answer = do(other, handover, what, text="Hello", once="a")
        assert (answer.status_code, alert(answer)) == (409, "front-desk has this conversation, so nothing was done.")
    assert len(said(clinic, handover)) == 1
    page = other.get(f"/conversations/{handover.reference}").text
    assert "Send to the visitor" not in page
    assert do(clinic.staff("office"), handover, "end").status_code == 303


def test_an_admin_answers_what_somebody_else_has_only_after_taking_it_over(clinic: ClinicDesk) -> None:
    handover, admin = clinic.waits(), clinic.staff("office")
    do(clinic.staff(), handover, "take")
    answer = do(admin, handover, "reply", text="Hello", once="a")
    assert (answer.status_code, alert(answer)) == (409, "front-desk has this conversation, so nothing was done.")
    assert "Take over from" in admin.get(f"/conversations/{handover.reference}").text
    assert do(admin, handover, "take", over="yes").status_code == 303
    assert do(admin, handover, "reply", text="Hello", once="a").status_code == 303
    assert now(clinic, handover).taken_by == "office"
    assert said(clinic, handover)[-1] == ("staff", "Hello")


def test_only_an_admin_takes_over(clinic: ClinicDesk) -> None:
    handover, other = clinic.waits(), clinic.staff("room-two")
    do(clinic.staff(), handover, "take")
    assert "Take over from" not in other.get(f"/conversations/{handover.reference}").text
    assert do(other, handover, "take", over="yes").status_code == 409
    assert now(clinic, handover).taken_by == "front-desk"


def test_reading_what_somebody_else_has_is_written_down(clinic: ClinicDesk) -> None:
    handover = clinic.waits()
    clinic.staff("room-two").get(f"/conversations/{handover.reference}")
    assert clinic.trail()[0] == ("room-two", "conversation read", handover.reference)


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001, "nul \0 inside"], ids=["none", "blanks", "long", "NUL"])
def test_a_reply_that_cannot_be_sent_is_told(text: str, clinic: ClinicDesk) -> None:
    handover, staff = clinic.waits(), clinic.staff()
    do(staff, handover, "take")
    answer = do(staff, handover, "reply", text=text, once="a")
    assert (answer.status_code, alert(answer)[-1:]) == (400, ".")
    assert len(said(clinic, handover)) == 1


def test_a_reply_to_what_has_ended_is_told_and_its_words_are_kept_in_view(clinic: ClinicDesk) -> None:
    handover, staff = clinic.waits(), clinic.staff()
    do(staff, handover, "take")
    clinic.services.handover_life.leave(handover.reference)
    answer = do(staff, handover, "reply", text="Are you there?", once="a")
    assert (answer.status_code, alert(answer)) == (409, "This conversation has ended, so nothing was sent.")


def test_a_reply_before_taking_is_told(clinic: ClinicDesk) -> None:
    answer = do(clinic.staff(), clinic.waits(), "reply", text="Hello", once="a")
    assert (answer.status_code, "take it first" in alert(answer)) == (409, True)


def test_the_lists_tell_waiting_from_taken_from_ended(clinic: ClinicDesk) -> None:
    ended, taken, waiting = (clinic.waits(f"from {number}", sender=f"web:{number}") for number in range(3))
    staff = clinic.staff()
    do(staff, taken, "take")
    do(staff, ended, "end")
    page = staff.get("/conversations").text
    places = [
        page.index(part)
        for part in ('id="waiting"', waiting.reference, 'id="taken"', taken.reference, 'id="ended"', ended.reference)
    ]
    assert places == sorted(places)
    fresh = staff.get("/now/conversations").json()["html"]
    assert waiting.reference in fresh and "<html" not in fresh
