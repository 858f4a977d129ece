"""Says what to do about a red flag, before and instead of everything else."""

from __future__ import annotations

from typing import List

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.handed_over import show_staff
from actions.turn import clinic_facts, in_form, note, say
from pearl.bootstrap import services
from pearl.library.topic import Level


class ActionUrgent(Action):
    """The advice for the kind and level; E and U end a form and keep what was entered, P lets it go on."""

    def name(self) -> str:
        return "action_urgent"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> List[EventType]:
        found = tracker.latest_message["red_flag"]
        level, kind = Level(found["level"]), str(found["kind"])
        flags = {flag.kind: flag for flag in services().library.library().red_flags}
        flag = flags.get(kind) or flags["other_emergency"]
        about = note(f"red_flag/{kind}", "red_flag", level=level.value)
        advice = clinic_facts().fill(flag.advice_for(level, found["case"]).text)
        say(dispatcher, "utter_urgent", about, advice=advice)
        show_staff(tracker, advice)
        if level is Level.PROMPT:
            return _go_on(dispatcher, tracker)
        return _end_form(dispatcher, tracker)


def _go_on(dispatcher: CollectingDispatcher, tracker: Tracker) -> List[EventType]:
    if in_form(tracker):
        return [FollowupAction(tracker.active_loop["name"])]
    say(dispatcher, "utter_urgent_appointment")
    return []


def _end_form(dispatcher: CollectingDispatcher, tracker: Tracker) -> List[EventType]:
    if not in_form(tracker):
        return []
    of_own = tracker.active_loop["name"] == "own_booking_form"
    say(dispatcher, "utter_urgent_own_stopped" if of_own else "utter_urgent_form_kept")
    return [ActiveLoop(None), SlotSet("requested_slot", None), SlotSet("booking_confirmed", None)]
