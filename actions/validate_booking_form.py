"""Takes what a message gives for the booking form."""

from __future__ import annotations

import uuid
from dataclasses import fields
from typing import Any, Dict, List

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.booking_words import offers, problem_words
from actions.form_message import form_message, is_answer
from actions.turn import say
from pearl.booking.form import FormState, fill
from pearl.bootstrap import services


class ValidateBookingForm(Action):
    """Asks the form's core what the message fills; an empty answer lets other rules reply and the form resume."""

    def name(self) -> str:
        return "validate_booking_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[Dict[str, Any]]:
        if services().profile.booking.mode == "link":
            say(dispatcher, "utter_booking_link")
            return [SlotSet("requested_slot", None)]
        if not is_answer(tracker):
            return []
        state = form_state(tracker)
        if state.requested is None:
            say(dispatcher, "utter_booking_goes_on" if tracker.get_slot("booking_key") else "utter_booking_begins")
        step = fill(state, form_message(tracker), services().calendar, services().clock.now())
        if step.rejected:
            return []
        for problem in step.problems:
            say(dispatcher, f"utter_{problem.key}", buttons=offers(problem) or None, **problem_words(problem))
        key = tracker.get_slot("booking_key") or uuid.uuid4().hex
        return [SlotSet("booking_key", key), *(SlotSet(name, value) for name, value in step.changes.items())]


def form_state(tracker: Tracker) -> FormState:
    """What the form knows so far."""
    known = {field.name: tracker.get_slot(f"booking_{field.name}") for field in fields(FormState)}
    return FormState(**{**known, "requested": tracker.get_slot("requested_slot")})
