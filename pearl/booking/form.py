"""The booking form as a pure function: what is known, a message in, what changes out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pearl.booking.calendar import BookingCalendar
from pearl.booking.form_message import (
    ABOUT_A_BOOKING,
    INTERRUPTIONS,
    NEVER_A_TIME,
    NEVER_AN_ANSWER,
    SMALL_TALK,
    FormMessage,
)
from pearl.booking.form_state import (
    BRANCH,
    CONFIRMED,
    DAY,
    EMAIL,
    KNOWN_PATIENT,
    NAME,
    PATIENT_ASKED,
    PHONE,
    REASON,
    SITE,
    STARTS_AT,
    STOPPING,
    FormState,
    FormStep,
)
from pearl.booking.given import Given, given_in
from pearl.booking.names import stated_name
from pearl.booking.read_back import ONLY_NAMED, at_the_read_back, to_be_changed
from pearl.booking.wishes import Problem, Wish, wish

__all__ = ["FormMessage", "FormState", "FormStep", "Problem", "fill"]

# What speaks of a booking that is there already; "tuesday at 3" alone may sound like a question about one.
_OF_A_BOOKING = re.compile(
    r"\b(?:cancel|mov|re-?schedul|chang|status|book|appointment|appt|visit|reference|confirm|prl)", re.IGNORECASE
)


def fill(state: FormState, message: FormMessage, calendar: BookingCalendar, now: datetime) -> FormStep:
    """Take from a message everything that the form can use; `now` is an aware moment. Never raises on any text."""
    if state.stopping and (message.is_yes or message.is_no) and message.intent not in INTERRUPTIONS:
        return FormStep({STOPPING: None}, stops=message.is_yes)
    if state.asks(CONFIRMED) and ONLY_NAMED.fullmatch(message.words):
        return to_be_changed(state, message)
    local = now.astimezone(calendar.zone)
    asked = state.requested.removeprefix("booking_") if state.requested else ""
    given = given_in(message, local, asked, state.branches, wants_clock=_wants_clock(state))
    if _is_for_others(state, message, given):
        return FormStep(rejected=True)
    changes, problems = _taken(state, message, given, calendar, local)
    if state.asks(CONFIRMED):
        return replace(
            at_the_read_back(state, message, given, changes, problems), notes=_assumed(message, given, changes)
        )
    if not changes and not problems and asked:
        problems = _missed(state, message, given, calendar, local)
    if state.asks(KNOWN_PATIENT) and not message.is_repeat:
        changes[PATIENT_ASKED] = True
    return FormStep(changes, problems, notes=_assumed(message, given, changes))


def _assumed(message: FormMessage, given: Given, changes: Mapping[str, Any]) -> list[Problem]:
    """That the time asked about is free; that "any time" was taken for the first; that "at 3" was for the afternoon."""
    if message.is_question and changes.get(STARTS_AT) and changes.get(DAY):
        return [Problem("time_free", {"day": changes[DAY], "starts_at": changes[STARTS_AT]})]
    if given.time.any_time and changes.get(STARTS_AT):
        day = changes.get(DAY) or changes[STARTS_AT][:10]
        return [Problem("time_first", {"day": day, "starts_at": changes[STARTS_AT]})]
    if given.time.clock is None or given.time.is_clear or not changes.get(STARTS_AT):
        return []
    return [Problem("time_assumed", {"starts_at": changes[STARTS_AT]})]


def _is_for_others(state: FormState, message: FormMessage, given: Given) -> bool:
    """Whether other rules answer this message, after which the form goes on."""
    if _answers_a_choice(state, message, given) or _leaves_the_time(state, message, given):
        return False
    if message.intent in INTERRUPTIONS and not (_is_the_name(state, message) or _is_the_day(state, message, given)):
        return True
    # "Send it" is a yes, though it also sounds like a question for the clinic's address.
    if state.asks(CONFIRMED) and (message.is_yes or (message.is_no and not message.has_sure_topic)):
        return False
    useful = given.answers(state.requested) or _gives_the_missing_time(state, given)
    if message.intent in SMALL_TALK and not (state.asks(NAME) and message.greets_nobody):
        return not useful or (
            message.intent == "talk_to_a_person"
            and not (_is_a_contact(state, message, given) or given.name or given.only_contact)
        )
    if message.is_question:
        return not _asks_for_a_day(state, message, given)
    return message.has_sure_topic and not useful and not (state.asks(REASON) and given.reason)


def _is_a_contact(state: FormState, message: FormMessage, given: Given) -> bool:
    """Whether it answers the question for a contact: with one, or with digits alone that can be none ("555-0134")."""
    only_digits = given.bad_phone and not any(character.isalpha() for character in message.words)
    return state.asks(PHONE) and bool(given.phone or given.email or only_digits)


def _answers_a_choice(state: FormState, message: FormMessage, given: Given) -> bool:
    """Whether it answers one of the questions that have buttons, whatever else a few words like these may mean."""
    if message.is_question or message.intent in NEVER_AN_ANSWER:
        return False
    return (state.asks(BRANCH) and given.branch is not None) or (
        state.asks(KNOWN_PATIENT) and given.known_patient is not None
    )


def _leaves_the_time(state: FormState, message: FormMessage, given: Given) -> bool:
    """Whether it answers "when?" with "any time", which sounds like thanks, or "I don't mind", which sounds like a stop."""
    wanted = state.asks(DAY) or state.lacks_its_time
    return given.time.any_time and wanted and message.intent not in NEVER_A_TIME


def _is_the_name(state: FormState, message: FormMessage) -> bool:
    """Whether it states the name that was asked for: "my name is Ada" is read as a question for Pearl's own name."""
    asked = state.asks(NAME) and message.intent == "bot_challenge" and not message.is_question
    return asked and stated_name(message.words, asked=True) is not None


def _is_the_day(state: FormState, message: FormMessage, given: Given) -> bool:
    """Whether it states the day that was asked for and no word speaks of another booking."""
    of_a_booking = message.intent in ABOUT_A_BOOKING and _OF_A_BOOKING.search(message.words) is None
    return of_a_booking and state.asks(DAY) and given.time.day is not None and not message.is_question


def _wants_clock(state: FormState) -> bool:
    """Whether a day is known that a bare "3" or "any time" can be a time of."""
    return state.lacks_its_time or (state.day is not None and state.asks(CONFIRMED))


def _gives_the_missing_time(state: FormState, given: Given) -> bool:
    """Whether it is a time ("5 pm") for a day that was taken without one."""
    return (given.time.clock is not None or given.time.any_time) and state.lacks_its_time


def _asks_for_a_day(state: FormState, message: FormMessage, given: Given) -> bool:
    """Whether a question is a wish, such as "can I come on Tuesday?" or "is Thursday ok?"."""
    if message.intent == "book_appointment" or (message.is_booking and given.speaks_of_time):
        return True
    offered = given.speaks_of_time and (state.asks(DAY) or state.asks(CONFIRMED)) and len(message.words.split()) <= 8
    return offered and not (message.has_sure_topic and message.topic_label != "faq/opening_hours")


def _taken(
    state: FormState, message: FormMessage, given: Given, calendar: BookingCalendar, now: datetime
) -> tuple[dict[str, Any], list[Problem]]:
    changes: dict[str, Any] = {}
    problems: list[Problem] = []
    if given.name and given.name != state.name:
        changes[NAME] = given.name
    if given.phone and given.phone != state.phone:
        changes[PHONE] = given.phone
    if given.email and given.email != state.email:
        changes[EMAIL] = given.email
    if given.known_patient is not None and given.known_patient != state.known_patient:
        changes[KNOWN_PATIENT] = given.known_patient
    if given.branch and given.branch != state.branch:
        changes[BRANCH] = given.branch
    if given.bad_phone:
        problems.append(Problem("phone_impossible"))
    if given.bad_email:
        problems.append(Problem("email_impossible"))
    reason = _reason(state, message, given)
    if reason and reason != state.reason:
        changes[REASON] = reason
        if message.site and message.site != state.site:
            changes[SITE] = message.site
    _take_time(state, message, given, calendar, now, changes, problems)
    return changes, problems


def _reason(state: FormState, message: FormMessage, given: Given) -> str | None:
    if state.asks(CONFIRMED):
        return given.stated_reason
    if given.reason and (state.reason is None or state.asks(REASON) or message.is_booking):
        return given.reason
    return message.topic_title or None if state.reason is None and message.is_booking else None


def _take_time(
    state: FormState, message: FormMessage, given: Given, calendar: BookingCalendar, now: datetime,
    changes: dict[str, Any], problems: list[Problem],
) -> None:  # fmt: skip
    if not given.speaks_of_time:
        return
    before = _moment(state.starts_at)
    result = wish(given.time, _day(state.day), before, calendar, now)
    expected = state.asks(DAY) or state.asks(CONFIRMED) or message.is_booking or not state.requested
    story = state.asks(KNOWN_PATIENT) and given.known_patient is not None
    if result.problem and not story and (expected or result.day or _is_about_time(given, state)):
        problems.append(result.problem)
    _set_time(state, result, changes)


def _is_about_time(given: Given, state: FormState) -> bool:
    """Whether a day that can't be had was meant as a wish, not told as part of a story ("it bled yesterday")."""
    return not state.asks(REASON) and given.time.day is not None and not state.day


def _set_time(state: FormState, result: Wish, changes: dict[str, Any]) -> None:
    if result.day is None:
        return
    starts_at = result.starts_at.isoformat() if result.starts_at else None
    if result.day.isoformat() != state.day:
        changes[DAY] = result.day.isoformat()
    if starts_at != state.starts_at:
        changes[STARTS_AT] = starts_at


def _missed(
    state: FormState, message: FormMessage, given: Given, calendar: BookingCalendar, now: datetime
) -> list[Problem]:
    """The problem to tell when an answer held nothing that was asked for; a renewed wish to book is no answer.

    Nor is a tap on a button: it is an old one, or the same one tapped twice.
    """
    if (message.is_booking and message.intent == "book_appointment") or not message.words:
        return []
    if state.asks(DAY):
        problem = wish(given.time, None, None, calendar, now).problem
        return [problem] if problem else []
    keys = {REASON: "reason_unclear", BRANCH: "branch_unclear", NAME: "name_unclear", PHONE: "phone_unclear"}
    return [Problem(key) for slot, key in keys.items() if state.asks(slot)]


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _moment(iso: str | None) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None
