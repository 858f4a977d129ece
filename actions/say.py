"""Small talk, help and everything that one of the domain's responses answers by itself."""

from __future__ import annotations

from typing import List, Optional

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.earlier import is_tapped_twice, replies_before, response_of, sent_booking
from actions.turn import intent_name, message_text, note, say

# Not a conversation's label: what could not be read counts as outside the scope.
LABELS = {"too_long": "out_of_scope", "unreadable": "out_of_scope", "something_else": "deny"}
# What the read-back's buttons send, and what is typed instead of them.
ABOUT_A_BOOKING = ("affirm", "deny", "stop")
DONE = ("utter_own_cancelled", "utter_own_moved")


class ActionSay(Action):
    """Utters `utter_<intent>` with the clinic's facts filled in."""

    def name(self) -> str:
        return "action_say"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[EventType]:
        intent = intent_name(tracker)
        label = LABELS.get(intent, intent)
        outcome = "fallback" if label == "out_of_scope" else "chat"
        reference = _booking_meant(tracker) if intent in ABOUT_A_BOOKING else None
        if _has_just_done_it(tracker):
            say(dispatcher, "utter_done_already", note(label, outcome))
        elif reference:
            say(dispatcher, "utter_already_sent", note(label, outcome), reference=reference)
        elif message_text(tracker) == "/affirm":
            say(dispatcher, "utter_nothing_to_send", note(label, outcome))
        else:
            say(dispatcher, f"utter_{intent}", note(label, outcome))
        return []


def _has_just_done_it(tracker: Tracker) -> bool:
    """Whether the button was tapped twice that moved or cancelled an appointment."""
    return is_tapped_twice(tracker) and any(response_of(event) in DONE for event in replies_before(tracker))


def _booking_meant(tracker: Tracker) -> Optional[str]:
    """The reference of the sent booking that a tap on its old buttons, or the words right after it, are about."""
    right_after = any(response_of(event) == "utter_booked" for event in replies_before(tracker))
    return sent_booking(tracker) if right_after or message_text(tracker).startswith("/") else None
