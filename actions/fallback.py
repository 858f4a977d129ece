"""Says honestly that the library has no answer, and keeps the question for the curators."""

from __future__ import annotations

from typing import List

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.answering import give_follow_up
from actions.earlier import replies_before, response_of
from actions.turn import channel, message_text, note, say, topic_reading
from pearl.bootstrap import services
from pearl.records import Unanswered


class ActionFallback(Action):
    """The last of the three steps to an answer: never a guess."""

    def name(self) -> str:
        return "action_fallback"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[EventType]:
        given = give_follow_up(dispatcher, tracker)
        return fall_back(dispatcher, tracker) if given is None else given


def fall_back(dispatcher: CollectingDispatcher, tracker: Tracker) -> List[EventType]:
    """Record the question and say that there is no checked answer; the second time in a row in other words."""
    reading = topic_reading(tracker)
    services().records.add_unanswered(
        Unanswered(
            text=message_text(tracker),
            best_label=next(iter(reading.get("labels") or []), None),
            confidence=float(reading.get("confidence") or 0.0),
            sender=tracker.sender_id,
            channel=channel(tracker),
            created_at=services().clock.now(),
        )
    )
    response = "utter_fallback_again" if _just_fell_back(tracker) else "utter_fallback"
    say(dispatcher, response, note("out_of_scope", "fallback"))
    return []


def _just_fell_back(tracker: Tracker) -> bool:
    return any(response_of(event).startswith("utter_fallback") for event in replies_before(tracker))
