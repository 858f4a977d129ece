"""Ends the booking form because the visitor asks for it."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.submit_booking import FORM_SLOTS
from actions.turn import intent_name, note, say


class ActionStopBooking(Action):
    """Nothing is sent, and what was entered is forgotten."""

    def name(self) -> str:
        return "action_stop_booking"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[Dict[str, Any]]:
        intent = intent_name(tracker)
        response = "utter_booking_cancelled" if intent == "cancel_appointment" else "utter_booking_stopped"
        say(dispatcher, response, note(intent, "chat"))
        forgotten = [SlotSet(slot, None) for slot in FORM_SLOTS]
        return [ActiveLoop(None), SlotSet("requested_slot", None), *forgotten]
