"""Keeps for the clinic's staff what a visitor says to them, while they have the conversation or afterwards."""

from __future__ import annotations

from typing import List

from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.handed_over import about_handover, message_key, note_message, say_call_taken, say_handed_over
from actions.turn import intent_name, message_text, note, say
from pearl.bootstrap import services
from pearl.handover.handover import CALLABLE, Handover
from pearl.handover.hearing import ASK_CONTACT, Heard, wants_pearl_back

ABOUT = note("talk_to_a_person", "handoff")


class ActionForTheClinic(Action):
    """Silent while a person has the conversation; else it takes a message or a number to call."""

    def name(self) -> str:
        return "action_for_the_clinic"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[EventType]:
        handover = services().handovers.latest(tracker.sender_id)
        if handover is None:
            raise ValueError("The policy found a hand-over that is there no more")
        heard = Heard(message_text(tracker), intent_name(tracker))
        if handover.is_silent:
            return _with_person(dispatcher, tracker, handover, heard)
        if handover.status in CALLABLE:
            _take_number(dispatcher, tracker, handover, heard)
        else:
            _take_message(dispatcher, tracker, handover, heard)
        return []


def _with_person(
    dispatcher: CollectingDispatcher, tracker: Tracker, handover: Handover, heard: Heard
) -> List[EventType]:
    if wants_pearl_back(handover, heard):
        services().handover_life.leave(handover.reference)
        say(dispatcher, "utter_back_again", ABOUT)
        form = tracker.active_loop.get("name")
        return [FollowupAction(form)] if form else []
    asks_again = heard.intent == "talk_to_a_person" and not heard.is_only_contact
    if asks_again and handover.status == "waiting":
        say_handed_over(dispatcher, handover)
    note_message(tracker, handover)
    return []


def _take_message(dispatcher: CollectingDispatcher, tracker: Tracker, handover: Handover, heard: Heard) -> None:
    phone, email = heard.contact
    kept = services().handover_life.keep_message(handover.reference, heard.text, phone, email, message_key(tracker))
    first = not handover.message
    about = about_handover(kept)
    say(dispatcher, "utter_message_taken" if first else "utter_contact_taken", about, reference=kept.reference)
    if not (kept.phone or kept.email):
        say(dispatcher, ASK_CONTACT)


def _take_number(dispatcher: CollectingDispatcher, tracker: Tracker, handover: Handover, heard: Heard) -> None:
    phone, _ = heard.contact
    if not phone:
        say(dispatcher, "utter_phone_impossible", ABOUT)
        say(dispatcher, "utter_ask_call_back")
        return
    kept = services().handover_life.keep_number(handover.reference, heard.text, phone, message_key(tracker))
    say_call_taken(dispatcher, kept)
