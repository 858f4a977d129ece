"""The short form for a booking that a visitor has: what is known, a message in, what changes out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from pearl.booking.calendar import BookingCalendar
from pearl.booking.days import Mention, mentioned
from pearl.booking.email import email_spans, read_email
from pearl.booking.form_message import INTERRUPTIONS, NEVER_A_TIME, SMALL_TALK, FormMessage
from pearl.booking.given import picked_time
from pearl.booking.loose_times import is_any_time
from pearl.booking.phone import phone_spans, read_phone
from pearl.booking.wishes import Problem, free_times, wish
from pearl.reference import read_reference

REFERENCE, CONTACT, DAY, TIME, CONFIRMED = "own_reference", "own_contact", "own_day", "own_time", "own_confirmed"
STATUS, MOVE, CANCEL = "booking_status", "reschedule_appointment", "cancel_appointment"
NO_REMINDERS = "stop_reminders"
TASKS = (STATUS, MOVE, CANCEL, NO_REMINDERS)
# What is typed in the middle of one errand and begins another.
_OTHER_TASK = {
    CANCEL: re.compile(r"\b(?:cancel\w*|cancle|call (?:it )?off)\b", re.IGNORECASE),
    MOVE: re.compile(r"\b(?:move|moving|resched\w*|postpone|another (?:day|time|date))\b", re.IGNORECASE),
}
_FROM_AND_TO = re.compile(r"\bto\b", re.IGNORECASE)
_UNCLEAR = {
    REFERENCE: "own_reference_unclear",
    CONTACT: "own_contact_unclear",
    TIME: "own_time_unclear",
    CONFIRMED: "own_confirmed_unclear",
}


@dataclass(frozen=True)
class OwnState:
    """What the form knows; `task` is the intent that it serves, `requested` the slot the visitor was just asked for.

    `time` is an ISO moment with offset, `day` an ISO date that still lacks a time.
    """

    task: str
    requested: str | None = None
    reference: str | None = None
    contact: str | None = None
    day: str | None = None
    time: str | None = None
    confirmed: bool | None = None

    def next_slot(self) -> str | None:
        """The slot to ask for, None when the task can be done."""
        wanted = {
            STATUS: (REFERENCE, CONTACT),
            NO_REMINDERS: (REFERENCE, CONTACT),
            MOVE: (REFERENCE, CONTACT, TIME, CONFIRMED),
            CANCEL: (REFERENCE, CONTACT, CONFIRMED),
        }[self.task]
        return next((slot for slot in wanted if getattr(self, slot.removeprefix("own_")) is None), None)

    def changed(self, changes: dict[str, Any]) -> OwnState:
        """The state after changes of its slots."""
        return replace(self, **{slot.removeprefix("own_"): value for slot, value in changes.items()})


@dataclass(frozen=True)
class OwnStep:
    """What a message does: slots to set, problems to tell, or nothing because other rules answer (`rejected`)."""

    changes: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    rejected: bool = False


def other_task(task: str, message: FormMessage) -> str:
    """The errand after a message in the middle of one: a tap or plain words change it, a guess at the intent doesn't."""
    pattern = _OTHER_TASK.get(message.intent)
    if message.intent == NO_REMINDERS:
        return NO_REMINDERS
    tapped = message.text.startswith("/") and message.intent in TASKS
    return message.intent if tapped or (pattern and pattern.search(message.words)) else task


def fill_own(state: OwnState, message: FormMessage, calendar: BookingCalendar, now: datetime) -> OwnStep:
    """Take from a message everything that the form can use; `now` is an aware moment. Never raises on any text."""
    if message.intent in INTERRUPTIONS - set(TASKS) and not _leaves_the_time(state, message):
        return OwnStep(rejected=True)
    changes = _pair(state, message)
    problems: list[Problem] = []
    if state.task == MOVE:
        _take_time(state, message, calendar, now.astimezone(calendar.zone), changes, problems)
    if state.requested == CONFIRMED and not changes and not problems:
        return _confirmed(state, message)
    if changes or problems or state.requested is None or _gives_a_pair(state, message) or _begins_a_task(message):
        return OwnStep(changes, problems)
    return _nothing_given(state, message)


def _leaves_the_time(state: OwnState, message: FormMessage) -> bool:
    """Whether it answers "when?" with "I don't mind", which sounds like a stop."""
    may_be = state.requested == TIME and message.intent not in NEVER_A_TIME
    return may_be and is_any_time(message.words)


def _begins_a_task(message: FormMessage) -> bool:
    return other_task("", message) != ""


def _gives_a_pair(state: OwnState, message: FormMessage) -> bool:
    """Whether it names what is known already."""
    return bool(_pair(replace(state, reference=None, contact=None), message))


def _pair(state: OwnState, message: FormMessage) -> dict[str, Any]:
    """A reference and a contact; digits of the one are not read as the other."""
    text, changes = message.words, {}
    if found := read_reference(text, asked=state.requested == REFERENCE):
        reference, (start, end) = found
        changes[REFERENCE] = reference
        text = text[:start] + " | " + text[end:]
    if contact := read_email(text) or read_phone(text):
        changes[CONTACT] = contact
    return {slot: value for slot, value in changes.items() if value != getattr(state, slot.removeprefix("own_"))}


def _take_time(
    state: OwnState, message: FormMessage, calendar: BookingCalendar, now: datetime,
    changes: dict[str, Any], problems: list[Problem],
) -> None:  # fmt: skip
    """The new time; a day alone is kept until its time is told."""
    asked = state.requested == TIME
    mention = picked_time(message.picked) or _new_time(
        _without_pair(message.words), now, asked, wants_clock=asked and state.day is not None
    )
    expected = state.requested in (TIME, CONFIRMED)
    if not (mention.day or mention.clock or (expected and (mention.vague or mention.bad_clock or mention.any_time))):
        return
    before = datetime.fromisoformat(state.time) if state.time else None
    known = before.date() if before else date.fromisoformat(state.day) if state.day else None
    result = wish(mention, known, before, calendar, now)
    if result.starts_at:
        changes.update({DAY: None, TIME: result.starts_at.isoformat(), CONFIRMED: None})
    elif result.day and not result.problem:
        changes.update({DAY: result.day.isoformat(), TIME: None, CONFIRMED: None})
        problems.append(free_times(result.day, calendar, now))
    elif result.problem:
        problems.append(result.problem)


def _new_time(text: str, now: datetime, asked: bool, wants_clock: bool) -> Mention:
    """What is said about the new time: after "from Tuesday to" only what follows."""
    last = mentioned(_FROM_AND_TO.split(text)[-1], now, asked, wants_clock)
    return last if last.day or last.clock else mentioned(text, now, asked, wants_clock)


def _without_pair(text: str) -> str:
    found = read_reference(text)
    for start, end in [*phone_spans(text), *email_spans(text), *([found[1]] if found else [])]:
        text = text[:start] + "|" * (end - start) + text[end:]
    return text


def _confirmed(state: OwnState, message: FormMessage) -> OwnStep:
    """Yes, or the wish said again, does it; no leaves everything as it is."""
    if message.is_yes or (message.intent == state.task and not message.is_no):
        return OwnStep({CONFIRMED: True})
    if message.is_no:
        return OwnStep({CONFIRMED: False})
    return OwnStep() if _begins_a_task(message) else _nothing_given(state, message)


def _nothing_given(state: OwnState, message: FormMessage) -> OwnStep:
    """Other rules answer what is for them, and what is for nobody is asked again."""
    if message.is_question or message.has_sure_topic or message.intent in SMALL_TALK | {"book_appointment"}:
        return OwnStep(rejected=True)
    return OwnStep({}, [Problem(_UNCLEAR[state.requested])] if state.requested else [])
