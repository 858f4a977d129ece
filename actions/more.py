"""Tells more about the topic that was just answered."""

from __future__ import annotations

from typing import List

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.answer import published_answer
from actions.fallback import fall_back
from actions.turn import note, say


class ActionMore(Action):
    """The details, where the sources differ, and buttons to related topics."""

    def name(self) -> str:
        return "action_more"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[EventType]:
        given = published_answer(tracker)
        if given is None:
            return fall_back(dispatcher, tracker)
        about = note(given.topic, "answer", given.answer_id, given.sources)
        buttons = [{"title": title, "payload": f'/pick_topic{{"topic": "{key}"}}'} for key, title in given.related]
        if given.details and given.sources_differ:
            say(dispatcher, "utter_more", details=given.details)
            say(dispatcher, "utter_sources_differ", about, buttons, sources_differ=given.sources_differ)
        elif given.details:
            say(dispatcher, "utter_more", about, buttons, details=given.details)
        else:
            say(dispatcher, "utter_nothing_more", about, buttons)
        return [SlotSet("last_topic", given.topic)]
