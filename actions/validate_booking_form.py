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
from actions.turn import intent_name, message_text, picked_time, say, topic_reading
from pearl.booking.form import FormMessage, FormState, fill
from pearl.bootstrap import services


class ValidateBookingForm(Action):
    """Asks the form's core what the message fills; an empty answer lets other rules reply and the form resume."""

    def name(self) -> str:
        return "validate_booking_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[Dict[str, Any]]:
        if services().profile.booking.mode == "link":
            say(dispatcher, "utter_booking_link")
            return [SlotSet("requested_slot", None)]
        if not _is_answer(tracker):
            return []
        state = form_state(tracker)
        if state.requested is None:
            say(dispatcher, "utter_booking_goes_on" if tracker.get_slot("booking_key") else "utter_booking_begins")
        step = fill(state, _form_message(tracker), services().calendar, services().clock.now())
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


def _is_answer(tracker: Tracker) -> bool:
    """Whether the visitor has just said something; when the form comes back after another reply, he has not."""
    return bool(tracker.latest_message.get("text")) and not _already_answered(tracker)


def _already_answered(tracker: Tracker) -> bool:
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "bot":
            return True
    return True


def _form_message(tracker: Tracker) -> FormMessage:
    reading = topic_reading(tracker)
    label = next(iter(reading.get("labels") or []), None)
    topic = services().library.topic(label) if label else None
    before = services().library.topic(tracker.get_slot("last_topic") or "")
    return FormMessage(
        text=message_text(tracker),
        intent=intent_name(tracker),
        topic_label=f"faq/{label}" if topic else None,
        certain=reading.get("outcome") == "certain",
        topic_title=before.title if before and not before.about_clinic else "",
        picked=picked_time(tracker),
    )
