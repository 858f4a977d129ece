"""What every action needs of a turn: the message, the circumstances, the clinic's facts, the note for the channel."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Dict, List, Optional, Tuple

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from pearl.bootstrap import services
from pearl.clinic_facts import ClinicFacts
from pearl.handover.handover import Line
from pearl.library.topic import Source
from pearl.messages import PEARL, TAPPED, VISITOR
from pearl.wording import places_in

CIRCUMSTANCES = ("site", "age_group", "whom")


def clinic_facts() -> ClinicFacts:
    """The clinic's facts at this moment."""
    return services().facts


def note(
    label: str, outcome: str, answer_id: Optional[str] = None, sources: tuple[Source, ...] = (), **more: Any
) -> Dict[str, Any]:
    """What a channel, the log and the evaluation want to know of a reply, beside its words."""
    shown = [{"id": source.key, "title": source.title, "url": source.url} for source in sources]
    return {"label": label, "outcome": outcome, "answer_id": answer_id, "sources": shown, **more}


def say(
    dispatcher: CollectingDispatcher,
    response: str,
    about: Optional[Dict[str, Any]] = None,
    buttons: Optional[List[Dict[str, str]]] = None,
    **values: Any,
) -> None:
    """Utter one of the domain's responses, filled with the clinic's facts and the values given.

    Only what the response has places for is sent: everything sent is kept with the conversation.
    """
    known = {**clinic_facts().values(), **values}
    filled = {name: known[name] for name in places_in(response) if name in known}
    dispatcher.utter_message(response=response, buttons=buttons, json_message=about, **filled)


def message_text(tracker: Tracker) -> str:
    """What the visitor typed, or what a tapped button sent."""
    return str(tracker.latest_message.get("text") or "")


def said_words(said: Dict[str, Any]) -> str:
    """What a message or an event says to people: of a tapped button the title, not what it sent."""
    return str((said.get("metadata") or {}).get(TAPPED) or said.get("text") or "")


def intent_name(tracker: Tracker) -> str:
    """The intent of the visitor's message."""
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def topic_reading(tracker: Tracker) -> Dict[str, Any]:
    """What the classifier said about the topic: {outcome, labels, confidence}, or nothing for a button."""
    return dict(tracker.latest_message.get("topic") or {})


def chosen_topic(tracker: Tracker) -> Optional[str]:
    """The topic that a button names, else the classifier's."""
    for entity in tracker.latest_message.get("entities") or []:
        if entity.get("entity") == "topic":
            return str(entity.get("value"))
    labels: List[str] = topic_reading(tracker).get("labels") or []
    return next(iter(labels), None)


def picked_time(tracker: Tracker) -> str:
    """The day or moment that a button names, as ISO, else nothing."""
    return _named_as(tracker, "time") if intent_name(tracker) == "pick_time" else ""


def named_site(tracker: Tracker) -> str:
    """The part of the body that the message names, else nothing."""
    return _named_as(tracker, "site")


def _named_as(tracker: Tracker, kind: str) -> str:
    entities = tracker.latest_message.get("entities") or []
    return next((str(entity.get("value")) for entity in entities if entity.get("entity") == kind), "")


def named(tracker: Tracker) -> List[Tuple[str, int, int]]:
    """(value, start, end) of everything that the vocabulary names in the message."""
    entities = tracker.latest_message.get("entities") or []
    return [(str(e.get("value")), int(e["start"]), int(e["end"])) for e in entities if "start" in e and "end" in e]


def circumstances(tracker: Tracker) -> Dict[str, Optional[str]]:
    """For whom and where: the slots that choose an answer's variants."""
    return {name: tracker.get_slot(name) for name in CIRCUMSTANCES}


def channel(tracker: Tracker) -> str:
    """The channel the message came by."""
    return str(tracker.get_latest_input_channel() or "")


def in_form(tracker: Tracker) -> bool:
    """Whether the booking form waits for an answer."""
    return bool(tracker.active_loop.get("name"))


def transcript(tracker: Tracker) -> Tuple[Line, ...]:
    """The conversation so far, each line with its moment."""
    authors = {"user": VISITOR, "bot": PEARL}
    spoken = [event for event in tracker.events if event.get("event") in authors and event.get("text")]
    return tuple(Line(authors[event["event"]], said_words(event), _moment(event)) for event in spoken)


def _moment(event: Dict[str, Any]) -> Optional[datetime]:
    seconds = event.get("timestamp")
    return datetime.fromtimestamp(seconds, timezone.utc) if seconds else None
