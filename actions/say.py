"""Small talk, help and everything that one of the domain's responses answers by itself."""

from __future__ import annotations

from typing import List

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.turn import intent_name, note, say

# Not a conversation's label: what could not be read counts as outside the scope.
LABELS = {"too_long": "out_of_scope", "unreadable": "out_of_scope", "something_else": "deny"}


class ActionSay(Action):
    """Utters `utter_<intent>` with the clinic's facts filled in."""

    def name(self) -> str:
        return "action_say"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[EventType]:
        intent = intent_name(tracker)
        label = LABELS.get(intent, intent)
        outcome = "fallback" if label == "out_of_scope" else "chat"
        say(dispatcher, f"utter_{intent}", note(label, outcome))
        return []
