"""What the actions about a visitor's own booking share: the form's state, the booking, how it stands."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Dict, List, Optional

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.form_message import form_message
from actions.turn import intent_name, note, say
from pearl.booking.life import OPEN, VISITOR
from pearl.booking.own_bookings import OwnBookings
from pearl.booking.own_form import STATUS, TASKS, OwnState, other_task
from pearl.booking.request import BookingRequest
from pearl.booking.summary import day_in_words, time_in_words
from pearl.bootstrap import services

OWN_FORM = "own_booking_form"
# What belongs to one errand; reference and contact stay for the next one in this conversation.
ERRAND = ("own_task", "own_day", "own_time", "own_confirmed")
STANDS = {
    "requested": "utter_own_requested",
    "confirmed": "utter_own_confirmed",
    "declined": "utter_own_declined",
    "cancelled": "utter_own_cancelled_before",
    "done": "utter_own_done",
}


def own_state(tracker: Tracker) -> OwnState:
    """What the form knows; at its beginning the task is the visitor's intent, and the reference the one told last.

    In the middle, plain words for another errand begin that one.
    """
    known: Dict[str, Any] = {field.name: tracker.get_slot(f"own_{field.name}") for field in fields(OwnState)}
    intent = intent_name(tracker)
    requested = tracker.get_slot("requested_slot") if tracker.active_loop.get("name") == OWN_FORM else None
    task = known["task"] if requested else None
    task = other_task(task, form_message(tracker)) if task else intent if intent in TASKS else known["task"] or STATUS
    return OwnState(**{**known, "task": task, "requested": requested})


def own_bookings() -> OwnBookings:
    """The visitors' way to bookings of their own."""
    return OwnBookings(services().records, services().clock)


def own_booking(tracker: Tracker) -> BookingRequest:
    """The booking that the form is about. Raises BookingRefused when the pair is wrong."""
    state = own_state(tracker)
    return own_bookings().find(state.reference or "", state.contact or "", tracker.sender_id)


def errand_done() -> List[Dict[str, Any]]:
    """Forget what was to be done."""
    return [SlotSet(slot, None) for slot in ERRAND]


def can_be_changed(booking: BookingRequest) -> bool:
    """Whether a visitor may still move or cancel it."""
    return booking.status in OPEN and not services().life.is_past(booking)


def say_state(dispatcher: CollectingDispatcher, tracker: Tracker, booking: BookingRequest) -> None:
    """How the booking stands, with buttons for what can be done about it."""
    intent = intent_name(tracker)
    about = note(intent if intent in TASKS else "form", "form")
    say(dispatcher, "utter_own_status", about, reference=booking.reference, when=booking_when(booking))
    if booking.status in OPEN and services().life.is_past(booking):
        say(dispatcher, "utter_own_past")
    elif booking.status == "moved":
        by_visitor = services().records.changes(booking.reference)[-1].by == VISITOR
        say(dispatcher, "utter_own_moved_by_visitor" if by_visitor else "utter_own_moved_by_clinic")
    else:
        say(dispatcher, STANDS[booking.status])


def booking_when(booking: BookingRequest) -> str:
    """Tuesday 1 December 2026, 3:00 pm."""
    local: Optional[Any] = booking.starts_at.astimezone(services().profile.zone) if booking.starts_at else None
    return ", ".join(part for part in (day_in_words(booking.day), time_in_words(local)) if part)
