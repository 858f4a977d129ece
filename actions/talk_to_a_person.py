"""Keeps the wish to talk to a person, with the conversation."""

from __future__ import annotations

from typing import List, Optional

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.earlier import is_repeated, reference_in, replies_before, response_of
from actions.turn import channel, message_text, note, say, transcript
from pearl.bootstrap import services


class ActionTalkToAPerson(Action):
    """Records a hand-over once for each message that asks for it, and says honestly when somebody can answer."""

    def name(self) -> str:
        return "action_talk_to_a_person"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[EventType]:
        reference = _just_given(tracker) or _record(tracker)
        say(dispatcher, "utter_handoff", note("talk_to_a_person", "handoff", reference=reference), reference=reference)
        return []


def _just_given(tracker: Tracker) -> Optional[str]:
    """The reference of the wish that the same words have just made."""
    told = [event for event in replies_before(tracker) if response_of(event) == "utter_handoff"]
    return reference_in(told[-1]) if told and is_repeated(tracker) else None


def _record(tracker: Tracker) -> str:
    message_id = tracker.latest_message.get("message_id") or len(tracker.events)
    return (
        services()
        .handover_life.ask(
            tracker.sender_id,
            channel(tracker),
            message_text(tracker),
            transcript(tracker),
            f"{tracker.sender_id}/{message_id}"[-255:],
        )
        .reference
    )
