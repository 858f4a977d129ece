"""A placeholder in braces is one that gets filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timezone

from pearl.clinic_facts import ClinicFacts
from pearl.clinic_profile import ClinicProfile
from pearl.hours import OpeningHours
from pearl.library.check.finding import Finding
from pearl.library.check.shelf import Shelf
from pearl.library.check.texts import VisitorText, library_texts, profile_texts

BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
NONE: frozenset[str] = frozenset()
IN_WORDING = {
    "open_now": frozenset({"closes"}),
    "closed_now": frozenset({"opens"}),
    "closed_today_holiday": frozenset({"holiday", "opens"}),
    "hours_line": frozenset({"days", "hours"}),
    "price_line": frozenset({"service", "price"}),
    "service_line": frozenset({"service", "performed_by"}),
    "reviewed_by": frozenset({"reviewer", "date"}),
    "checked_on": frozenset({"date"}),
    "today_at": frozenset({"time"}),
    "tomorrow_at": frozenset({"time"}),
    "day_at": frozenset({"day", "time"}),
    "more_sources": frozenset({"sources", "count"}),
}


def unknown_placeholders(shelf: Shelf) -> Iterator[Finding]:
    """Words in braces that nothing fills in, and lone braces; Rasa's domain has its own (slots) and is not asked."""
    if shelf.profile is None:
        return
    in_library = _filled_in_library(shelf.profile.content)
    for text in library_texts(shelf):
        yield from _unknown(text, in_library)
    for text in profile_texts(shelf.profile):
        in_wording = text.place[0] == "wording"
        yield from _unknown(text, IN_WORDING.get(str(text.place[-1]), NONE) if in_wording else NONE)


def _filled_in_library(profile: ClinicProfile) -> frozenset[str]:
    """The placeholders that the facts of a clinic fill in, whatever the moment."""
    moment = datetime(2026, 1, 1, tzinfo=timezone.utc)
    return frozenset(ClinicFacts(profile, OpeningHours(profile), moment).values())


def _unknown(text: VisitorText, known: frozenset[str]) -> Iterator[Finding]:
    for match in BRACES.finditer(text.text):
        if match[1] not in known:
            message = f"nothing fills in '{match.group()}'; known here: {', '.join(sorted(known)) or 'none'}."
            yield text.finding("placeholder", match.start(), message)
