"""Everything a message gives to the booking form, before anybody judges it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pearl.booking.branches import read_branch
from pearl.booking.days import Mention, mentioned
from pearl.booking.email import email_spans, read_email
from pearl.booking.form_message import FormMessage
from pearl.booking.names import looks_like_a_name, name_span, read_name, stated_name
from pearl.booking.patient import answered_patient, read_patient
from pearl.booking.phone import holds_a_phone, phone_spans, read_phone
from pearl.booking.reasons import read_reason, stated_reason

_AFTER_A_NAME = re.compile(r"\s*(?:[,;(+]|\d|\b(?:and )?my (?:phone|number|cell|mobile)\b)", re.IGNORECASE)


@dataclass(frozen=True)
class Given:
    """The parts of a message; `bad_phone` says that digits were meant as a phone number and can't be one.

    `bad_email` says the same of an address; `known_patient` is None when nothing was said about it, `only_contact` when there
    is a phone number or an address and not a word beside it.
    """

    name: str | None
    phone: str | None
    bad_phone: bool
    email: str | None
    bad_email: bool
    known_patient: bool | None
    branch: str | None
    only_contact: bool
    time: Mention
    reason: str | None
    stated_reason: str | None

    @property
    def speaks_of_time(self) -> bool:
        return bool(self.time.day or self.time.clock or self.time.vague or self.time.bad_clock or self.time.any_time)

    def answers(self, requested: str | None) -> bool:
        """Whether it holds something for the form that is no guess."""
        slot = (requested or "").removeprefix("booking_")
        wants_time = slot in {"day", "confirmed", ""}
        reached = self.phone or self.bad_phone or self.email or self.bad_email
        told = self.known_patient is not None or self.branch is not None
        return bool(self.name or reached or told or (self.speaks_of_time and wants_time) or self.time.day)


def given_in(
    message: FormMessage, now: datetime, asked: str, branches: Sequence[str] = (), wants_clock: bool = False
) -> Given:
    """Read a message; `asked` is what the visitor was asked for, such as "day", "confirmed" or nothing.

    `wants_clock`: a day is known, and a time of it would be welcome.
    """
    branch = read_branch(message.words, branches, asked == "branch")
    answered = _patient(message) if asked == "known_patient" else None
    email, known, message = _set_apart(_without(branch, message))
    text = message.words
    time = picked_time(message.picked) or mentioned(text, now, asked == "day", wants_clock)
    phone = read_phone(text)
    name = _name(message, asked, time)
    story = time.day is not None and time.day <= now.date()
    taken = [*(() if story else time.spans), *phone_spans(text), *_name_spans(text, asked)]
    digits = asked == "phone" and sum(character.isdigit() for character in text) >= 3 and not time.day
    return Given(
        name=name,
        phone=phone,
        bad_phone=phone is None and (holds_a_phone(text) or digits),
        email=email,
        bad_email=email is None and "@" in text and asked in ("phone", "confirmed"),
        known_patient=answered if known is None else known,
        branch=branch,
        only_contact=bool(phone or email) and not re.search(r"[^\W\d_]", _without_phones(text)),
        time=time,
        reason=read_reason(message, taken, asked == "reason"),
        stated_reason=stated_reason(text),
    )


def _without(branch: str | None, message: FormMessage) -> FormMessage:
    """The message without a branch, which is no name of a person."""
    if not branch:
        return message
    named = re.compile(re.escape(branch), re.IGNORECASE)
    return replace(message, text=named.sub(lambda found: "," * len(found[0]), message.text))


def _without_phones(text: str) -> str:
    for start, end in phone_spans(text):
        text = text[:start] + "," * (end - start) + text[end:]
    return text


def _patient(message: FormMessage) -> bool | None:
    """The answer to whether the visitor is known; a tap on a button has no words."""
    if not message.words:
        return {"affirm": True, "deny": False}.get(message.intent)
    return answered_patient(message.words)


def _set_apart(message: FormMessage) -> tuple[str | None, bool | None, FormMessage]:
    """An address and whether the visitor is known, and the message without them: no digit or name of theirs counts."""
    text, email = message.words, read_email(message.words)
    for start, end in email_spans(text) if email else []:
        text = text[:start] + "," * (end - start) + text[end:]
    patient = read_patient(text)
    if patient:
        start, end = patient[1]
        text = text[:start] + "," * (end - start) + text[end:]
    known = patient[0] if patient else None
    return email, known, replace(message, text=text) if text != message.words else message


def picked_time(iso: str) -> Mention | None:
    """The day, and the time if there is one, of a button; None for no button and for what no button of Pearl sends."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return None
    return Mention(day=moment.date(), clock=moment.time() if "T" in iso else None, is_clear=True)


def _name(message: FormMessage, asked: str, time: Mention) -> str | None:
    """A name: stated, or bare when asked for it, or the capitalised rest of a correction ("no, Dana Smith")."""
    text = message.words
    if stated := stated_name(text, asked in {"name", "confirmed"}):
        return stated
    if asked == "name" and not message.is_question and not time.any_time and not _only_a_day(text, time):
        return _bare(message)
    rest = message.after_refusal
    correction = asked == "confirmed" and rest != text and 2 <= len(rest.split()) <= 4 and looks_like_a_name(rest)
    return read_name(rest, True) if correction and not time.day and not message.is_question else None


def _only_a_day(text: str, time: Mention) -> bool:
    """Whether the text begins with a day or a time, as "Tuesday at 3" does and "Dana, Tuesday at 3" does not."""
    return any(start <= len(text) - len(text.lstrip()) + 3 for start, _ in time.spans) and bool(time.day or time.clock)


def _bare(message: FormMessage) -> str | None:
    text = message.words
    if message.has_sure_topic and not (looks_like_a_name(text) and " " in text):
        return None
    return read_name(text, True) or _at_the_start(text)


def _at_the_start(text: str) -> str | None:
    """The name in "Dana Smith, 780 555 0134" and "dana and my number is 780 555 0134"."""
    first = _AFTER_A_NAME.split(text, maxsplit=1)[0]
    return read_name(first, True) if first != text and len(first.split()) <= 3 else None


def _name_spans(text: str, asked: str) -> list[tuple[int, int]]:
    span = name_span(text, asked in {"name", "confirmed"})
    return [(span[0], span[2])] if span else []
