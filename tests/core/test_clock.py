"""The clock: the machine's, or one that stands still."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from pearl.clock import FixedClock, SystemClock, fixed_clock
from pearl.errors import BadInput

EDMONTON = ZoneInfo("America/Edmonton")


def test_the_systems_clock_tells_the_time_in_utc() -> None:
    before = datetime.now(timezone.utc)
    moment = SystemClock().now()
    assert moment.utcoffset() == timedelta(0)
    assert before <= moment <= datetime.now(timezone.utc)


def test_a_fixed_clock_stands_still() -> None:
    clock = FixedClock(datetime(2026, 11, 25, 11, tzinfo=EDMONTON))
    assert clock.now() == clock.now() == datetime(2026, 11, 25, 11, tzinfo=EDMONTON)


@pytest.mark.parametrize(
    ("iso", "utc"),
    [
        ("2026-11-25T11:00", "2026-11-25T18:00+00:00"),  # the clinic's winter time
        ("2026-07-01T11:00", "2026-07-01T17:00+00:00"),  # and its daylight saving time
        ("2026-11-25 11:00:30", "2026-11-25T18:00:30+00:00"),
        ("2026-11-25", "2026-11-25T07:00+00:00"),
        ("2026-11-25T11:00Z", "2026-11-25T11:00+00:00"),
        ("2026-11-25T11:00+02:00", "2026-11-25T09:00+00:00"),
    ],
)
def test_an_iso_moment_without_an_offset_is_the_zones_wall_clock(iso: str, utc: str) -> None:
    assert fixed_clock(iso, EDMONTON).now() == datetime.fromisoformat(utc)


@pytest.mark.parametrize("text", ["", "tomorrow", "25.11.2026", "2026-02-30", "2026-11-25T25:00", "11:00"])
def test_what_is_no_moment_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInput, match="is not a moment like 2026-11-25T11:00"):
        fixed_clock(text, EDMONTON)
