"""Asks what a phone number or an address is for that a visitor writes out of the blue."""

from __future__ import annotations

from typing import List

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.turn import message_text, note, say
from pearl.booking.phone import display_phone
from pearl.handover.hearing import Heard

ABOUT = note("clarify", "clarify")


class ActionAskWhatFor(Action):
    """It is kept where a booking, or a wish to be called, finds it, and is no question that the library has no answer to."""

    def name(self) -> str:
        return "action_ask_what_for"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[EventType]:
        phone, email = Heard(message_text(tracker), "").contact
        if phone:
            say(dispatcher, "utter_number_for_what", ABOUT, phone_number=display_phone(phone))
        else:
            say(dispatcher, "utter_contact_for_what", ABOUT, contact=email)
        kept = {"booking_phone": phone, "booking_email": email}
        return [SlotSet(slot, value) for slot, value in kept.items() if value]
