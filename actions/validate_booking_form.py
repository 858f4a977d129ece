"""Takes what a message gives for the booking form."""

from __future__ import annotations

import uuid
from dataclasses import fields
from typing import Any, Dict, List

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.booking_words import say_problem
from actions.form_message import form_message, is_answer
from actions.turn import note, say
from pearl.booking.form import FormState, FormStep, fill
from pearl.booking.link import prefilled
from pearl.bootstrap import services

KNOWN = [field.name for field in fields(FormState) if field.name not in ("requested", "branches")]
FORM_SLOTS = ("booking_key", *(f"booking_{name}" for name in KNOWN))


class ValidateBookingForm(Action):
    """Asks the form's core what the message fills; an empty answer lets other rules reply and the form resume."""

    def name(self) -> str:
        return "validate_booking_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[Dict[str, Any]]:
        state = form_state(tracker)
        if not is_answer(tracker):
            # A slot that is set counts as an answer, and silence is none.
            stopping = [SlotSet("booking_stopping", None)] if state.stopping else []
            return [*stopping, SlotSet("requested_slot", state.next_slot())]
        message = form_message(tracker)
        step = fill(state, message, services().calendar, services().clock.now())
        if services().profile.booking.mode == "link":
            _give_link(dispatcher, state.changed(step.changes))
            return [SlotSet("requested_slot", None)]
        if step.stops:
            say(dispatcher, "utter_booking_stopped", note("stop", "chat"))
            return [*(SlotSet(slot, None) for slot in FORM_SLOTS), SlotSet("requested_slot", None)]
        if state.requested is None:
            say(dispatcher, "utter_booking_goes_on" if tracker.get_slot("booking_key") else "utter_booking_begins")
        if step.rejected:
            return []
        for told in (*step.problems, *step.notes):
            say_problem(dispatcher, told)
        return _filled(tracker, state, step)


def _filled(tracker: Tracker, state: FormState, step: FormStep) -> List[Dict[str, Any]]:
    """The slots after a step, the form's key with the first of them, and what to ask for next."""
    key = tracker.get_slot("booking_key") or uuid.uuid4().hex
    changes = {"booking_key": key, "booking_stopping": None, **step.changes}
    emptied = [slot for slot, value in step.changes.items() if value is None]
    requested = state.changed(step.changes).next_slot(emptied)
    return [*(SlotSet(name, value) for name, value in changes.items()), SlotSet("requested_slot", requested)]


def _give_link(dispatcher: CollectingDispatcher, known: FormState) -> None:
    """The clinic's own booking page, with what the message gave."""
    clock = known.starts_at[11:16] if known.starts_at else None
    link = prefilled(services().profile.booking.link or "", {**vars(known), "time": clock})
    say(dispatcher, "utter_booking_link", link=link)


def form_state(tracker: Tracker) -> FormState:
    """What the form knows so far."""
    known: Dict[str, Any] = {name: tracker.get_slot(f"booking_{name}") for name in KNOWN}
    branches = services().profile.branch_names
    return FormState(**known, requested=tracker.get_slot("requested_slot"), branches=branches)
