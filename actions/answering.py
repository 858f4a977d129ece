"""Giving an answer from the library, and its details: what several actions do."""

from __future__ import annotations

from typing import List, Optional

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.turn import circumstances, clinic_facts, in_form, named, note, say, topic_reading
from pearl.bootstrap import services
from pearl.library.answering import Answer, answer
from pearl.understanding.follow_up import FollowUp, Said, follow_ups


def published_answer(tracker: Tracker, key: str) -> Optional[Answer]:
    """The answer of a topic for the visitor's circumstances, or None when the store has no such topic."""
    store = services().library
    library = store.library()
    topic, answer_id = library.topic(key), store.answer_id(key)
    if topic is None or answer_id is None:
        return None
    return answer(topic, answer_id, library, circumstances(tracker), clinic_facts())


def give_answer(dispatcher: CollectingDispatcher, tracker: Tracker, key: str) -> Optional[List[EventType]]:
    """Short answer with the variants that fit, then what to do next, sources and review; None without such a topic."""
    given = published_answer(tracker, key)
    if given is None:
        return None
    about = note(given.topic, "answer", given.answer_id, given.sources, review=given.review_line)
    say(dispatcher, "utter_answer", answer=given.text)
    say(
        dispatcher,
        "utter_next" if given.sources else "utter_next_without_sources",
        about,
        topic=given.topic,
        next_steps=given.next_steps,
        sources=given.source_line,
        review=given.review_line,
    )
    return [SlotSet("last_topic", given.topic)]


def give_details(dispatcher: CollectingDispatcher, tracker: Tracker, key: str) -> Optional[List[EventType]]:
    """The details, where the sources differ, and buttons to related topics; None without such a topic."""
    given = published_answer(tracker, key)
    if given is None:
        return None
    about = note(given.topic, "answer", given.answer_id, given.sources)
    buttons = [{"title": title, "payload": f'/pick_topic{{"topic": "{key}"}}'} for key, title in given.related]
    if given.details and given.sources_differ:
        say(dispatcher, "utter_more", details=given.details)
        say(dispatcher, "utter_sources_differ", about, buttons, sources_differ=given.sources_differ)
    elif given.details:
        say(dispatcher, "utter_more", about, buttons, details=given.details)
    else:
        say(dispatcher, "utter_nothing_more", about, buttons)
    return [SlotSet("last_topic", given.topic)]


def give_follow_up(dispatcher: CollectingDispatcher, tracker: Tracker) -> Optional[List[EventType]]:
    """What the message means after the last answer; None when it is to be read as it stands."""
    follow_up = _follow_up(tracker)
    # In the middle of a booking "why?" asks about the booking.
    if follow_up is None or (follow_up.more and in_form(tracker)):
        return None
    give = give_details if follow_up.more else give_answer
    return give(dispatcher, tracker, follow_up.topic)


def _follow_up(tracker: Tracker) -> Optional[FollowUp]:
    last = services().library.library().topic(tracker.get_slot("last_topic") or "")
    text = str(tracker.latest_message.get("text") or "")
    if last is None or text.startswith("/"):
        return None
    reading = topic_reading(tracker)
    topics = [label.removeprefix("faq/") for label in reading.get("labels") or []]
    return follow_ups().read(Said(text, named(tracker), topics, reading.get("outcome") == "certain"), last)
