"""Does what a visitor wants with a booking of their own: tells how it stands, moves it or cancels it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Dict, List, Optional

from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.booking_words import say_problem
from actions.own_booking import (
    OWN_FORM,
    booking_when,
    errand_done,
    own_booking,
    own_state,
    say_state,
)
from actions.turn import note, say
from pearl.booking.life import VISITOR
from pearl.booking.own_form import CANCEL, MOVE, NO_REMINDERS, STATUS, TIME, OwnState
from pearl.booking.request import BookingRequest
from pearl.booking.wishes import Problem, overtaken, taken
from pearl.bootstrap import services
from pearl.errors import BookingRefused, StoreUnavailable

Events = List[Dict[str, Any]]


class ActionChangeOwnBooking(Action):
    """The change is in the database before the visitor reads that it is made."""

    def name(self) -> str:
        return "action_change_own_booking"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        state = own_state(tracker)
        if tracker.get_slot("own_task") is None:
            return []
        try:
            if state.task == STATUS:
                say_state(dispatcher, tracker, own_booking(tracker))
            elif state.task == NO_REMINDERS:
                _stop_reminders(dispatcher, own_booking(tracker))
            elif state.confirmed and (problem := _overtaken(state)):
                return _ask_for_another_time(dispatcher, problem)
            elif state.confirmed:
                _change(dispatcher, state, own_booking(tracker))
            else:
                say(dispatcher, "utter_own_kept", note("form", "form"))
        except BookingRefused as refusal:
            return _refused(dispatcher, state, tracker, refusal.reason)
        except StoreUnavailable:
            say(dispatcher, "utter_own_trouble", note("form", "form"))
        return errand_done()


class ActionStopOwnBooking(Action):
    """Leaves the booking as it was."""

    def name(self) -> str:
        return "action_stop_own_booking"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        say(dispatcher, "utter_own_kept", note("stop", "chat"))
        return [ActiveLoop(None), SlotSet("requested_slot", None), *errand_done()]


class ActionAskOwnConfirmed(Action):
    """Reads back what is to be done, with the weekday, before it is done."""

    def name(self) -> str:
        return "action_ask_own_booking_form_own_confirmed"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        state, booking = own_state(tracker), own_booking(tracker)
        then = booking_when(_at(booking, state)) if state.task == MOVE else ""
        response = "utter_ask_own_move" if state.task == MOVE else "utter_ask_own_cancel"
        say(dispatcher, response, when=booking_when(booking), then=then, reference=booking.reference)
        return []


def _change(dispatcher: CollectingDispatcher, state: OwnState, booking: BookingRequest) -> None:
    life, about = services().life, note("form", "form", reference=booking.reference)
    if state.task == CANCEL:
        life.change(booking.reference, "cancelled", VISITOR)
        say(dispatcher, "utter_own_cancelled", about, when=booking_when(booking))
        return
    moved = life.change(booking.reference, "moved", VISITOR, to=datetime.fromisoformat(state.time or ""))
    say(dispatcher, "utter_own_moved", about, when=booking_when(moved), reference=moved.reference)


def _stop_reminders(dispatcher: CollectingDispatcher, booking: BookingRequest) -> None:
    """By every way in which this booking could be reminded of: its e-mail address, and the chat it was made in."""
    for address in filter(None, (booking.email, booking.sender)):
        services().opt_outs.add(address, services().clock.now())
    say(dispatcher, "utter_own_no_reminders", note("stop_reminders", "form", reference=booking.reference))


def _refused(dispatcher: CollectingDispatcher, state: OwnState, tracker: Tracker, reason: str) -> Events:
    if reason == "slot_taken" and state.time:
        wanted = datetime.fromisoformat(state.time)
        return _ask_for_another_time(dispatcher, taken(wanted, services().calendar, services().clock.now()))
    booking = own_booking(tracker)
    say_state(dispatcher, tracker, booking)
    say(dispatcher, "utter_own_ended", reference=booking.reference)
    return errand_done()


def _overtaken(state: OwnState) -> Optional[Problem]:
    """The problem of a new time that has come too near since it was said."""
    moment = datetime.fromisoformat(state.time) if state.task == MOVE and state.time else None
    return overtaken(moment.date(), moment, services().calendar, services().clock.now()) if moment else None


def _ask_for_another_time(dispatcher: CollectingDispatcher, problem: Problem) -> Events:
    say_problem(dispatcher, problem, note("form", "form"))
    emptied = [SlotSet(slot, None) for slot in ("own_day", TIME, "own_confirmed")]
    return [*emptied, ActiveLoop(OWN_FORM), SlotSet("requested_slot", TIME)]


def _at(booking: BookingRequest, state: OwnState) -> BookingRequest:
    moment = datetime.fromisoformat(state.time or "")
    return replace(booking, day=moment.date(), starts_at=moment)
