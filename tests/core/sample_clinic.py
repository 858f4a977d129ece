"""A small clinic in Edmonton whose profile a test changes in one place."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pearl.clinic_facts import ClinicFacts
from pearl.clinic_profile import ClinicProfile, read_profile
from pearl.hours import OpeningHours

PROFILE = """\
name: Test Clinic
address: 1 Test Street
directions: Ring the bell.
timezone: America/Edmonton
phone: 780 555 0100
email: clinic@example.org
hours:
  mon: ["10:00-16:00"]
  tue: ["09:30-12:00", "13:00-17:00"]
  wed: ["09:30-17:00"]
  thu: ["09:30-17:00"]
  fri: ["09:30-17:00"]
  sat: ["10:00-14:00"]
  sun: []
holidays:
  - {date: 2026-12-25, name: Christmas Day}
  - {date: 2027-01-01, name: New Year's Day}
exceptions:
  - {date: 2026-12-24, hours: ["10:00-13:00"], name: Christmas Eve}
  - {date: 2026-12-02, hours: [], name: staff training}
  - {date: 2027-01-01, hours: ["11:00-12:00"], name: New Year's surgery}
services:
  - {key: laser, name: Laser, topic: laser, price: from $80, performed_by: a doctor}
  - {key: peel, name: Peel, topic: peel, price: null, performed_by: a nurse}
payment: Cash or {phone}.
booking:
  mode: request
  link: null
  days: [tue, wed, thu]
  slot_minutes: 30
  capacity: 2
  notice_hours: 24
  reply_promise: We reply soon.
  reminder_hours: 24
handover: {minutes: 30}
notices: {email: [], webhook: null}
consent: {text: I am automatic., privacy_notice: /privacy}
numbers: {emergency: "911", advice_line: "811", advice_line_name: Health Link, crisis_line: "988", poison_line: "123"}
languages: [en]
retention: {conversations_days: 30, bookings_days: 365, unanswered_days: 180}
widget:
  title: Pearl
  greeting: [Hello.]
  suggestions: [{title: Hours}, {title: Book, payload: /book_appointment}]
  emergency: "In danger, call {emergency}."
  unreachable: "Call {phone}."
  carried_answers: []
wording:
  open_now: "Open until {closes}."
  closed_now: "Closed. Open again {opens}."
  closed_today_holiday: "Closed for {holiday}. Open again {opens}."
  closed_until_told: "Closed for now."
  hours_line: "{days}: {hours}"
  closed_word: closed
  price_line: "{service}: {price}"
  ask_price: please ask
  service_line: "{service}, with {performed_by}"
  not_reviewed: Not reviewed.
  reviewed_by: "Reviewed by {reviewer} on {date}."
  checked_on: "Checked on {date}."
  something_else: Something else
  more_sources: "{sources} and {count} more"
  today_at: "today at {time}"
  tomorrow_at: "tomorrow at {time}"
  day_at: "on {day} at {time}"
"""


def changed(old: str, new: str) -> str:
    """The profile's text with one place changed."""
    assert PROFILE.count(old) == 1, f"{old!r} stands {PROFILE.count(old)} times in the profile"
    return PROFILE.replace(old, new)


def line_of(start: str) -> int:
    """The line (from 1) of the profile's text that begins with a text, spaces aside."""
    found = [number for number, line in enumerate(PROFILE.splitlines(), 1) if line.strip().startswith(start)]
    assert len(found) == 1, f"{len(found)} lines begin with {start!r}"
    return found[0]


def clinic(folder: Path, text: str = PROFILE) -> ClinicProfile:
    """The clinic with a profile's text."""
    file = folder / "clinic.yml"
    file.write_text(text, encoding="utf-8")
    return read_profile(file)


def local(profile: ClinicProfile, iso: str) -> datetime:
    """A moment by the clinic's wall clock, or with the offset that it carries."""
    moment = datetime.fromisoformat(iso)
    return moment if moment.tzinfo else moment.replace(tzinfo=profile.zone)


def facts_at(profile: ClinicProfile, iso: str) -> ClinicFacts:
    """What the clinic says at a moment."""
    return ClinicFacts(profile, OpeningHours(profile), local(profile, iso))
