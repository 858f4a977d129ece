"""Asks for the number at which the clinic is to call."""

from __future__ import annotations

from typing import List

from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.turn import note, say
from pearl.bootstrap import services
from pearl.handover.hearing import ASK_NUMBER


class ActionAskCallBack(Action):
    """The number itself is read and kept by action_for_the_clinic, whichever message it comes with."""

    def name(self) -> str:
        return "action_ask_call_back"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[EventType]:
        if services().handovers.latest(tracker.sender_id) is None:
            return [FollowupAction("action_talk_to_a_person")]
        say(dispatcher, ASK_NUMBER, note("talk_to_a_person", "handoff"))
        return []
