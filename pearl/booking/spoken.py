"""One phrase about time, understood: Duckling's reading, with its known flaws put right."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from pearl.booking.date_reader import Found, found_in
from pearl.booking.date_words import DAY_WORDS, MONTHS, PARTS_OF_DAY, WEEKDAYS

_NUMBERS = {"a": 1, "one": 1, "1": 1, "two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}
_ANCHOR = "|".join(sorted(WEEKDAYS | {"today", "tomorrow"}))
_WEEKS_BEFORE = re.compile(
    r"\b(a|one|two|three|four|[1-4]) (week|weeks|fortnight) (?:(?:on|from|after) )?"
    rf"(?=(?:the )?(?:next )?(?:{_ANCHOR})\b)"
)
_WEEKS_AFTER = re.compile(rf"\b({_ANCHOR}) (week|fortnight)\b")
_DAY_AFTER = re.compile(rf"(?<!the )\bdays? (?=(?:after|before) (?:{'|'.join(sorted(WEEKDAYS))})\b)")
_FIGURES = re.compile(r"\b(\d{1,2})([/.-])(\d{1,2})(?:[/.-](\d{4}|\d{2}))?\b")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({'|'.join(sorted(MONTHS))})\b")
_MONTH_DAY = re.compile(rf"\b({'|'.join(sorted(MONTHS))}) (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])\b")
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_TENS = {"twenty": 20, "thirty": 30}
_UNITS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_SAYS_A_DAY = re.compile(
    rf"\b(?:{'|'.join(sorted((DAY_WORDS - PARTS_OF_DAY) | set(_UNITS)))})\b|\d(?:st|nd|rd|th)\b|\d[/-]\d"
    r"|this (?:morning|afternoon|evening)"
)
_DURATION = re.compile(r"\bin (?:\w+ ){1,2}(?:days?|weeks?|months?)\b")
_CLEAR = re.compile(
    r"\b(?:am|pm|noon|midnight|morning|afternoon|evening|night|tonight|lunch|lunchtime)\b"
    r"|\b(?:0\d|1[3-9]|2[0-3])[:.]\d\d\b|\bin (?:an?|\w+) hours?\b"
)
_PART = re.compile(r"\b(morning|afternoon|evening|night)\b")
_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(month_name) if name} | {"mar": 3}


@dataclass(frozen=True)
class Spoken:
    """What a phrase says: a day, a clock time (clear when its half of the day is known), a part of the day.

    `vague`: a stretch of days or an impossible date; `near` is where it begins.
    """

    day: date | None = None
    clock: time | None = None
    is_clear: bool = False
    part: str = ""
    vague: bool = False
    near: date | None = None

    @property
    def says_something(self) -> bool:
        return self.says_when or bool(self.part)

    @property
    def says_when(self) -> bool:
        return bool(self.day or self.clock or self.vague)


def read_phrase(phrase: str, wall: datetime) -> Spoken:
    """Understand one phrase; `wall` is the clinic's wall clock, without a zone."""
    text, weeks = _without_weeks(_DAY_AFTER.sub("", _in_figures(phrase)))
    if _impossible(text):
        return Spoken(vague=True)
    text = _FIGURES.sub(lambda match: _iso(match, wall.date()), text)
    spoken = Spoken(part=_part(text))
    for found in found_in(text, wall):
        if _is_near_our_time(found, wall):
            spoken = _with(spoken, found, text, weeks, wall)
    return spoken


def _with(spoken: Spoken, found: Found, text: str, weeks: int, wall: datetime) -> Spoken:
    if found.has_clock and found.begins and spoken.clock is None and not _DURATION.search(found.text):
        spoken = replace(spoken, clock=found.begins.time().replace(second=0), is_clear=bool(_CLEAR.search(text)))
    if not _SAYS_A_DAY.search(found.text) or spoken.day:
        return spoken
    day = _day_of(found)
    if day is None:
        return replace(spoken, vague=True, near=spoken.near or (found.begins.date() if found.begins else None))
    return replace(spoken, day=day + timedelta(weeks=weeks + _is_today_by_name(found, day, text, wall)))


def _is_today_by_name(found: Found, day: date, text: str, wall: datetime) -> bool:
    """Whether "wednesday" was said on a Wednesday: then the next one is meant, as Duckling says without a time."""
    named = any(re.search(rf"\b{weekday}\b", found.text) for weekday in WEEKDAYS)
    return named and day == wall.date() and not re.search(r"\d(?:st|nd|rd|th)\b|\d-\d|\btoday\b|\bthis\b", text)


def _day_of(found: Found) -> date | None:
    """The one day that was meant, or None for a longer stretch."""
    if "weekend" in found.text and found.begins:
        return found.begins.date() + timedelta(days=1)
    if not found.is_span:
        return found.begins.date() if found.begins and found.grain in {"day", "hour", "minute", "second"} else None
    if found.grain not in {"hour", "minute"}:
        return None
    if found.begins and found.ends and found.ends - found.begins > timedelta(days=1):
        return None
    edge = found.begins or found.ends
    return edge.date() if edge else None


def _without_weeks(text: str) -> tuple[str, int]:
    """Take "a week on" and the like away and count it here: Duckling reads "a week on monday" a week early."""
    if match := _WEEKS_BEFORE.search(text):
        return _WEEKS_BEFORE.sub("", text, 1), _NUMBERS[match[1]] * (2 if match[2] == "fortnight" else 1)
    if match := _WEEKS_AFTER.search(text):
        return _WEEKS_AFTER.sub(r"\1", text, 1), 2 if match[2] == "fortnight" else 1
    return text, 0


def _in_figures(text: str) -> str:
    """'thirty first' as '31st'."""
    pattern = rf"\b(twenty|thirty)[ -]({'|'.join(_UNITS)})\b"
    return re.sub(pattern, lambda match: _ordinal(_TENS[match[1]] + _UNITS.index(match[2]) + 1), text)


def _ordinal(number: int) -> str:
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _iso(match: re.Match[str], today: date) -> str:
    """A date in figures as ISO: month first as in Canada's English, unless only the other order can be meant."""
    first, mark, second, year = int(match[1]), match[2], int(match[3]), match[4]
    if year is None and mark != "/":
        return match[0]
    day_first = mark == "." or first > 12
    readings = [(second, first), (first, second)] if day_first else [(first, second), (second, first)]
    days = [day for month, number in readings if (day := _date(year, month, number, today))]
    ahead = [day for day in days if day >= today]
    return (ahead or days)[0].isoformat() if days else match[0]


def _date(year: str | None, month: int, number: int, today: date) -> date | None:
    years = [int(year) + (2000 if len(year) == 2 else 0)] if year else [today.year, today.year + 1]
    days = [date(one, month, number) for one in years if _exists(one, month, number)]
    return next((day for day in days if day >= today), days[0] if days else None)


def _exists(year: int, month: int, number: int) -> bool:
    return 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]


def _impossible(text: str) -> bool:
    """Whether a date is named that no calendar has, such as 31 February."""
    if match := _ISO.search(text):
        return not _exists(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_MONTH.search(text):
        return not _exists(2028, _MONTH_NUMBERS[match[2]], int(match[1]))
    if match := _MONTH_DAY.search(text):
        return not _exists(2028, _MONTH_NUMBERS[match[1]], int(match[2]))
    if match := _FIGURES.search(text):
        a, b = int(match[1]), int(match[3])
        return (match[2] == "/" or match[4] is not None) and not (_exists(2028, a, b) or _exists(2028, b, a))
    return False


def _is_near_our_time(found: Found, wall: datetime) -> bool:
    edge = found.begins or found.ends
    return edge is not None and wall.year - 1 <= edge.year <= wall.year + 3


def _part(text: str) -> str:
    match = _PART.search(text)
    return match[1] if match else ""
