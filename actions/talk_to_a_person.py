"""Keeps the wish to talk to a person, with the conversation."""

from __future__ import annotations

from typing import List

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.turn import channel, message_text, note, say, transcript
from pearl.bootstrap import services
from pearl.records import Handoff


class ActionTalkToAPerson(Action):
    """Records a hand-over once for each message that asks for it, and says honestly when somebody can answer."""

    def name(self) -> str:
        return "action_talk_to_a_person"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[EventType]:
        message_id = tracker.latest_message.get("message_id") or len(tracker.events)
        kept = services().records.add_handoff(
            Handoff(
                reason=message_text(tracker),
                channel=channel(tracker),
                sender=tracker.sender_id,
                transcript=transcript(tracker),
                idempotency_key=f"{tracker.sender_id}/{message_id}"[-255:],
                created_at=services().clock.now(),
            )
        )
        say(dispatcher, "utter_handoff", note("talk_to_a_person", "handoff"), reference=kept.reference)
        return []
