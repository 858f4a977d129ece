"""Hands the conversation over to the clinic's staff, or takes a message when nobody is there."""

from __future__ import annotations

from typing import List

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.handed_over import say_handed_over, wish_of
from actions.turn import in_form, say
from pearl.bootstrap import services
from pearl.handover.hearing import LEAVE_MESSAGE


class ActionTalkToAPerson(Action):
    """While the clinic is open, the conversation waits for a person; a form goes on until one comes."""

    def name(self) -> str:
        return "action_talk_to_a_person"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[EventType]:
        handover = services().handover_life.ask(*wish_of(tracker))
        say_handed_over(dispatcher, handover, in_form(tracker))
        if not (handover.is_silent or in_form(tracker)):
            say(dispatcher, LEAVE_MESSAGE)
        return []
