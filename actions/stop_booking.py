"""Ends the booking form because the visitor asks for it, after asking back once."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.earlier import is_tapped_twice
from actions.turn import intent_name, note, say
from actions.validate_booking_form import FORM_SLOTS


class ActionStopBooking(Action):
    """Asks whether to stop; asked already, nothing is sent, and what was entered is forgotten.

    A button that is tapped twice has only asked once.
    """

    def name(self) -> str:
        return "action_stop_booking"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[Dict[str, Any]]:
        intent = intent_name(tracker)
        if is_tapped_twice(tracker) or not tracker.get_slot("booking_stopping"):
            say(dispatcher, "utter_stop_sure", note(intent, "chat"))
            return [ActiveLoop("booking_form"), SlotSet("booking_stopping", True), FollowupAction("action_listen")]
        response = "utter_booking_cancelled" if intent == "cancel_appointment" else "utter_booking_stopped"
        say(dispatcher, response, note(intent, "chat"))
        forgotten = [SlotSet(slot, None) for slot in FORM_SLOTS]
        return [ActiveLoop(None), SlotSet("requested_slot", None), *forgotten]
