"""Tells more about the topic that was just answered."""

from __future__ import annotations

from typing import List

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.answering import give_details
from actions.fallback import fall_back
from actions.turn import chosen_topic


class ActionMore(Action):
    """The details, where the sources differ, and buttons to related topics."""

    def name(self) -> str:
        return "action_more"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[EventType]:
        given = give_details(dispatcher, tracker, chosen_topic(tracker) or "")
        return fall_back(dispatcher, tracker) if given is None else given
