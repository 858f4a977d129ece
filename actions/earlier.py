"""What Pearl has said before in the conversation: for taps on old buttons and messages sent twice."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa_sdk.interfaces import Tracker

from actions.turn import message_text

ENDS_OF_A_BOOKING = ("utter_booked", "utter_booking_stopped", "utter_booking_cancelled", "utter_urgent_form_kept")


def replies_now(tracker: Tracker) -> List[Dict[str, Any]]:
    """Pearl's replies to the visitor's last message so far, oldest first."""
    spoken = [number for number, event in enumerate(tracker.events) if event.get("event") == "user"]
    since = tracker.events[spoken[-1] :] if spoken else tracker.events
    return [event for event in since if event.get("event") == "bot"]


def replies_before(tracker: Tracker) -> List[Dict[str, Any]]:
    """Pearl's replies to the message before this one, oldest first."""
    spoken = [number for number, event in enumerate(tracker.events) if event.get("event") == "user"]
    if len(spoken) < 2:
        return []
    return [event for event in tracker.events[spoken[-2] : spoken[-1]] if event.get("event") == "bot"]


def response_of(event: Dict[str, Any]) -> str:
    """The domain's response that a reply was made from."""
    return str((event.get("metadata") or {}).get("utter_action") or "")


def reference_in(event: Dict[str, Any]) -> Optional[str]:
    """The reference of a booking or a hand-over that a reply told."""
    return ((event.get("data") or {}).get("custom") or {}).get("reference")


def sent_booking(tracker: Tracker) -> Optional[str]:
    """The reference of the booking that the last form ended with; None when it ended with none."""
    ends = [event for event in tracker.events if response_of(event) in ENDS_OF_A_BOOKING]
    return reference_in(ends[-1]) if ends else None


def is_repeated(tracker: Tracker) -> bool:
    """Whether the visitor sends the same words twice in a row."""
    typed = [event.get("text") for event in tracker.events if event.get("event") == "user"]
    return len(typed) > 1 and typed[-1] == typed[-2]


def is_tapped_twice(tracker: Tracker) -> bool:
    """Whether the visitor taps the same button twice in a row."""
    return is_repeated(tracker) and message_text(tracker).startswith("/")
