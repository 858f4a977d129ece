"""Answers a question from the library."""

from __future__ import annotations

from typing import List, Optional

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.fallback import fall_back
from actions.turn import chosen_topic, circumstances, clinic_facts, note, say
from pearl.bootstrap import services
from pearl.library.answering import Answer, answer


class ActionAnswer(Action):
    """The curated answer: short answer with the variants that fit, then what to do next, sources and review."""

    def name(self) -> str:
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[EventType]:
        given = published_answer(tracker)
        if given is None:
            return fall_back(dispatcher, tracker)
        about = note(given.topic, "answer", given.answer_id, given.sources)
        say(dispatcher, "utter_answer", answer=given.text)
        closing = "utter_next" if given.sources else "utter_next_without_sources"
        say(
            dispatcher,
            closing,
            about,
            topic=given.topic,
            next_steps=given.next_steps,
            sources=given.source_line,
            review=given.review_line,
        )
        return [SlotSet("last_topic", given.topic)]


def published_answer(tracker: Tracker) -> Optional[Answer]:
    """The answer to the visitor's topic, or None when the store has no such topic."""
    store, key = services().library, chosen_topic(tracker) or ""
    library = store.library()
    topic, answer_id = library.topic(key), store.answer_id(key)
    if topic is None or answer_id is None:
        return None
    return answer(topic, answer_id, library, circumstances(tracker), clinic_facts())
