"""The calendar entry that goes along with an e-mail: one event a booking, which each change brings up to date."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from typing import Literal

from icalendar import Calendar, Event, vCalAddress

from pearl.clinic_profile import ClinicProfile
from pearl.notices.facts import Audience, BookingFacts
from pearl.notices.letter import fill, placeholders
from pearl.notices.wording import NoticeWording

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
_METHODS: dict[str, Method] = {
    "confirmed": "REQUEST", "moved": "REQUEST", "cancelled": "CANCEL", "declined": "CANCEL",
}  # fmt: skip
_PRODUCT = "-//Pearl//Clinic assistant//EN"


@dataclass(frozen=True)
class Invitation:
    """An iCalendar file (RFC 5545) and its iTIP method (RFC 5546), which the e-mail repeats."""

    method: Method
    content: bytes


def invitation(
    facts: BookingFacts, audience: Audience, recipient: str, wording: NoticeWording, profile: ClinicProfile
) -> Invitation | None:
    """The entry for one recipient; None for events that change no calendar, such as a request or a reminder.

    An entry for nobody's address is only published (RFC 5546): nobody is asked to come.
    """
    method = _METHODS.get(facts.event)
    if method is None:
        return None
    if method == "REQUEST" and not recipient:
        method = "PUBLISH"
    event = _event(facts, method, audience, wording, profile)
    values = placeholders(facts, audience, wording, profile)
    if recipient:
        event.add("attendee", _attendee(recipient, values["name"] if audience == "visitor" else profile.name))
    return Invitation(method, _file(event, method, facts, profile))


def published(facts: BookingFacts, wording: NoticeWording, profile: ClinicProfile) -> bytes:
    """The entry as a file for the visitor's own calendar: nobody is invited, and what is not confirmed is tentative."""
    return _file(_event(facts, "PUBLISH", "visitor", wording, profile), "PUBLISH", facts, profile)


def _file(event: Event, method: Method, facts: BookingFacts, profile: ClinicProfile) -> bytes:
    """The iCalendar file around one event."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    # Only the year of the visit: some readers take but the first of many dates on which clocks change.
    year = (facts.starts_at.astimezone(profile.zone) if facts.starts_at else facts.day).year
    calendar.add_missing_timezones(first_date=date(year, 1, 1), last_date=date(year, 12, 31))
    return bytes(calendar.to_ical())


def uid(facts: BookingFacts) -> str:
    """The event's name, the same for every change of one booking and in every calendar."""
    asked = facts.requested_at.astimezone(timezone.utc)
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"pearl:{facts.reference}:{asked:%Y%m%dT%H%M%S}"))


def _event(
    facts: BookingFacts,
    method: Method,
    audience: Audience,
    wording: NoticeWording,
    profile: ClinicProfile,
) -> Event:
    values = placeholders(facts, audience, wording, profile)
    title = wording.calendar.visitor if audience == "visitor" else wording.calendar.clinic
    event = Event()
    event.add("uid", uid(facts))
    event.add("sequence", facts.sequence)
    event.add("dtstamp", facts.at.astimezone(timezone.utc))
    event.add("summary", fill(title, values))
    event.add("location", profile.address_of(facts.branch))
    event.add("description", fill(wording.calendar.description, values).strip())
    event.add("status", _status(facts, method))
    event.add("organizer", _person(profile.email, profile.name))
    _add_times(event, facts, profile)
    return event


def _status(facts: BookingFacts, method: Method) -> str:
    """What the clinic has yet to confirm is tentative."""
    if method == "CANCEL" or facts.event in ("cancelled", "declined"):
        return "CANCELLED"
    return "TENTATIVE" if facts.to_be_confirmed or facts.event == "requested" else "CONFIRMED"


def _add_times(event: Event, facts: BookingFacts, profile: ClinicProfile) -> None:
    """The clinic's wall clock with its zone; the whole day where no time is known."""
    if facts.starts_at is None:
        event.add("dtstart", facts.day)
        event.add("dtend", facts.day + timedelta(days=1))
        return
    ends_at = facts.starts_at.astimezone(timezone.utc) + timedelta(minutes=profile.booking.slot_minutes)
    event.add("dtstart", facts.starts_at.astimezone(profile.zone))
    event.add("dtend", ends_at.astimezone(profile.zone))


def _person(address: str, name: str) -> vCalAddress:
    person: vCalAddress = vCalAddress(f"mailto:{address}")
    if name:
        # RFC 5545 has no way to write a double quote in a parameter.
        person.params["CN"] = name.replace('"', "'")
    return person


def _attendee(address: str, name: str) -> vCalAddress:
    attendee = _person(address, name)
    attendee.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    return attendee
