"""What a visitor does in the chat lies in the outbox with it, for the notices that are to leave."""

from __future__ import annotations

from typing import Any

import pytest
from replies import says, texts

from pearl.bootstrap import services

pytestmark = pytest.mark.in_sql
BY_MAIL = "I'd like an appointment for my milia next Tuesday at 2 pm, my name is Dana Smith, dana@example.org"


def queued() -> list[tuple[str, str]]:
    """Event and recipient of what lies in the outbox, without the reminders, which wait for their day."""
    events = [(kept.notice.payload["event"], kept.notice.recipient) for kept in services().notices.notices()]
    return [(event, to) for event, to in events if event != "booking.reminder"]


def test_nothing_is_told_before_the_yes(talk: Any) -> None:
    talk.say(BY_MAIL)
    assert queued() == []


def test_a_request_its_move_and_its_end_are_each_told_once(talk: Any) -> None:
    for message in (BY_MAIL, "yes", "/affirm", "/affirm"):
        talk.say(message)
    told = [event for event, to in queued() if to == "dana@example.org"]
    assert told == ["booking.requested"], queued()
    for message in ("move my appointment to friday at 11 am", "dana@example.org", "/affirm", "/affirm"):
        talk.say(message)
    assert [event for event, to in queued() if to == "dana@example.org"] == [*told, "booking.moved"]
    for message in ("cancel my appointment", "dana@example.org", "/affirm", "/affirm"):
        talk.say(message)
    assert [event for event, to in queued() if to == "dana@example.org"] == [
        *told,
        "booking.moved",
        "booking.cancelled",
    ]


def test_a_time_that_was_lost_at_the_yes_is_told_to_nobody(talk: Any, assistant: Any) -> None:
    talk.say(BY_MAIL)
    for visitor in ("780 555 0155", "780 555 0156"):
        other = assistant.conversation()
        other.say(BY_MAIL.replace("dana@example.org", visitor))
        assert "PRL-" in texts(other.say("yes"))
    assert says(talk.say("yes"), "utter_time_taken")
    assert "dana@example.org" not in [to for _, to in queued()]
