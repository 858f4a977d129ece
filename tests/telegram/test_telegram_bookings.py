"""A booking on Telegram from the first word to the reminder, with its calendar entry."""

from __future__ import annotations

from typing import Any

import pytest
from bot_api_stand_in import TOKEN, StandIn, TelegramVisitor, titles, words
from icalendar import Calendar
from notice_examples import SHIPPED, WORDING, a_change
from real_server import RealServer, run_pearl

from pearl.booking.change import ChangeKind
from pearl.notices.calling import notices_for
from pearl.notices.facts import read_facts
from pearl.notices.letter import chat_text

ONE_BY_ONE = ("/book", "the bumps on my cheek", "next Tuesday at 2 pm", "Dana Smith", "780 555 0134")


def booked(visitor: TelegramVisitor, time: str = "next Tuesday at 2 pm") -> str:
    """A request that was sent; gives its reference."""
    for text in ONE_BY_ONE:
        visitor.says(time if text.startswith("next") else text)
    told = words(visitor.taps("Yes, send it"))
    return "PRL-" + told.partition("PRL-")[2][:6]


def desk(server: RealServer, *arguments: str) -> None:
    done = run_pearl("bookings", *arguments, DATABASE_URL=server.database_url, PEARL_NOW="2026-11-25T11:00", **BOT)
    assert done.returncode == 0, done.stderr


BOT = {"TELEGRAM_TOKEN": TOKEN, "PEARL_PUBLIC_URL": "http://127.0.0.1:1"}


def test_a_booking_is_made_by_buttons(visitor: TelegramVisitor, server: RealServer) -> None:
    for text in ONE_BY_ONE:
        replies = visitor.says(text)
    assert titles(replies[-1]) == ["Yes, send it", "No, change it", "Stop"]
    assert "Your reference is PRL-" in words(visitor.taps("Yes, send it"))


def test_a_day_without_appointments_offers_days_that_can_be_tapped(visitor: TelegramVisitor) -> None:
    for text in ONE_BY_ONE[:2]:
        visitor.says(text)
    offered = titles(next(reply for reply in visitor.says("next Sunday") if titles(reply)))
    assert offered and "2026" in offered[0]
    assert "What name" in words(visitor.taps(offered[0]))


def test_the_clinics_answer_comes_into_the_chat_with_a_calendar_entry(
    visitor: TelegramVisitor, server: RealServer
) -> None:
    reference = booked(visitor)
    desk(server, "confirm", reference)
    told, file = visitor.hears(2)
    assert "is confirmed: Tuesday 1 December 2026 at 2:00 pm" in told["text"] and reference in told["text"]
    (event,) = Calendar.from_ical(file["document"]["content"]).walk("VEVENT")
    assert (file["document"]["name"], event["STATUS"]) == ("appointment.ics", "CONFIRMED")
    assert event["DTSTART"].dt.isoformat() == "2026-12-01T14:00:00-07:00"
    desk(server, "cancel", reference)
    told, file = visitor.hears(2)
    (cancelled,) = Calendar.from_ical(file["document"]["content"]).walk("VEVENT")
    assert "is cancelled" in told["text"] and cancelled["STATUS"] == "CANCELLED"
    assert cancelled["UID"] == event["UID"]


def test_what_the_visitor_does_in_the_chat_is_told_there_once(visitor: TelegramVisitor, server: RealServer) -> None:
    booked(visitor, "next Wednesday at 10 am")
    visitor.says("I want to cancel my appointment")
    visitor.says("780 555 0134")
    assert "is cancelled" in words(visitor.taps("Yes, cancel it"))
    assert visitor.hears(0) == []


def test_a_visitor_who_blocked_the_bot_gets_no_notice_and_the_desk_can_see_it(
    visitor: TelegramVisitor, server: RealServer, bot_api: StandIn
) -> None:
    reference = booked(visitor, "next Thursday at 10 am")
    bot_api.push({
        "update_id": 2**40 + visitor.chat_id,
        "my_chat_member": {"chat": visitor.chat, "new_chat_member": {"status": "kicked"}},
    })  # fmt: skip
    visitor.settle()
    desk(server, "confirm", reference)
    visitor.settle()
    assert visitor.hears(0) == []
    listed = run_pearl("notices", "list", "--dead", DATABASE_URL=server.database_url)
    assert "the visitor has blocked the bot" in listed.stdout


@pytest.mark.parametrize("kind", ["confirmed", "declined", "moved", "cancelled"])
def test_every_change_by_the_clinic_has_words_for_the_chat(kind: ChangeKind) -> None:
    change = a_change(kind, channel="telegram", sender="telegram:7", email="")
    told: Any = notices_for(SHIPPED, WORDING, by_email=False, by_telegram=True)(change)
    assert {(notice.way, notice.recipient) for notice in told} == {("telegram", "telegram:7")}
    assert "PRL-7K3M9Q" in chat_text(read_facts(told[0].payload), WORDING, SHIPPED)


def test_a_reminder_is_due_a_day_before_the_visit_and_can_be_read() -> None:
    change = a_change("confirmed", channel="telegram", sender="telegram:7", email="")
    _, reminder = notices_for(SHIPPED, WORDING, by_email=False, by_telegram=True)(change)
    assert (change.booking.starts_at - reminder.due_at).total_seconds() == 24 * 3600  # type: ignore[operator]
    assert "A reminder of your appointment" in chat_text(read_facts(reminder.payload), WORDING, SHIPPED)


def test_a_booking_of_another_channel_is_told_in_no_chat() -> None:
    assert notices_for(SHIPPED, WORDING, by_email=False, by_telegram=True)(a_change("confirmed")) == ()
