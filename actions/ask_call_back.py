"""Asks for the number at which the clinic is to call."""

from __future__ import annotations

from typing import List

from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.handed_over import say_call_taken, wish_of
from actions.turn import in_form, note, say
from pearl.bootstrap import services
from pearl.handover.hearing import ASK_NUMBER


class ActionAskCallBack(Action):
    """A number that was written before is taken at once; else action_for_the_clinic reads and keeps it, whenever it comes."""

    def name(self) -> str:
        return "action_ask_call_back"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[EventType]:
        known = None if in_form(tracker) else tracker.get_slot("booking_phone")
        if known:
            say_call_taken(dispatcher, services().handover_life.ask_for_a_call(*wish_of(tracker), known))
            return []
        if services().handovers.latest(tracker.sender_id) is None:
            return [FollowupAction("action_talk_to_a_person")]
        say(dispatcher, ASK_NUMBER, note("talk_to_a_person", "handoff"))
        return []
