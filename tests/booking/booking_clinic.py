"""The clinic that the booking tests book at, and one that is open long enough for "at 9" to have two meanings."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pearl.booking.calendar import BookingCalendar
from pearl.booking.form import FormMessage, FormState, FormStep, fill
from pearl.clinic_profile import ClinicProfile, read_profile
from pearl.span import Span

ZONE = ZoneInfo("America/Edmonton")
PROFILE = read_profile(Path(__file__).parents[2] / "data" / "library" / "clinic.yml")
CALENDAR = BookingCalendar(PROFILE)
# A Wednesday morning.
NOW = datetime(2026, 11, 25, 11, 0, tzinfo=ZONE)
TUESDAY = "2026-12-01"
AT_THREE = "2026-12-01T15:00:00-07:00"
COMPLETE = FormState("booking_confirmed", "milia", TUESDAY, AT_THREE, "Dana", "+17805550134")


def at(iso: str) -> datetime:
    """A moment of the clinic's wall clock."""
    return datetime.fromisoformat(iso).replace(tzinfo=ZONE)


def asked(slot: str, **known: str) -> FormState:
    """A form that has just asked for a slot."""
    return FormState(f"booking_{slot}", **known)


def step(state: FormState, text: str, intent: str = "out_of_scope", now: datetime = NOW, **reading: object) -> FormStep:
    """What a message does to the form."""
    message = FormMessage(text, intent, **reading)  # type: ignore[arg-type]
    return fill(state, message, CALENDAR, now)


def open_from_eight_to_ten_at_night() -> BookingCalendar:
    hours = {day: [Span.read("08:00-22:00")] for day in PROFILE.hours}
    return BookingCalendar(_with(hours=hours))


def closed_on(day: date, name: str) -> BookingCalendar:
    holiday = type(PROFILE.holidays[0])(date=day, name=name)
    return BookingCalendar(_with(holidays=[*PROFILE.holidays, holiday]))


def _with(**changes: object) -> ClinicProfile:
    return PROFILE.copy(update=changes)
