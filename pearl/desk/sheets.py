"""The desk's sheets of paper: templates filled with what is known, every text escaped and tidied."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from pearl.booking.phone import display_phone
from pearl.booking.summary import day_in_words, time_in_words
from pearl.desk.door import CSRF, Visit
from pearl.notices.letter import one_line

FOLDER = Path(__file__).resolve().parent
LINE_LIMIT, TEXT_LIMIT = 200, 4000


def sheet(visit: Visit, name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page for somebody who is signed in."""
    account = visit.who.account
    counts = _counts(visit) if account.may("see") else {}
    shown = {
        "account": account,
        CSRF: visit.who.session.csrf,
        "counts": counts,
        "path": visit.request.url.path,
        **values,
    }
    return HTMLResponse(render(name, visit.desk.services.profile, visit.desk.services.clock.now(), **shown), status)


def render(name: str, profile: Any, now: datetime, **values: Any) -> str:
    """A template, filled; `account` is None for somebody who is not signed in."""
    known = {"account": None, "clinic": profile.name, "here": Here(profile.zone, now), **values}
    return _templates().get_template(name).render(known)


class Here:
    """Moments and days in words, by the clinic's clock."""

    def __init__(self, zone: ZoneInfo, now: datetime) -> None:
        self._zone, self._now = zone, now

    @property
    def today(self) -> date:
        return self._now.astimezone(self._zone).date()

    def time(self, moment: datetime) -> str:
        return time_in_words(moment.astimezone(self._zone))

    def day(self, day: date) -> str:
        """'Tuesday 1 December', with the year only when it is not this one."""
        words = day_in_words(day)
        return words.removesuffix(f" {day.year}") if day.year == self.today.year else words

    def short(self, day: date) -> str:
        """'Tue 1 Dec'."""
        weekday, number, month, _ = day_in_words(day).split()
        return f"{weekday[:3]} {number} {month[:3]}"

    def when(self, moment: datetime) -> str:
        """'today, 2:00 pm', 'tomorrow, …', else the day."""
        day = moment.astimezone(self._zone).date()
        near = {
            self.today: "today",
            self.today + timedelta(days=1): "tomorrow",
            self.today - timedelta(days=1): "yesterday",
        }
        return f"{near.get(day, self.day(day))}, {self.time(moment)}"

    def of(self, booking: Any) -> str:
        """When a booking is for."""
        if booking.starts_at is None:
            return f"{self.day(booking.day)}, no time yet"
        return f"{self.day(booking.day)}, {self.time(booking.starts_at)}"

    def iso(self, moment: datetime) -> str:
        return moment.astimezone(self._zone).isoformat(timespec="minutes")


def _counts(visit: Visit) -> dict[str, int]:
    current, now = visit.desk.services, visit.desk.services.clock.now()
    waiting = current.waiting()
    return {
        "requests": len(waiting),
        "overdue": sum(one.is_urgent(now) for one in waiting),
        "conversations": len(current.handovers.handovers(["waiting"])),
    }


def line(text: str, limit: int = LINE_LIMIT) -> str:
    """What somebody typed, on one line, without signs that turn the reading direction of the page."""
    return one_line(text, limit)


def lines(text: str) -> list[str]:
    """What somebody typed, line by line."""
    return [one_line(part, TEXT_LIMIT) for part in text.strip().splitlines()]


def person(by: str) -> str:
    """Who did it, in words: 'the visitor', or a name at the clinic."""
    author, _, name = by.partition(":")
    return name or {"visitor": "the visitor", "pearl": "Pearl"}.get(author, author)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    loader = FileSystemLoader(FOLDER / "templates")
    templates = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    phone = lambda number: display_phone(number) if number else ""  # noqa: E731
    templates.filters.update(line=line, lines=lines, person=person, phone=phone)
    return templates
