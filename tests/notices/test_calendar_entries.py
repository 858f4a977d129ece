"""The .ics files open in another library's parser, hold the right moment all year, and update one event."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
import vobject
from notice_examples import NOW, SHIPPED, VISITOR, WORDING, ZONE, a_change

from pearl.booking.change import BookingChange
from pearl.notices.facts import Audience, Event, facts, read_facts
from pearl.notices.invitation import Invitation, invitation, published


def entry(change: BookingChange, audience: Audience = "visitor", event: Event | None = None) -> Invitation | None:
    told = read_facts(facts(change, event or change.kind))  # type: ignore[arg-type]
    return invitation(told, audience, VISITOR, WORDING, SHIPPED)


def opened(change: BookingChange, audience: Audience = "visitor") -> Any:
    """The file of a change as vobject reads it, found valid."""
    found = entry(change, audience)
    assert found is not None
    calendar = vobject.readOne(found.content.decode())
    assert calendar.validate(raiseException=True)
    assert calendar.method.value == found.method
    return calendar


def test_a_confirmed_visit_is_an_event_with_its_place_people_and_reference() -> None:
    event = opened(a_change()).vevent
    assert event.summary.value == "Appointment at Pearl Demonstration Skin Clinic"
    assert event.location.value == SHIPPED.address
    assert "PRL-7K3M9Q" in event.description.value
    assert event.status.value == "CONFIRMED"
    assert event.organizer.value == f"mailto:{SHIPPED.email}"
    assert event.attendee.value == f"mailto:{VISITOR}"
    assert event.attendee.params["PARTSTAT"] == ["ACCEPTED"]
    assert "reason" not in event.contents and "milia" not in event.serialize()


def test_new_moved_and_cancelled_are_one_event_that_gets_newer() -> None:
    later = a_change().booking.starts_at + timedelta(days=2)  # type: ignore[operator]
    changes = [a_change("confirmed", 1), a_change("moved", 2, starts_at=later), a_change("cancelled", 3)]
    calendars = [opened(change) for change in changes]
    assert len({calendar.vevent.uid.value for calendar in calendars}) == 1
    assert [int(calendar.vevent.sequence.value) for calendar in calendars] == [1, 2, 3]
    assert [calendar.method.value for calendar in calendars] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [c.vevent.status.value for c in calendars] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert calendars[1].vevent.dtstart.value == later


def test_the_clinic_and_the_visitor_have_the_same_event_and_another_booking_has_another() -> None:
    mine, desks = opened(a_change()).vevent, opened(a_change(), "clinic").vevent
    assert mine.uid.value == desks.uid.value
    assert desks.summary.value == "PRL-7K3M9Q: Dana O'Neil"
    assert opened(a_change(reference="PRL-222222")).vevent.uid.value != mine.uid.value


def test_the_event_stays_the_same_when_its_moments_come_back_from_a_database() -> None:
    local = a_change(created_at=NOW.astimezone(ZONE).replace(microsecond=5))
    assert opened(local).vevent.uid.value == opened(a_change()).vevent.uid.value


def test_a_visitors_move_is_tentative_until_the_clinic_confirms_it() -> None:
    assert opened(a_change("moved", by="visitor")).vevent.status.value == "TENTATIVE"
    assert opened(a_change("confirmed", 2)).vevent.status.value == "CONFIRMED"


@pytest.mark.parametrize("event", ["requested", "done", "reminder"])
def test_what_changes_no_calendar_has_no_entry(event: Event) -> None:
    assert entry(a_change(), event=event) is None


@pytest.mark.parametrize(
    ("wall_clock", "utc"),
    [
        ("2026-07-07T15:00", "2026-07-07T21:00"),
        ("2026-12-01T15:00", "2026-12-01T22:00"),
        ("2026-03-07T15:00", "2026-03-07T22:00"),  # the day before the clocks go forward
        ("2026-03-08T15:00", "2026-03-08T21:00"),
        ("2026-10-31T15:00", "2026-10-31T21:00"),  # the day before they go back
        ("2026-11-01T15:00", "2026-11-01T22:00"),
        ("2027-07-06T09:30", "2027-07-06T15:30"),
        ("2031-12-02T09:30", "2031-12-02T16:30"),
    ],
)
def test_the_moment_is_right_on_both_sides_of_every_change_of_the_clocks(wall_clock: str, utc: str) -> None:
    starts_at = datetime.fromisoformat(wall_clock).replace(tzinfo=ZONE)
    expected = datetime.fromisoformat(utc).replace(tzinfo=timezone.utc)
    found = entry(a_change(starts_at=starts_at.astimezone(timezone.utc)))
    assert found is not None
    # vobject reads the zone from the file's own VTIMEZONE, as a calendar that doesn't know the name must.
    vobject.icalendar.registerTzid("America/Edmonton", None)
    event = vobject.readOne(found.content.decode()).vevent
    assert event.dtstart.value.astimezone(timezone.utc) == expected
    assert event.dtend.value.astimezone(timezone.utc) == expected + timedelta(minutes=30)
    assert f"DTSTART;TZID=America/Edmonton:{wall_clock.replace('-', '').replace(':', '')}00" in found.content.decode()


def test_a_day_without_a_time_takes_the_whole_day() -> None:
    event = opened(a_change(starts_at=None)).vevent
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 12, 1), date(2026, 12, 2))


@pytest.mark.parametrize(
    "name", ['Dana "D" O\'Neil; a,b:c', "Eve\r\nATTENDEE:mailto:x\r\nEND:VEVENT", "👩🏽‍⚕️ " * 60, ""]
)
def test_a_hostile_name_changes_nothing_but_the_name(name: str) -> None:
    for audience in ("visitor", "clinic"):
        calendar = opened(a_change(name=name), audience)  # type: ignore[arg-type]
        assert len(calendar.contents["vevent"]) == 1
        assert len(calendar.vevent.contents["attendee"]) == 1


def test_lines_end_and_are_folded_as_the_standard_says() -> None:
    found = entry(a_change(name="é" * 80))
    assert found is not None
    lines = found.content.split(b"\r\n")
    assert b"\n" not in found.content.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75


@pytest.mark.parametrize(
    ("kind", "by", "status"),
    [
        ("requested", "visitor", "TENTATIVE"),
        ("confirmed", "staff:Sam", "CONFIRMED"),
        ("moved", "visitor", "TENTATIVE"),
        ("moved", "staff:Sam", "CONFIRMED"),
        ("cancelled", "visitor", "CANCELLED"),
        ("declined", "staff:Sam", "CANCELLED"),
    ],
)
def test_a_file_for_ones_own_calendar_invites_nobody_and_says_how_sure_it_is(kind: Any, by: str, status: str) -> None:
    change = a_change(kind, by=by)
    calendar = vobject.readOne(published(read_facts(facts(change, kind)), WORDING, SHIPPED).decode())
    assert calendar.method.value == "PUBLISH" and calendar.vevent.status.value == status
    assert not hasattr(calendar.vevent, "attendee")
    assert calendar.vevent.uid.value == opened(a_change("confirmed", 2)).vevent.uid.value
