"""What an answer to the read-back does: sends it, corrects it, or names what is to be changed."""

from __future__ import annotations

import re
from typing import Any

from pearl.booking.form_message import FormMessage
from pearl.booking.form_state import BRANCH, CONFIRMED, DAY, EMAIL, NAME, PHONE, REASON, STARTS_AT, FormState, FormStep
from pearl.booking.given import Given
from pearl.booking.wishes import Problem

_NAMED = (
    (re.compile(r"\b(?:time|hour)\b", re.IGNORECASE), STARTS_AT),
    (re.compile(r"\b(?:day|date|when)\b", re.IGNORECASE), DAY),
    (re.compile(r"\b(?:phone|number|mobile|cell|e-?mail|address)\b", re.IGNORECASE), PHONE),
    (re.compile(r"\bnames?\b", re.IGNORECASE), NAME),
    (re.compile(r"\b(?:branch|location|place|clinic)\b", re.IGNORECASE), BRANCH),
    (re.compile(r"\breason\b", re.IGNORECASE), REASON),
)
# Nothing but the name of what is to be changed; "the day" is no date, "phone" no question about the clinic's number.
ONLY_NAMED = re.compile(
    r"(?:no,? |please |change |correct |the |my |phone |day and )*"
    r"(?:time|hour|day|date|phone|number|mobile|cell|e-?mail|address|name|reason|branch|location|place)(?:,? please)?[.! ]*",
    re.IGNORECASE,
)


def at_the_read_back(
    state: FormState, message: FormMessage, given: Given, changes: dict[str, Any], problems: list[Problem]
) -> FormStep:
    """The step after the read-back, with what else the message gave."""
    if changes or problems:
        return FormStep({**changes, CONFIRMED: None}, problems)
    if message.is_yes:
        return FormStep({CONFIRMED: True})
    if (given.name or given.phone or given.email) and not message.is_no:
        return FormStep({CONFIRMED: None}, [Problem("nothing_to_change")])
    return to_be_changed(state, message)


def to_be_changed(state: FormState, message: FormMessage) -> FormStep:
    """Empty the slot that was named, so that the form asks for it again; else ask what to change."""
    slot = next((slot for pattern, slot in _NAMED if pattern.search(message.words)), None)
    if slot == BRANCH and not state.branches:
        slot = None
    if slot == STARTS_AT:
        return FormStep({STARTS_AT: None, CONFIRMED: None}, [Problem("which_time", {"day": state.day})])
    if slot == DAY:
        return FormStep({DAY: None, STARTS_AT: None, CONFIRMED: None})
    if slot == PHONE:
        return FormStep({PHONE: None, **({EMAIL: None} if state.email else {}), CONFIRMED: None})
    if slot:
        return FormStep({slot: None, CONFIRMED: None})
    return FormStep({CONFIRMED: None}, [Problem("what_to_change" if message.is_no else "nothing_to_change")])
