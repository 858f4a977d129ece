"""Hands the conversation over to the clinic's staff, or takes a message when nobody is there."""

from __future__ import annotations

from typing import List

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.handed_over import message_key, say_handed_over
from actions.turn import channel, in_form, said_words, say, transcript
from pearl.bootstrap import services
from pearl.handover.handover import Handover
from pearl.handover.hearing import LEAVE_MESSAGE


class ActionTalkToAPerson(Action):
    """While the clinic is open, the conversation waits for a person; a form goes on until one comes."""

    def name(self) -> str:
        return "action_talk_to_a_person"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[EventType]:
        handover = _ask(tracker)
        say_handed_over(dispatcher, handover, in_form(tracker))
        if not (handover.is_silent or in_form(tracker)):
            say(dispatcher, LEAVE_MESSAGE)
        return []


def _ask(tracker: Tracker) -> Handover:
    key = f"{tracker.sender_id}/{message_key(tracker)}"[-255:]
    said = said_words(tracker.latest_message)
    return services().handover_life.ask(tracker.sender_id, channel(tracker), said, transcript(tracker), key)
