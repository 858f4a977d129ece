"""What several actions do about a hand-over: say it, and keep a turn's words for the staff who read along."""

from __future__ import annotations

import logging
from typing import Any, Dict, Tuple

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.turn import channel, note, said_words, say, transcript
from pearl.booking.phone import display_phone
from pearl.bootstrap import services
from pearl.errors import StoreUnavailable
from pearl.handover.handover import Handover, Line
from pearl.messages import PEARL, VISITOR

log = logging.getLogger(__name__)
# Each waits for the database's lock as long as every other request does.
TRIES = 3


def say_handed_over(dispatcher: CollectingDispatcher, handover: Handover, in_form: bool = False) -> None:
    """Say to whom the conversation goes, or that nobody is there."""
    silent = "utter_handoff_in_form" if in_form else "utter_handoff"
    response = silent if handover.is_silent else "utter_handoff_closed"
    say(dispatcher, response, about_handover(handover), reference=handover.reference)


def say_call_taken(dispatcher: CollectingDispatcher, handover: Handover) -> None:
    """Say on which number the clinic will call."""
    number = display_phone(handover.phone)
    about = about_handover(handover)
    say(dispatcher, "utter_call_back_taken", about, reference=handover.reference, phone_number=number)


def about_handover(handover: Handover) -> Dict[str, Any]:
    """The note of a reply that tells a hand-over's reference."""
    return note("talk_to_a_person", "handoff", reference=handover.reference)


def message_key(tracker: Tracker) -> str:
    """Names the visitor's message, so that a turn that is done again after a crash keeps it once."""
    return str(tracker.latest_message.get("message_id") or len(tracker.events))[-200:]


def wish_of(tracker: Tracker) -> Tuple[str, str, str, Tuple[Line, ...], str]:
    """What is kept of a wish for a person or a call: sender, channel, the words, what was said before, the key of the wish."""
    key = f"{tracker.sender_id}/{message_key(tracker)}"[-255:]
    return tracker.sender_id, channel(tracker), said_words(tracker.latest_message), transcript(tracker), key


def note_message(tracker: Tracker, handover: Handover) -> None:
    """Show staff what the visitor says, marked when the gate saw a red flag in it. Raises StoreUnavailable."""
    flag = tracker.latest_message.get("red_flag") or {}
    marked = f"{flag['level']} {flag['kind']}" if flag else ""
    _note(handover, VISITOR, said_words(tracker.latest_message), message_key(tracker), marked)


def show_staff(tracker: Tracker, advice: str) -> None:
    """Show staff who have the conversation what could not wait for them, and what Pearl advised.

    Trouble with the store is only logged: it must not cost the visitor the advice.
    """
    try:
        handover = services().handover_life.with_person(tracker.sender_id)
        if handover:
            note_message(tracker, handover)
            _note(handover, PEARL, advice, f"{message_key(tracker)}/advice", "")
    except StoreUnavailable as error:
        log.error("Staff could not be shown a red flag: %s", error)


def _note(handover: Handover, author: str, text: str, key: str, flag: str) -> None:
    for left in reversed(range(TRIES)):
        try:
            services().handover_life.note(handover.reference, author, text, key, flag)
            return
        except StoreUnavailable:
            if not left:
                raise
