"""Stores the booking, once, and says so."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Dict, List, Optional

from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.booking_words import say_problem, when_in_words
from actions.turn import channel, note, say
from actions.validate_booking_form import FORM_SLOTS, form_state
from pearl.booking.form import FormState, Problem
from pearl.booking.request import BookingRequest
from pearl.booking.wishes import overtaken, taken
from pearl.bootstrap import services
from pearl.errors import BookingRefused, StoreUnavailable


class ActionSubmitBooking(Action):
    """The row is in the database before the visitor reads the reference; a repeat gets the same one."""

    def name(self) -> str:
        return "action_submit_booking"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[Dict[str, Any]]:
        state = form_state(tracker)
        if not state.confirmed:
            return []
        if problem := _overtaken(state):
            return _ask_for_another_time(dispatcher, problem)
        try:
            booking = services().records.add_booking(_request(state, tracker))
        except BookingRefused:
            # Somebody else was a moment faster.
            wanted = datetime.fromisoformat(state.starts_at or "")
            return _ask_for_another_time(dispatcher, taken(wanted, services().calendar, services().clock.now()))
        except StoreUnavailable:
            say(dispatcher, "utter_booking_trouble", note("form", "form"))
            return [
                SlotSet("booking_confirmed", None),
                ActiveLoop("booking_form"),
                SlotSet("requested_slot", "booking_confirmed"),
            ]
        when = when_in_words(state)
        about = note("form", "form", reference=booking.reference)
        say(dispatcher, "utter_booked", about, name=booking.name, when=when, reference=booking.reference)
        # Whoever moves or cancels it next need not name its reference again.
        own = [SlotSet("own_reference", booking.reference), SlotSet("own_contact", None)]
        return [*(SlotSet(slot, None) for slot in FORM_SLOTS), *own]


def _overtaken(state: FormState) -> Optional[Problem]:
    starts_at = datetime.fromisoformat(state.starts_at) if state.starts_at else None
    day = date.fromisoformat(state.day or "")
    return overtaken(day, starts_at, services().calendar, services().clock.now())


def _ask_for_another_time(dispatcher: CollectingDispatcher, problem: Problem) -> List[Dict[str, Any]]:
    """The rest is kept, and the nearest free times are offered."""
    say_problem(dispatcher, problem, note("form", "form"))
    emptied = [SlotSet(slot, None) for slot in ("booking_day", "booking_starts_at", "booking_confirmed")]
    return [*emptied, ActiveLoop("booking_form"), SlotSet("requested_slot", "booking_day")]


def _request(state: FormState, tracker: Tracker) -> BookingRequest:
    return BookingRequest(
        reason=state.reason or "",
        day=date.fromisoformat(state.day or ""),
        starts_at=datetime.fromisoformat(state.starts_at) if state.starts_at else None,
        name=state.name or "",
        phone=state.phone or "",
        email=state.email or "",
        site=state.site or "",
        known_patient=state.known_patient,
        branch=state.branch or "",
        consented_at=services().clock.now(),
        channel=channel(tracker),
        sender=tracker.sender_id,
        idempotency_key=str(tracker.get_slot("booking_key")),
        created_at=services().clock.now(),
    )
