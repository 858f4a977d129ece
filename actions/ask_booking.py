"""The questions of the booking form that need the clinic's facts or the read-back."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.booking_words import read_back
from actions.earlier import replies_now, response_of
from actions.turn import say
from actions.validate_booking_form import form_state
from pearl.bootstrap import services
from pearl.clinic_facts import listed

ASKS_BACK = ("utter_what_to_change", "utter_which_time")


class ActionAskBookingReason(Action):
    """What the visit is about, with where to read what becomes of the data."""

    def name(self) -> str:
        return "action_ask_booking_form_booking_reason"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[Dict[str, Any]]:
        say(dispatcher, "utter_ask_booking_reason")
        return []


class ActionAskBookingBranch(Action):
    """Which of the clinic's places, with a button for each."""

    def name(self) -> str:
        return "action_ask_booking_form_booking_branch"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[Dict[str, Any]]:
        names = services().profile.branch_names
        buttons = [{"title": name, "payload": name} for name in names]
        say(dispatcher, "utter_ask_booking_branch", buttons=buttons, branches=listed(list(names)))
        return []


class ActionAskBookingDay(Action):
    """Which day, with the days on which appointments are given."""

    def name(self) -> str:
        return "action_ask_booking_form_booking_day"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[Dict[str, Any]]:
        say(dispatcher, "utter_ask_booking_day")
        return []


class ActionAskBookingConfirmed(Action):
    """Reads everything back in words, with the weekday; not again right after asking back."""

    def name(self) -> str:
        return "action_ask_booking_form_booking_confirmed"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[Dict[str, Any]]:
        if any(response_of(event) in ASKS_BACK for event in replies_now(tracker)):
            return []
        say(dispatcher, "utter_ask_booking_confirmed", lines="\n".join(read_back(form_state(tracker))))
        return []
