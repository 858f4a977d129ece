"""Takes what a message gives to find, move or cancel a visitor's own booking."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.booking_words import say_problem
from actions.form_message import form_message, is_answer
from actions.own_booking import (
    can_be_changed,
    errand_done,
    own_bookings,
    own_state,
    say_state,
)
from actions.turn import note, say
from pearl.booking.link import prefilled
from pearl.booking.own_bookings import SLOWED_DOWN
from pearl.booking.own_form import CONTACT, NO_REMINDERS, REFERENCE, STATUS, OwnState, fill_own
from pearl.bootstrap import services
from pearl.errors import BookingRefused

Events = List[Dict[str, Any]]
ENDED = [SlotSet("requested_slot", None)]


class ValidateOwnBookingForm(Action):
    """Asks the form's core what the message fills, and looks the booking up as soon as a pair is there."""

    def name(self) -> str:
        return "validate_own_booking_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        if services().profile.booking.mode == "link":
            link = prefilled(services().profile.booking.link or "", {})
            say(dispatcher, "utter_own_link", note("form", "form"), link=link)
            return [*errand_done(), *ENDED]
        state = own_state(tracker)
        if not is_answer(tracker):
            return [SlotSet("requested_slot", state.next_slot())]
        step = fill_own(state, form_message(tracker), services().calendar, services().clock.now())
        if step.rejected:
            return []
        state = state.changed(step.changes)
        if ended := _looked_up(dispatcher, tracker, state):
            return ended
        for problem in step.problems:
            say_problem(dispatcher, problem)
        return [*_slots(state), SlotSet("requested_slot", state.next_slot())]


def _looked_up(dispatcher: CollectingDispatcher, tracker: Tracker, state: OwnState) -> Events:
    """Nothing when all is well or no pair is there yet; else what to forget, after telling why it goes on no further."""
    if not (state.reference and state.contact):
        return []
    try:
        booking = own_bookings().find(state.reference, state.contact, tracker.sender_id)
    except BookingRefused as refusal:
        return _refused(dispatcher, state, tracker, refusal.reason)
    if state.task in (STATUS, NO_REMINDERS) or can_be_changed(booking):
        return []
    say_state(dispatcher, tracker, booking)
    say(dispatcher, "utter_own_ended", reference=booking.reference)
    return [*errand_done(), *ENDED]


def _slots(state: OwnState) -> Events:
    names = ("task", "reference", "contact", "day", "time", "confirmed")
    return [SlotSet(f"own_{name}", getattr(state, name)) for name in names]


def _refused(dispatcher: CollectingDispatcher, state: OwnState, tracker: Tracker, reason: str) -> Events:
    """The same words for a reference that nobody has and for somebody else's; after too many tries the form ends."""
    forgotten = [SlotSet(REFERENCE, None), SlotSet(CONTACT, None)]
    if reason == SLOWED_DOWN:
        wait = own_bookings().wait(state.reference or "", tracker.sender_id)
        say(dispatcher, "utter_own_slowed_down", note(state.task, "form"), minutes=-(-int(wait.total_seconds()) // 60))
        return [*forgotten, *errand_done(), *ENDED]
    say(dispatcher, "utter_own_wrong_pair")
    return [SlotSet("own_task", state.task), *forgotten, SlotSet("requested_slot", REFERENCE)]
