"""An e-mail's words: subject, plain text and HTML, from the clinic's wording and a booking's facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from pearl.booking.change import BookingChange
from pearl.booking.phone import display_phone
from pearl.booking.summary import day_in_words, time_in_words
from pearl.clinic_facts import PLACEHOLDER
from pearl.clinic_profile import ClinicProfile
from pearl.errors import BadInput
from pearl.notices.facts import Audience, BookingFacts, facts, read_facts
from pearl.notices.wording import NoticeWording

NAME_LIMIT, TEXT_LIMIT, SUBJECT_LIMIT = 80, 500, 150
# Line ends and other control characters, and the signs that turn the reading direction of what follows.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
# A booking form that writes what strangers typed to an address that strangers typed must not carry their links.
_LINK = re.compile(r"://|www\.|@|\w\.[a-z]{2,}\b", re.IGNORECASE)


@dataclass(frozen=True)
class Letter:
    """One e-mail's words."""

    subject: str
    text: str
    html: str


def letter_about(
    change: BookingChange, audience: Audience, wording: NoticeWording, profile: ClinicProfile
) -> Letter | None:
    """What an audience will read about a change, before it is made; None when nobody is written to about it."""
    entries = wording.visitor if audience == "visitor" else wording.clinic
    told = read_facts(facts(change, change.kind))
    return compose(told, audience, wording, profile) if change.kind in entries else None


def compose(told: BookingFacts, audience: Audience, wording: NoticeWording, profile: ClinicProfile) -> Letter:
    """The e-mail about an event. Raises BadInput when the wording has no entry for it (any more)."""
    entries = wording.visitor if audience == "visitor" else wording.clinic
    if (found := entries.get(told.event)) is None:
        raise BadInput(
            f"notices.yml has no entry '{told.event}' under '{audience}' any more; put it back to send this."
        )
    values = placeholders(told, audience, wording, profile)
    return rendered(one_line(fill(found.subject, values), SUBJECT_LIMIT), in_paragraphs(found.text, values), profile)


def in_paragraphs(text: str, values: dict[str, str]) -> list[list[str]]:
    """A text's paragraphs as filled lines; a line, or a paragraph, that has nothing to say is left out."""
    paragraphs = [_lines(paragraph, values) for paragraph in re.split(r"\n\s*\n", text.strip())]
    return [lines for lines in paragraphs if lines]


def rendered(subject: str, paragraphs: list[list[str]], profile: ClinicProfile) -> Letter:
    """Paragraphs of lines as plain text and as HTML."""
    html = _template().render(subject=subject, paragraphs=paragraphs, language=profile.languages[0])
    return Letter(subject, "\n\n".join("\n".join(lines) for lines in paragraphs) + "\n", html)


def chat_text(told: BookingFacts, wording: NoticeWording, profile: ClinicProfile) -> str:
    """What a visitor reads in a chat about an event. Raises BadInput when the wording has no entry for it."""
    if (found := wording.telegram.get(told.event)) is None:
        raise BadInput(f"notices.yml has no entry '{told.event}' under 'telegram'; put one there to send this.")
    paragraphs = in_paragraphs(found, placeholders(told, "visitor", wording, profile))
    return "\n\n".join("\n".join(lines) for lines in paragraphs)


def chat_about(change: BookingChange, wording: NoticeWording, profile: ClinicProfile) -> str:
    """What a visitor will read in a chat about a change, before it is made; empty when nothing is said there about it."""
    told = read_facts(facts(change, change.kind))
    return chat_text(told, wording, profile) if change.kind in wording.telegram else ""


def placeholders(
    told: BookingFacts, audience: Audience, wording: NoticeWording, profile: ClinicProfile
) -> dict[str, str]:
    """What fills the braces; a text of a visitor's is one short line."""
    return {
        "clinic": profile.name,
        "phone": profile.phone,
        "email": profile.email,
        "address": profile.address_of(told.branch),
        "branch": told.branch,
        "patient": _patient(told.known_patient, wording),
        "directions": profile.directions.strip(),
        "reply_promise": profile.booking.reply_promise,
        "reference": told.reference,
        "when": _when(told, wording, profile),
        "answer_by": _moment(told.answer_by, wording, profile) if told.answer_by else "",
        "name": typed(told.name, NAME_LIMIT, audience),
        "reason": typed(told.reason, TEXT_LIMIT, audience),
        "visitor_phone": display_phone(told.phone) if told.phone else "",
        "visitor_email": one_line(told.email, TEXT_LIMIT),
        "by": wording.by_visitor if told.by == "visitor" else wording.by_staff,
        "to_be_confirmed": wording.to_be_confirmed if told.to_be_confirmed else "",
        "said": "\n".join(one_line(line, TEXT_LIMIT) for line in told.said.strip().splitlines()),
    }


def _patient(known: bool | None, wording: NoticeWording) -> str:
    if known is None:
        return ""
    return wording.known_patient if known else wording.new_patient


def fill(text: str, values: dict[str, str]) -> str:
    """The text with its placeholders filled, once: a value's own braces are not read again."""
    return PLACEHOLDER.sub(lambda match: values[match[1]], text)


def one_line(text: str, limit: int) -> str:
    """The text on one line without what is unfit for a header, and with three dots where it is cut at `limit`."""
    line = " ".join(_UNFIT.sub(" ", text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _lines(paragraph: str, values: dict[str, str]) -> list[str]:
    """A paragraph's lines; one whose placeholders are all there but empty is left out."""
    lines = []
    for line in paragraph.splitlines():
        names = PLACEHOLDER.findall(line)
        if all(values[name] for name in names):
            lines += fill(line, values).splitlines() or [""]
    return [line.strip() for line in lines if line.strip()]


def _when(told: BookingFacts, wording: NoticeWording, profile: ClinicProfile) -> str:
    if told.starts_at is None:
        return day_in_words(told.day)
    return _moment(told.starts_at, wording, profile)


def _moment(moment: datetime, wording: NoticeWording, profile: ClinicProfile) -> str:
    local = moment.astimezone(profile.zone)
    return fill(wording.when, {"day": day_in_words(local.date()), "time": time_in_words(local)})


def typed(text: str, limit: int, audience: Audience) -> str:
    """What a visitor typed, on one line; empty where it would carry a link to the address of whoever was named."""
    return "" if audience == "visitor" and _LINK.search(text) else one_line(text, limit)


@lru_cache(maxsize=1)
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("letter.html")
