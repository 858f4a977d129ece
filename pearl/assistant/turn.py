"""What a turn did, read from the events it left in the tracker."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Sequence

from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

FORMS = ("booking_form", "own_booking_form")


@dataclass(frozen=True)
class Turn:
    """One message and what came of it; `label` and `outcome` are those of the contract's commands."""

    text: str
    label: str
    confidence: float
    outcome: str
    replies: List[Dict[str, Any]] = field(default_factory=list)
    sources: List[Dict[str, str]] = field(default_factory=list)
    answer_id: str | None = None
    level: str | None = None
    form: str | None = None
    slots: Dict[str, Any] = field(default_factory=dict)


def last_turn(tracker: DialogueStateTracker, text: str) -> Turn:
    """The last turn of a conversation; `text` is what was typed."""
    events = _since_user(list(tracker.events))
    notes = [
        note
        for event in events
        if isinstance(event, BotUttered) and (note := event.data.get("custom") or {}).get("label")
    ]
    note = notes[0] if notes else {}
    label, outcome = _label_and_outcome(tracker, events, note)
    return Turn(
        text=text,
        label=label,
        confidence=round(_confidence(tracker), 4),
        outcome=outcome,
        replies=[_reply(event) for event in events if isinstance(event, BotUttered)],
        sources=note.get("sources", []),
        answer_id=note.get("answer_id"),
        level=note.get("level"),
        form=tracker.active_loop_name,
        slots={name: slot.value for name, slot in tracker.slots.items() if slot.value is not None},
    )


def _since_user(events: List[Event]) -> List[Event]:
    last = max((i for i, event in enumerate(events) if isinstance(event, UserUttered)), default=-1)
    return events[last + 1 :]


def _label_and_outcome(tracker: DialogueStateTracker, events: Sequence[Event], note: Dict[str, Any]) -> tuple[str, str]:
    intent = str((tracker.latest_message.intent or {}).get("name") if tracker.latest_message else "")
    if note:
        return str(note["label"]), str(note["outcome"])
    if not any(isinstance(event, BotUttered) for event in events):
        return "silent", "silent"
    if any(isinstance(event, ActionExecuted) and event.action_name in FORMS for event in events):
        begins = any(isinstance(event, ActiveLoop) and event.name in FORMS for event in events)
        return (intent if begins else "form"), "form"
    return intent, "chat"


def _confidence(tracker: DialogueStateTracker) -> float:
    message = tracker.latest_message
    return float((message.intent or {}).get("confidence") or 0.0) if message else 0.0


def _reply(event: BotUttered) -> Dict[str, Any]:
    buttons = [{"title": b["title"], "payload": b["payload"]} for b in event.data.get("buttons") or []]
    return {"text": event.text or "", "buttons": buttons}
