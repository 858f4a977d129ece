"""The clinic's profile: a missing or impossible field is named with its file and line."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
import sample_clinic
from sample_clinic import changed, line_of

from pearl.clinic_profile import ClinicProfile, read_profile
from pearl.errors import LibraryFileError, ProfileError
from pearl.settings import PROJECT
from pearl.span import DAYS

FIELDS = [line.partition(":")[0] for line in sample_clinic.PROFILE.splitlines() if line[0].isalpha()]


def test_the_profile_is_read(profile: ClinicProfile) -> None:
    assert profile.name == "Test Clinic"
    assert [(span.opens, span.closes) for span in profile.hours["tue"]] == [
        (time(9, 30), time(12)),
        (time(13), time(17)),
    ]
    assert profile.hours["sun"] == []
    assert profile.services[1].price is None
    assert profile.zone.key == "America/Edmonton"


def test_the_shipped_profile_can_be_read() -> None:
    assert tuple(read_profile(PROJECT / "data" / "library" / "clinic.yml").hours) == DAYS


@pytest.mark.parametrize("field", FIELDS)
def test_a_missing_field_is_named(tmp_path: Path, field: str) -> None:
    with pytest.raises(ProfileError) as caught:
        sample_clinic.clinic(tmp_path, changed(f"\n{field}:" if field != "name" else "name: Test", f"\nnot_{field}:"))
    assert caught.value.file == tmp_path / "clinic.yml"
    assert caught.value.reason == f"'{field}': field required."


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("  slot_minutes: 30\n", "", line_of("booking:"), "'booking.slot_minutes': field required."),
        ("  sun: []\n", "", line_of("hours:"), "'hours.sun' is missing; write [] if closed."),
        (
            "booking:\n",
            "branches:\n  - {name: A, address: x}\n  - {name: a, address: y}\nbooking:\n",
            line_of("booking:"),
            "'branches': two have the same name",
        ),
        ("slot_minutes: 30", "slot_minutes: 0", line_of("slot_minutes"), "'booking.slot_minutes'"),
        ("slot_minutes: 30", "slot_minutes: 481", line_of("slot_minutes"), "'booking.slot_minutes'"),
        ("capacity: 2", "capacity: none", line_of("capacity"), "'booking.capacity'"),
        ("mode: request", "mode: letter", line_of("mode"), "'booking.mode'"),
        ("mode: request", "mode: link", line_of("link"), "'booking.link' is needed when booking.mode is link."),
        ("days: [tue,", "days: [tuesday,", line_of("days"), "'booking.days.0'"),
        ("date: 2026-12-24", "date: soon", line_of("- {date: 2026-12-24"), "'exceptions.0.date': invalid date"),
        ("date: 2026-12-25", "date: 2026-12-32", line_of("- {date: 2026-12-25"), "day is out of range"),
        ("phone: 780 555 0100", 'phone: ""', line_of("phone"), "'phone'"),
        ("sat:", "saturday:", line_of("hours:"), "'hours."),
        ("languages:", "colour: red\nlanguages:", line_of("languages:"), "'colour': extra fields not permitted."),
    ],
)
def test_a_wrong_field_is_named_with_its_line(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    with pytest.raises(LibraryFileError) as caught:
        sample_clinic.clinic(tmp_path, changed(old, new))
    assert (caught.value.file, caught.value.line) == (tmp_path / "clinic.yml", line)
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    ("spans", "reason"),
    [
        ('["16:00-10:00"]', "'16:00-10:00' ends before it begins"),
        ('["10:00-10:00"]', "'10:00-10:00' ends before it begins"),
        ('["10:00-24:00"]', "'10:00-24:00' is no span like 09:30-17:00"),
        ('["10 to 4"]', "'10 to 4' is no span like 09:30-17:00"),
        ('["10:00-12:00-16:00"]', "is no span like 09:30-17:00"),
        ("[10]", "'10' is no span like 09:30-17:00"),
        ('["10:00+01:00-16:00+01:00"]', "has an offset"),
        ('["10:00-13:00", "12:00-16:00"]', "a span begins at 12:00, before or as another ends"),
        ('["13:00-16:00", "10:00-13:00"]', "a span begins at 13:00, before or as another ends"),
    ],
)
def test_an_impossible_span_is_named_with_its_line(tmp_path: Path, spans: str, reason: str) -> None:
    with pytest.raises(ProfileError) as caught:
        sample_clinic.clinic(tmp_path, changed('mon: ["10:00-16:00"]', f"mon: {spans}"))
    assert caught.value.reason.startswith("'hours")
    assert reason in caught.value.reason
    assert caught.value.line in (line_of("hours:"), line_of("mon:"))


def test_an_impossible_span_of_an_exception_is_named_too(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"'exceptions\.0\.hours\.0': '13:00-10:00' ends before it begins") as caught:
        sample_clinic.clinic(tmp_path, changed('hours: ["10:00-13:00"]', 'hours: ["13:00-10:00"]'))
    assert caught.value.line == line_of("- {date: 2026-12-24")


def test_spans_may_be_written_in_any_order(tmp_path: Path) -> None:
    text = changed('["09:30-12:00", "13:00-17:00"]', '["13:00-17:00", "09:30-12:00"]')
    assert [span.opens for span in sample_clinic.clinic(tmp_path, text).hours["tue"]] == [time(9, 30), time(13)]


@pytest.mark.parametrize("zone", ["Europe/Edmonton", "edmonton", '""', "America", "/etc/localtime", "../x", "x" * 300])
def test_an_unknown_zone_is_named_with_its_line(tmp_path: Path, zone: str) -> None:
    with pytest.raises(
        ProfileError, match=r"'timezone': there is no zone .*; write one like America/Edmonton"
    ) as caught:
        sample_clinic.clinic(tmp_path, changed("timezone: America/Edmonton", f"timezone: {zone}"))
    assert caught.value.line == line_of("timezone:")


def test_a_profile_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(LibraryFileError, match=r"clinic\.yml:1: cannot be read \(No such file or directory\)"):
        read_profile(tmp_path / "clinic.yml")
