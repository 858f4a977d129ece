"""When the clinic is open: the week, holidays, exceptions, daylight saving days, midnight."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
import sample_clinic
from sample_clinic import changed, local

from pearl.clinic_profile import ClinicProfile
from pearl.hours import OpeningHours, OpenState

CLOSED_WEEK = {
    'mon: ["10:00-16:00"]': "mon: []",
    'tue: ["09:30-12:00", "13:00-17:00"]': "tue: []",
    'wed: ["09:30-17:00"]': "wed: []",
    'thu: ["09:30-17:00"]': "thu: []",
    'fri: ["09:30-17:00"]': "fri: []",
    'sat: ["10:00-14:00"]': "sat: []",
}


@pytest.fixture
def hours(profile: ClinicProfile) -> OpeningHours:
    return OpeningHours(profile)


def state(profile: ClinicProfile, iso: str) -> OpenState:
    return OpeningHours(profile).state(local(profile, iso))


@pytest.mark.parametrize(
    ("now", "closes"),
    [
        ("2026-11-25T11:00", "2026-11-25T17:00"),  # a Wednesday
        ("2026-11-25T09:30", "2026-11-25T17:00"),  # the first minute
        ("2026-11-25T16:59:59", "2026-11-25T17:00"),  # the last second
        ("2026-11-24T11:59", "2026-11-24T12:00"),  # before Tuesday's break
        ("2026-11-24T13:00", "2026-11-24T17:00"),  # after it
        ("2026-12-24T12:00", "2026-12-24T13:00"),  # an exception shortens the Thursday
        ("2027-01-01T11:30", "2027-01-01T12:00"),  # an exception opens on a holiday
        ("2026-11-25T18:00+00:00", "2026-11-25T17:00"),  # 11:00 in Edmonton, told in UTC
    ],
)
def test_the_clinic_is_open_in_its_spans_until_they_end(profile: ClinicProfile, now: str, closes: str) -> None:
    assert state(profile, now) == OpenState(True, closes=local(profile, closes))


@pytest.mark.parametrize(
    ("now", "opens", "holiday"),
    [
        ("2026-11-25T09:29:59", "2026-11-25T09:30", ""),  # before it opens
        ("2026-11-25T17:00", "2026-11-26T09:30", ""),  # the minute it closes
        ("2026-11-24T12:00", "2026-11-24T13:00", ""),  # Tuesday's break
        ("2026-11-28T14:00", "2026-11-30T10:00", ""),  # Saturday afternoon, over the weekend
        ("2026-11-29T12:00", "2026-11-30T10:00", ""),  # Sunday
        ("2026-12-01T17:30", "2026-12-03T09:30", ""),  # tomorrow is closed by an exception
        ("2026-12-02T10:00", "2026-12-03T09:30", "staff training"),  # closed by an exception
        ("2026-12-24T13:00", "2026-12-26T10:00", ""),  # after a short day, over a holiday
        ("2026-12-25T11:00", "2026-12-26T10:00", "Christmas Day"),
        ("2026-12-26T15:00", "2026-12-28T10:00", ""),  # from Saturday over Sunday
        ("2026-12-31T18:00", "2027-01-01T11:00", ""),  # into the new year, whose holiday has an exception
        ("2026-11-26T01:00+00:00", "2026-11-26T09:30", ""),  # Thursday in UTC, Wednesday evening in Edmonton
    ],
)
def test_when_closed_the_next_opening_is_known(profile: ClinicProfile, now: str, opens: str, holiday: str) -> None:
    assert state(profile, now) == OpenState(False, opens=local(profile, opens), holiday=holiday)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-25T23:59:59", "2026-11-26T09:30"),
        ("2026-11-26T00:00", "2026-11-26T09:30"),
        ("2026-11-28T23:59", "2026-11-30T10:00"),
        ("2026-11-29T00:00", "2026-11-30T10:00"),
    ],
)
def test_midnight_belongs_to_the_day_that_begins(profile: ClinicProfile, now: str, opens: str) -> None:
    assert state(profile, now) == OpenState(False, opens=local(profile, opens))


def test_a_clinic_may_open_at_midnight(tmp_path: Path) -> None:
    night = sample_clinic.clinic(tmp_path, changed("sun: []", 'sun: ["00:00-02:30"]'))
    assert state(night, "2026-11-28T23:59") == OpenState(False, opens=local(night, "2026-11-29T00:00"))
    assert state(night, "2026-11-29T00:00") == OpenState(True, closes=local(night, "2026-11-29T02:30"))


@pytest.mark.parametrize(
    ("now", "opens", "offset"),
    [
        ("2026-03-07T15:00", "2026-03-09T10:00", "-06:00"),  # over the night that skips 02:00, 8 March
        ("2026-03-08T01:59", "2026-03-09T10:00", "-06:00"),
        ("2026-03-08T03:00", "2026-03-09T10:00", "-06:00"),
        ("2026-10-31T15:00", "2026-11-02T10:00", "-07:00"),  # over the night that has 01:00 twice, 1 November
        ("2026-11-01T01:30-06:00", "2026-11-02T10:00", "-07:00"),
        ("2026-11-01T01:30-07:00", "2026-11-02T10:00", "-07:00"),
    ],
)
def test_the_wall_clock_holds_on_daylight_saving_days(
    profile: ClinicProfile, now: str, opens: str, offset: str
) -> None:
    found = state(profile, now)
    assert found.opens is not None
    assert found.opens.isoformat() == f"{opens}:00{offset}"


@pytest.mark.parametrize(
    ("utc", "is_open"),
    [
        ("2026-03-08T16:29+00:00", False),  # 10:29, a day of 23 hours
        ("2026-03-08T16:30+00:00", True),
        ("2026-11-01T17:29+00:00", False),  # 10:29, a day of 25 hours
        ("2026-11-01T17:30+00:00", True),
        ("2026-11-01T19:00+00:00", False),
    ],
)
def test_a_clinic_open_on_the_daylight_saving_sunday_opens_by_its_wall_clock(
    tmp_path: Path, utc: str, is_open: bool
) -> None:
    sundays = sample_clinic.clinic(tmp_path, changed("sun: []", 'sun: ["10:30-12:00"]'))
    assert OpeningHours(sundays).state(datetime.fromisoformat(utc)).is_open is is_open


def test_a_clinic_that_stays_closed_has_no_next_opening(tmp_path: Path) -> None:
    text = changed('hours: ["11:00-12:00"]', "hours: []").replace('hours: ["10:00-13:00"]', "hours: []")
    for old, new in CLOSED_WEEK.items():
        text = text.replace(old, new)
    assert state(sample_clinic.clinic(tmp_path, text), "2026-11-25T11:00") == OpenState(False)


def test_an_exceptions_spans_are_told_in_order(tmp_path: Path) -> None:
    text = changed('hours: ["10:00-13:00"]', 'hours: ["15:00-16:00", "10:00-13:00"]')
    found = state(sample_clinic.clinic(tmp_path, text), "2026-12-24T08:00")
    assert found.opens is not None
    assert found.opens.hour == 10


@pytest.mark.parametrize(
    ("day", "name"),
    [("2026-12-25", "Christmas Day"), ("2027-01-01", "New Year's surgery"), ("2026-11-25", "")],
)
def test_an_exceptions_name_wins_over_the_holidays(hours: OpeningHours, day: str, name: str) -> None:
    assert hours.holiday(date.fromisoformat(day)) == name


@pytest.mark.parametrize(
    ("day", "takes"),
    [
        ("2026-11-25", True),
        ("2026-11-27", False),  # Friday: open, but not for appointments
        ("2026-11-29", False),  # Sunday
        ("2026-12-02", False),  # a Wednesday closed by an exception
        ("2026-12-24", True),  # a short Thursday
        ("2026-12-25", False),
    ],
)
def test_appointments_are_given_on_the_booking_days_that_are_open(hours: OpeningHours, day: str, takes: bool) -> None:
    assert hours.takes_bookings(date.fromisoformat(day)) is takes


def test_the_next_booking_days_skip_closed_ones(hours: OpeningHours) -> None:
    days = hours.next_booking_days(date(2026, 11, 26), 4)
    assert [day.isoformat() for day in days] == ["2026-12-01", "2026-12-03", "2026-12-08", "2026-12-09"]
