"""Which day and time a visitor wants, from what they typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pearl.booking.calendar import BookingCalendar
from pearl.booking.date_phrases import phrases
from pearl.booking.loose_times import bare_hour, is_any_time
from pearl.booking.spoken import Spoken, read_phrase

_ONLY_AN_ORDINAL = re.compile(r"(?:the )?(\d{1,2}(?:st|nd|rd|th))[.!]?(?: please)?", re.IGNORECASE)
_NO_CLOCK = re.compile(r"(?<![\d:])(?:2[4-9]|[3-9]\d):\d\d|(?<![\d:])\d{1,2}:[6-9]\d")


@dataclass(frozen=True)
class WantedTime:
    """The wanted day and, when a clear clock time was said, the aware moment.

    `ambiguous`: a time was said that opening hours can't decide ("at 3"); `choices` are then its two readings.
    """

    day: date
    starts_at: datetime | None = None
    ambiguous: bool = False
    choices: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class Mention:
    """Everything about time in a text: the first day, the first clock time, and where the words stand.

    `vague` says that a time was spoken of without one day ("next week", "31 February"), `near` where that lies.
    `any_time` says that the choice of the time, and of a day that is not named, is left to the clinic.
    """

    day: date | None = None
    clock: time | None = None
    is_clear: bool = False
    vague: bool = False
    near: date | None = None
    bad_clock: bool = False
    part: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    any_time: bool = False


def read_day(
    text: str, now: datetime, hours: BookingCalendar | None = None, on: date | None = None
) -> WantedTime | None:
    """Read the first day in a text; `now` is aware, in the clinic's zone; `on` is the day of a bare clock time.

    Without `hours` a time without am or pm is always ambiguous.
    """
    mention = mentioned(text, now)
    day = mention.day or (on if mention.clock else None)
    return wanted(mention, day, now, hours) if day else None


def mentioned(text: str, now: datetime, asked: bool = False, wants_clock: bool = False) -> Mention:
    """What a text says about time, without a judgement on whether the clinic can do it.

    When a day was `asked` for, "the 3rd" alone is one; when a day `wants_clock`, "3" alone is its time.
    """
    wall = now.replace(tzinfo=None)
    if wants_clock and (hour := bare_hour(text)):
        text = f"at {hour}"
    if asked and (match := _ONLY_AN_ORDINAL.fullmatch(text.strip())):
        text = f"on the {match[1]}"
    # "Thursday 25:00" must not be read as a Thursday of the year 2025.
    clocked = _NO_CLOCK.sub(lambda found: "," * len(found[0]), text)
    said = [(phrase, read_phrase(phrase.text, wall)) for phrase in phrases(clocked)]
    useful = [(phrase, spoken) for phrase, spoken in said if spoken.says_something]
    day = next((spoken.day for _, spoken in useful if spoken.day), None)
    timed = next((spoken for _, spoken in useful if spoken.clock), Spoken())
    part = next((spoken.part for _, spoken in useful if spoken.part), "")
    return Mention(
        day=day,
        clock=_shifted(timed, part),
        is_clear=timed.is_clear or (timed.clock is not None and bool(part)),
        part=part,
        vague=day is None and any(spoken.vague for _, spoken in useful),
        near=next((spoken.near for _, spoken in useful if spoken.near), None),
        bad_clock=bool(_NO_CLOCK.search(text)),
        spans=tuple((phrase.start, phrase.end) for phrase, spoken in useful if spoken.says_when),
        any_time=(asked or wants_clock or day is not None) and timed.clock is None and is_any_time(text),
    )


def wanted(mention: Mention, day: date, now: datetime, hours: BookingCalendar | None) -> WantedTime:
    """The mention as a moment of a day; a time without am or pm is the one that opening hours allow."""
    if mention.clock is None:
        return WantedTime(day)
    clocks = [mention.clock] if mention.is_clear else _both_halves(mention.clock)
    moments = [datetime.combine(day, clock, now.tzinfo) for clock in clocks]
    fitting = [moment for moment in moments if hours is not None and hours.fits(day, moment.time())]
    if len(moments) == 1 or len(fitting) == 1:
        return WantedTime(day, (fitting or moments)[0])
    return WantedTime(day, ambiguous=True, choices=tuple(moments))


def nearest_days(hours: BookingCalendar, now: datetime, count: int, wanted: date | None = None) -> list[date]:
    """The `count` days nearest to the wanted one (else to today) for which one can still ask, in order."""
    return hours.nearest_days(now, count, wanted)


def _both_halves(clock: time) -> list[time]:
    other = datetime.combine(date.min + timedelta(days=1), clock) + timedelta(hours=12)
    return sorted([clock, other.time()])


def _shifted(spoken: Spoken, part: str) -> time | None:
    """The clock time, moved to the afternoon when another phrase says so ("at 3, afternoon please")."""
    if spoken.clock is None or spoken.is_clear or part not in {"afternoon", "evening", "night"}:
        return spoken.clock
    return spoken.clock.replace(hour=spoken.clock.hour % 12 + 12)
