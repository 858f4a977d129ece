"""Opening hours are the profile's; texts name them by placeholder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time

from pearl.clinic_profile import ClinicProfile
from pearl.library.check.finding import Finding
from pearl.library.check.shelf import Shelf
from pearl.library.check.texts import VisitorText, clinic_claims

TIME = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s?(?P<half>[ap])\.?m\b|\b(?P<h>\d{1,2}):(?P<m>\d\d)\b", re.IGNORECASE
)
DAY = re.compile(
    r"\b(?P<state>open|closed|shut) (?:on |every |each |all )*(?P<day>mon|tues|wednes|thurs|fri|satur|sun)days?\b",
    re.IGNORECASE,
)


def conflicting_hours(shelf: Shelf) -> Iterator[Finding]:
    """Literal times at which the clinic neither opens nor closes, and days said to be open that are not."""
    if shelf.profile is None:
        return
    for text in clinic_claims(shelf):
        yield from _wrong_times(text, shelf.profile.content)
        yield from _wrong_days(text, shelf.profile.content)


def _wrong_times(text: VisitorText, profile: ClinicProfile) -> Iterator[Finding]:
    spans = [*profile.hours.values(), *(exceptional.hours for exceptional in profile.exceptions)]
    known = {moment for day in spans for span in day for moment in (span.opens, span.closes)}
    for match in TIME.finditer(text.text):
        if not known.intersection(_readings(match)):
            message = f"'{match.group()}' is not in the hours of the clinic's profile; write {{hours}}."
            yield text.finding("opening-hours", match.start(), message)


def _wrong_days(text: VisitorText, profile: ClinicProfile) -> Iterator[Finding]:
    for match in DAY.finditer(text.text):
        spans = next(spans for day, spans in profile.hours.items() if match["day"].lower().startswith(day))
        if bool(spans) != (match["state"].lower() == "open"):
            message = f"'{match.group()}' is not so in the clinic's profile; write {{hours}}."
            yield text.finding("opening-hours", match.start(), message)


def _readings(match: re.Match[str]) -> list[time]:
    """The times that may be meant: 5:00 without am or pm is 5:00 or 17:00; none when there is no such time."""
    hour, minute = int(match["hour"] or match["h"]), int(match["minute"] or match["m"] or 0)
    halves = {"a": [hour % 12], "p": [hour % 12 + 12]}
    hours = halves.get((match["half"] or "").lower(), [hour, hour + 12])
    return [time(one, minute) for one in hours if one < 24 and minute < 60]
