"""Free times, calendar entries and transcripts over HTTP: for the session they belong to, and nobody else."""

from __future__ import annotations

import re

import pytest
import vobject
from post_office import MailServerAtWork, until
from real_server import RealServer
from web_visitor import WebVisitor

MINE = "ada@example.org"


@pytest.fixture()
def visitor(open_clinic: RealServer) -> WebVisitor:
    return WebVisitor(open_clinic)


def booked(visitor: WebVisitor, time: str) -> str:
    """The reference of a booking made by a chosen time."""
    visitor.says("Ask for an appointment", payload="/book_appointment")
    visitor.says("milia under my eyes")
    visitor.says("as chosen", payload=f'/pick_time{{"time": "{time}"}}')
    visitor.says("Ada Tester")
    visitor.says("780 555 0134")
    replies = visitor.says("yes")
    return re.findall(r"PRL-\w{6}", replies[-1]["text"])[0]


def test_the_free_times_are_those_of_the_first_month_that_has_some(visitor: WebVisitor) -> None:
    month = visitor.call("GET", "/times").json()
    assert month["month"] == "2026-11-01" and not month["before"] and month["after"]
    assert [day["title"] for day in month["days"]] == ["Thursday 26 November 2026", "Friday 27 November 2026"]
    assert month["days"][1]["times"][0] == {
        "words": "9:30 am",
        "title": "Friday 27 November 2026, 9:30 am",
        "payload": '/pick_time{"time": "2026-11-27T09:30"}',
    }


def test_a_time_that_two_have_booked_is_offered_no_more(open_clinic: RealServer, visitor: WebVisitor) -> None:
    for _ in range(2):
        booked(WebVisitor(open_clinic), "2027-02-02T10:00")
    month = visitor.call("GET", "/times?month=2027-02-01").json()
    assert not any("2027-02-02T10:00" in time["payload"] for day in month["days"] for time in day["times"])


@pytest.mark.parametrize("month", ["never", "2026-13-01", "' OR 1=1"])
def test_a_month_that_is_none_is_refused(visitor: WebVisitor, month: str) -> None:
    answer = visitor.call("GET", "/times", params={"month": month})
    assert answer.status_code == 400 and "such as 2026-12-01" in answer.json()["error"]


def test_a_booking_is_a_calendar_entry_for_the_conversation_that_made_it(visitor: WebVisitor) -> None:
    reference = booked(visitor, "2027-02-03T10:30")
    answer = visitor.call("GET", f"/calendar?booking={reference}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{reference}.ics"'
    event = vobject.readOne(answer.text).vevent
    assert event.dtstart.value.isoformat() == "2027-02-03T10:30:00-07:00" and event.status.value == "TENTATIVE"


def test_a_booking_of_another_conversation_is_not_shown(open_clinic: RealServer, visitor: WebVisitor) -> None:
    reference = booked(WebVisitor(open_clinic), "2027-02-04T10:30")
    for name in (reference, "PRL-AAAAAA", "", "x" * 500):
        answer = visitor.call("GET", f"/calendar?booking={name}")
        assert answer.status_code == 404 and "no such booking" in answer.json()["error"]


@pytest.mark.parametrize(("method", "path"), [("GET", "/times"), ("GET", "/calendar"), ("POST", "/transcript")])
def test_nothing_is_to_be_had_without_a_session(visitor: WebVisitor, method: str, path: str) -> None:
    visitor.token = ""
    assert visitor.call(method, path, json={"email": MINE}).status_code == 401
    visitor.token = "x.y.z"
    assert visitor.call(method, path, json={"email": MINE}).status_code == 401


def test_the_conversation_arrives_by_email(visitor: WebVisitor, mail: MailServerAtWork) -> None:
    visitor.says("can i pop milia?")
    answer = visitor.call("POST", "/transcript", json={"email": "kim@example.org"})
    assert answer.status_code == 202 and answer.json() == {"sent_to": "kim@example.org"}
    until(lambda: "kim@example.org" in mail.mailbox.recipients, 10)
    letter = mail.mailbox.messages[mail.mailbox.recipients.index("kim@example.org")]
    assert "You: can i pop milia?" in str(letter.get_body(("plain",)).get_content())  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@", "ada@example.org, bob@example.org", "Ada <ada@example.org>", 5, None, "x@" + "y" * 300]
)
def test_what_is_not_one_address_is_refused(visitor: WebVisitor, email: object) -> None:
    visitor.says("hello")
    assert visitor.call("POST", "/transcript", json={"email": email}).status_code == 400


def test_a_conversation_without_a_word_is_not_sent(visitor: WebVisitor) -> None:
    assert visitor.call("POST", "/transcript", json={"email": MINE}).status_code == 400


def test_a_conversation_is_sent_three_times_an_hour(visitor: WebVisitor) -> None:
    visitor.says("hello")
    answers = [visitor.call("POST", "/transcript", json={"email": f"a{n}@example.org"}) for n in range(4)]
    assert [answer.status_code for answer in answers] == [202, 202, 202, 429]
    assert int(answers[-1].headers["Retry-After"]) > 60


def test_a_mailbox_gets_three_a_day_however_many_ask(open_clinic: RealServer) -> None:
    statuses = []
    for _ in range(4):
        stranger = WebVisitor(open_clinic)
        stranger.says("hello")
        statuses.append(stranger.call("POST", "/transcript", json={"email": "Full@example.org"}).status_code)
    assert statuses == [202, 202, 202, 429]


def test_without_a_mail_server_no_conversation_is_offered_by_email(server: RealServer) -> None:
    visitor = WebVisitor(server)
    visitor.says("hello")
    assert visitor.call("POST", "/transcript", json={"email": MINE}).status_code == 404
    assert server.get("/widget/clinic.json").json()["mails"] is False
