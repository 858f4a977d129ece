"""What the clinic says of itself at a moment, and how texts are filled with it."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
import sample_clinic
from sample_clinic import changed, facts_at

from pearl.clinic_facts import clock_time, listed
from pearl.clinic_profile import ClinicProfile

NOON = "2026-11-25T12:00"


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Call {phone} or {emergency}.", "Call 780 555 0100 or 911."),
        ("{clinic}, {clinic}", "Test Clinic, Test Clinic"),
        ("{booking_days}", "Tuesday, Wednesday and Thursday"),
        ("{notice_hours} hours, {conversations_days} days", "24 hours, 30 days"),
        ("{price_list}", "Laser: from $80; Peel: please ask"),
        ("{service_list}", "Laser, with a doctor; Peel, with a nurse"),
        ("{link}|", "|"),
        ("no placeholder", "no placeholder"),
        ("", ""),
    ],
)
def test_known_placeholders_are_filled(profile: ClinicProfile, text: str, filled: str) -> None:
    assert facts_at(profile, NOON).fill(text) == filled


@pytest.mark.parametrize("text", ["{unknown}", "{Phone}", "{ phone }", "{}", "{phone", "phone}", "{phone!r}", "{0}"])
def test_unknown_placeholders_and_lone_braces_stay_as_they_are(profile: ClinicProfile, text: str) -> None:
    assert facts_at(profile, NOON).fill(text) == text


def test_a_value_with_braces_of_its_own_is_not_filled_again(profile: ClinicProfile) -> None:
    assert facts_at(profile, NOON).fill("{payment}") == "Cash or {phone}."


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        ("2026-11-25T11:00", "Open until 5 pm."),
        ("2026-11-24T09:30", "Open until 12 pm."),
        ("2026-11-24T12:30", "Closed. Open again today at 1 pm."),
        ("2026-11-25T08:00", "Closed. Open again today at 9:30 am."),
        ("2026-11-25T17:00", "Closed. Open again tomorrow at 9:30 am."),
        ("2026-11-28T20:00", "Closed. Open again on Monday, 30 November at 10 am."),
        ("2026-11-29T00:00", "Closed. Open again tomorrow at 10 am."),
        ("2026-12-02T11:00", "Closed for staff training. Open again tomorrow at 9:30 am."),
        ("2026-12-25T11:00", "Closed for Christmas Day. Open again tomorrow at 10 am."),
        ("2026-12-24T18:00", "Closed. Open again on Saturday, 26 December at 10 am."),
        ("2026-11-26T05:30+00:00", "Closed. Open again tomorrow at 9:30 am."),  # still Wednesday in Edmonton
    ],
)
def test_it_says_whether_it_is_open_and_when_that_changes(profile: ClinicProfile, now: str, sentence: str) -> None:
    assert facts_at(profile, now).open_state() == sentence
    assert facts_at(profile, now).fill("{open_state}") == sentence


def test_the_weeks_hours_put_equal_neighbours_together(profile: ClinicProfile) -> None:
    assert facts_at(profile, NOON).week() == (
        "Monday: 10 am to 4 pm; Tuesday: 9:30 am to 12 pm, 1 pm to 5 pm; "
        "Wednesday to Friday: 9:30 am to 5 pm; Saturday: 10 am to 2 pm; Sunday: closed"
    )


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        ("2026-11-24", "9:30 am to 12 pm, 1 pm to 5 pm"),
        ("2026-11-29", "closed"),
        ("2026-12-24", "10 am to 1 pm"),
        ("2026-12-25", "closed"),
    ],
)
def test_the_hours_of_one_day_know_its_exception(profile: ClinicProfile, day: str, hours: str) -> None:
    assert facts_at(profile, NOON).day_hours(date.fromisoformat(day)) == hours


def test_a_link_to_a_booking_page_is_filled(tmp_path: Path) -> None:
    linked = sample_clinic.clinic(tmp_path, changed("link: null", "link: https://book.example.org"))
    assert facts_at(linked, NOON).fill("{link}") == "https://book.example.org"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (time(0), "12 am"),
        (time(0, 5), "12:05 am"),
        (time(9, 30), "9:30 am"),
        (time(12), "12 pm"),
        (time(14), "2 pm"),
        (time(23, 59), "11:59 pm"),
    ],
)
def test_a_time_is_told_as_people_say_it(moment: time, words: str) -> None:
    assert clock_time(moment) == words


@pytest.mark.parametrize(
    ("names", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_names_are_listed_as_people_say_them(names: list[str], words: str) -> None:
    assert listed(names) == words
