"""The visitor's message as the forms read it."""

from __future__ import annotations

from rasa_sdk.interfaces import Tracker

from actions.earlier import is_repeated
from actions.turn import intent_name, message_text, named_site, picked_time, topic_reading
from pearl.booking.form_message import FormMessage
from pearl.bootstrap import services


def is_answer(tracker: Tracker) -> bool:
    """Whether the visitor has just said something; when the form comes back after another reply, he has not."""
    return bool(tracker.latest_message.get("text")) and not _already_answered(tracker)


def _already_answered(tracker: Tracker) -> bool:
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "bot":
            return True
    return True


def form_message(tracker: Tracker) -> FormMessage:
    """What was typed and how it was understood."""
    reading = topic_reading(tracker)
    label = next(iter(reading.get("labels") or []), None)
    topic = services().library.topic(label) if label else None
    before = services().library.topic(tracker.get_slot("last_topic") or "")
    return FormMessage(
        text=message_text(tracker),
        intent=intent_name(tracker),
        topic_label=f"faq/{label}" if topic else None,
        certain=reading.get("outcome") == "certain",
        topic_title=before.title if before and not before.about_clinic else "",
        picked=picked_time(tracker),
        site=named_site(tracker),
        is_repeat=is_repeated(tracker),
    )
