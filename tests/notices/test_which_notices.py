"""Which notices a change calls for, and which of them is still wanted when it is due."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
from notice_examples import (
    DESK,
    NOW,
    SECOND_DESK,
    STARTS_AT,
    VISITOR,
    WORDING,
    ZONE,
    a_booking,
    a_change,
    clinic,
    notice_to,
    notices_of,
)

from pearl.booking.change import ChangeKind
from pearl.booking.request import BookingRequest
from pearl.notices.calling import notices_for
from pearl.notices.facts import read_facts
from pearl.notices.notice import Notice
from pearl.notices.wanted import Wanted
from pearl.sql.engine import Database
from pearl.sql.message_store import SqlMessageStore
from pearl.sql.opt_outs import SqlOptOuts

HOOK = "https://clinic.example.org/hook"


def recipients(notices: tuple[Notice, ...]) -> list[str]:
    return [notice.recipient for notice in notices]


def reminder(**changes: object) -> Notice:
    (found,) = [n for n in notices_of(a_change(**changes)) if n.payload["event"] == "booking.reminder"]  # type: ignore[arg-type]
    return found


def test_a_request_tells_every_desk_the_visitor_and_the_webhook() -> None:
    told = notices_of(a_change("requested", 0, "visitor"), clinic(email=(DESK, SECOND_DESK), webhook=HOOK))
    assert recipients(told) == [DESK, SECOND_DESK, VISITOR, HOOK]
    assert [notice.way for notice in told] == ["email", "email", "email", "webhook"]
    assert {(notice.created_at, notice.due_at) for notice in told} == {(NOW, NOW)}


def test_a_visitor_without_an_address_gets_none() -> None:
    assert recipients(notices_of(a_change("confirmed", email="  "))) == [DESK]


def test_a_clinic_without_receivers_tells_only_the_visitor() -> None:
    assert recipients(notices_of(a_change("requested"), clinic(email=()))) == [VISITOR]


def test_without_a_mail_server_only_the_webhook_is_told() -> None:
    told = notices_for(clinic(webhook=HOOK), WORDING, by_email=False)(a_change())
    assert recipients(tuple(told)) == [HOOK]


@pytest.mark.parametrize("kind", ["requested", "confirmed", "declined", "moved", "cancelled", "done"])
def test_the_webhook_hears_of_every_change(kind: ChangeKind) -> None:
    notice = notice_to(HOOK, a_change(kind), clinic(webhook=HOOK))
    assert notice.payload["event"] == f"booking.{kind}"


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("declined", [VISITOR]),
        ("cancelled", [DESK, VISITOR]),
        ("done", []),
    ],
)
def test_who_is_written_to_is_who_the_wording_has_an_entry_for(kind: ChangeKind, told: list[str]) -> None:
    assert recipients(notices_of(a_change(kind))) == told


def test_an_entry_that_a_clinic_takes_out_writes_to_nobody() -> None:
    silent = WORDING.copy(update={"visitor": {}, "clinic": {}})
    assert notices_for(clinic(), silent)(a_change()) == ()


def test_keys_are_stable_and_tell_changes_recipients_and_ways_apart() -> None:
    profile = clinic(email=(DESK, SECOND_DESK, DESK), webhook=HOOK)
    changes = [a_change("confirmed", 1), a_change("moved", 2), a_change("moved", 3), a_change(reference="PRL-222222")]
    keys = [notice.key for change in changes for notice in notices_of(change, profile)]
    assert keys == [notice.key for change in changes for notice in notices_of(change, profile)]
    # The reminder of one and the same time is one notice, however often the booking changes.
    reminders = {key for key in keys if "PRL-7K3M9Q:reminder" in key}
    assert (len(reminders), len(set(keys))) == (1, len(keys) - 2)
    assert not any("@" in key or "clinic.example" in key or len(key) > 255 for key in keys)


def test_a_payload_is_json_that_can_be_read_back() -> None:
    change = a_change("moved", 3, said="Line one\nline two")
    read = read_facts(json.loads(json.dumps(dict(notice_to(DESK, change).payload))))
    assert (read.event, read.sequence, read.said) == ("moved", 3, "Line one\nline two")
    assert (read.reference, read.starts_at, read.day) == ("PRL-7K3M9Q", STARTS_AT, change.booking.day)


def test_a_reminder_is_due_its_hours_before_the_visit() -> None:
    assert reminder().due_at == STARTS_AT - timedelta(hours=24)
    assert reminder().recipient == VISITOR


def test_a_reminder_counts_hours_that_really_pass_where_the_clocks_change() -> None:
    sunday = datetime(2026, 11, 1, 12, 0, tzinfo=ZONE)  # the clocks go back that night
    due_at = reminder(starts_at=sunday, at=NOW - timedelta(days=60)).due_at
    assert due_at.astimezone(ZONE).isoformat() == "2026-10-31T13:00:00-06:00"


@pytest.mark.parametrize(
    "without",
    [
        {"kind": "requested"},
        {"kind": "cancelled"},
        {"email": ""},
        {"starts_at": None},
        {"at": STARTS_AT - timedelta(hours=24)},
    ],
    ids=str,
)
def test_there_is_no_reminder_where_it_makes_no_sense(without: dict[str, object]) -> None:
    told = notices_of(a_change(**without))  # type: ignore[arg-type]
    assert "booking.reminder" not in [notice.payload["event"] for notice in told]


def test_a_clinic_can_have_no_reminders() -> None:
    told = notices_of(a_change(), clinic(reminder_hours=0))
    assert "booking.reminder" not in [notice.payload["event"] for notice in told]


def test_a_standing_visits_reminder_is_wanted_and_another_notice_always(database: Database) -> None:
    wanted = Wanted(lambda reference: a_booking(status="confirmed"), SqlOptOuts(database), SqlMessageStore(database))
    assert wanted.why_not(reminder(), NOW) == ""
    assert (
        Wanted(lambda reference: None, SqlOptOuts(database), SqlMessageStore(database)).why_not(
            notice_to(VISITOR, a_change()), NOW
        )
        == ""
    )


@pytest.mark.parametrize(
    "booking",
    [
        None,
        a_booking(status="cancelled"),
        a_booking(status="declined"),
        a_booking(status="done"),
        a_booking(status="confirmed", starts_at=STARTS_AT + timedelta(minutes=30)),
        a_booking(status="confirmed", starts_at=None),
    ],
)
def test_a_reminder_of_a_visit_that_is_no_more_is_not_wanted(
    database: Database, booking: BookingRequest | None
) -> None:
    why = Wanted(lambda reference: booking, SqlOptOuts(database), SqlMessageStore(database)).why_not(reminder(), NOW)
    assert why == "the booking was moved, cancelled or erased"


def test_a_reminder_that_comes_after_the_visit_began_is_not_wanted(database: Database) -> None:
    wanted = Wanted(lambda reference: a_booking(status="confirmed"), SqlOptOuts(database), SqlMessageStore(database))
    assert wanted.why_not(reminder(), STARTS_AT.astimezone(timezone.utc)) == "the visit has begun"


def test_a_visitor_who_wants_no_reminders_gets_none_and_may_change_that(database: Database) -> None:
    opt_outs = SqlOptOuts(database)
    wanted = Wanted(lambda reference: a_booking(status="confirmed"), opt_outs, SqlMessageStore(database))
    opt_outs.add(VISITOR.upper(), NOW)
    assert wanted.why_not(reminder(), NOW) == "the visitor wants no reminders"
    assert wanted.why_not(notice_to(VISITOR, a_change("moved")), NOW) == ""
    opt_outs.remove(VISITOR)
    assert wanted.why_not(reminder(), NOW) == ""
