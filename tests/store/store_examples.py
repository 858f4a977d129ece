"""A small library and records to store, and odd texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timezone
from typing import Any

from hypothesis import strategies as st

from pearl.booking.request import BookingRequest
from pearl.handover.handover import Handover, Line
from pearl.library.topic import (
    Advice,
    Citation,
    Level,
    Library,
    RedFlag,
    Review,
    Risk,
    Source,
    SourceKind,
    Topic,
)
from pearl.records import Unanswered

MONDAY = datetime(2026, 11, 23, 17, 0, tzinfo=timezone.utc)
TUESDAY = datetime(2026, 11, 24, 17, 0, tzinfo=timezone.utc)
WEDNESDAY = datetime(2026, 11, 25, 18, 0, 0, 123456, tzinfo=timezone.utc)
REVIEW = Review(None, date(2026, 11, 1), date(2027, 11, 1))

# Right to left, combining signs, emoji of several code points, quotes, separators: what a database may trip over.
ODD_TEXTS = (
    "حبوب الدخن",
    "👩🏽‍⚕️ é é",
    "'; DROP TABLE topics; --",
    'say "milia"\r\n\t',
    "\u2028\ufeff",
    "%s {x} \\u0000 :a",
)
keepable_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
UNKEEPABLE = ("half a pair \ud83d", "a NUL \x00 inside")


def a_topic(key: str = "can_i_pop_milia", **changes: Any) -> Topic:
    topic = Topic(
        key=key,
        title="Can I pop milia?",
        risk=Risk.LOW,
        short_answer="Better not.",
        next_steps="Ask the clinic.",
        review=REVIEW,
        citations=(Citation("seed_one", "p. 2", "scars"), Citation("ref_two")),
        details=("They sit under the skin.", "A needle scars."),
        variants={"near_eyes": "Never near the eyes.", "baby": "Leave a baby's alone."},
        sources_differ="One source allows a clean needle.",
        related=("is_it_acne",),
        phrasings=("can i pop milia", "pop em?"),
    )
    return replace(topic, **changes)


def a_source(key: str, **changes: Any) -> Source:
    return replace(
        Source(key, f"The book {key}", "A press", SourceKind.REFERENCE, "https://example.org", "2024"), **changes
    )


def a_red_flag(kind: str = "eye", **changes: Any) -> RedFlag:
    splash = Advice(Level.EMERGENCY, "Rinse, call {emergency}.", "splash", (Citation("ref_two", "s. 4"),))
    return replace(RedFlag(kind, "The eye", REVIEW, (splash, Advice(Level.PROMPT, "Come soon."))), **changes)


def a_library(*topics: Topic, **changes: Any) -> Library:
    """Two topics, two sources and two red flags, by key, unless told otherwise."""
    library = Library(
        topics=topics
        or (a_topic(), a_topic("is_it_acne", phrasings=("is it acne",), citations=(Citation("seed_one"),))),
        sources=(a_source("ref_two"), a_source("seed_one", kind=SourceKind.SEED, url="", visible=False)),
        red_flags=(a_red_flag("burn"), a_red_flag("eye")),
    )
    return replace(library, **changes)


def a_booking(key: str = "conversation-1:1", **changes: Any) -> BookingRequest:
    request = BookingRequest(
        reason="milia under the eyes",
        day=date(2026, 11, 27),
        name="Dana O'Neil",
        phone="+17805550134",
        channel="web",
        sender="web:abc",
        idempotency_key=key,
        created_at=WEDNESDAY,
        starts_at=datetime(2026, 11, 27, 22, 0, tzinfo=timezone.utc),
        email="dana@example.org",
    )
    return replace(request, **changes)


def a_handover(key: str = "conversation-1:2", **changes: Any) -> Handover:
    handover = Handover(
        reason="asked for a person",
        channel="telegram",
        sender="telegram:77",
        transcript=(Line("visitor", "can I talk to somebody", MONDAY), Line("pearl", "Of course.")),
        idempotency_key=key,
        created_at=WEDNESDAY,
        changed_at=WEDNESDAY,
        said_at=WEDNESDAY,
    )
    return replace(handover, **changes)


def a_question(text: str = "do you do tattoos?", **changes: Any) -> Unanswered:
    question = Unanswered(
        text=text, best_label="prices", confidence=0.31, sender="web:abc", channel="web", created_at=WEDNESDAY
    )
    return replace(question, **changes)
