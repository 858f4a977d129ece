"""Answers a question from the library."""

from __future__ import annotations

from typing import List

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.answering import give_answer, give_follow_up
from actions.fallback import fall_back
from actions.turn import chosen_topic


class ActionAnswer(Action):
    """The curated answer to a question, read against what was just answered."""

    def name(self) -> str:
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[EventType]:
        given = give_follow_up(dispatcher, tracker)
        if given is None:
            given = give_answer(dispatcher, tracker, chosen_topic(tracker) or "")
        return fall_back(dispatcher, tracker) if given is None else given
