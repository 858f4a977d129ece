"""Asks which of two or three close topics was meant."""

from __future__ import annotations

from typing import List

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.answering import give_follow_up
from actions.fallback import fall_back
from actions.turn import clinic_facts, note, say, topic_reading
from pearl.bootstrap import services


class ActionClarify(Action):
    """Did you mean: the topics' titles as buttons, and "something else"."""

    def name(self) -> str:
        return "action_clarify"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[EventType]:
        given = give_follow_up(dispatcher, tracker)
        if given is not None:
            return given
        labels = topic_reading(tracker).get("labels") or []
        topics = [topic for label in labels if (topic := services().library.topic(label))]
        if not topics:
            return fall_back(dispatcher, tracker)
        buttons = [{"title": t.title, "payload": f'/pick_topic{{"topic": "{t.key}"}}'} for t in topics]
        buttons.append({"title": clinic_facts().wording.something_else, "payload": "/something_else"})
        say(dispatcher, "utter_clarify", note(topics[0].label, "clarify"), buttons)
        return []
