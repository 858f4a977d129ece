"""A message that only makes sense after an answer is read against it, and a new subject is not dragged back."""

from __future__ import annotations

from pathlib import Path

import pytest

from pearl.errors import LibraryFileError
from pearl.library.files import read_library
from pearl.library.topic import Topic
from pearl.settings import PROJECT
from pearl.understanding.follow_up import FollowUp, FollowUps, Said, follow_ups
from pearl.understanding.language import language_pipeline, read_vocabulary

LIBRARY = read_library(PROJECT / "data" / "library")
SPACY = language_pipeline(read_vocabulary(PROJECT / "data" / "nlu" / "vocabulary.yml"))


def topic(key: str) -> Topic:
    found = LIBRARY.topic(key)
    assert found is not None
    return found


def read(text: str, last: str, topics: tuple[str, ...] = (), certain: bool = False) -> FollowUp | None:
    named = [(span.ent_id_, span.start_char, span.end_char) for span in SPACY(text).ents]
    return follow_ups().read(Said(text, named, topics, certain), topic(last))


@pytest.mark.parametrize(
    ("text", "last", "meant"),
    [
        ("what about near my eyes?", "retinoids", "retinoids"),
        ("and for a baby?", "can_i_pop_milia", "can_i_pop_milia"),
        ("And if I'm pregnant", "laser", "laser"),
        ("on my eyelids", "cryotherapy", "cryotherapy"),
        ("whats about my 3 week old baby", "prices", None),
        ("what about babies", "prices", "milia_in_babies"),
        ("how about the eye area", "opening_hours", "milia_around_eyes"),
        ("what about my baby", "milia_around_eyes", "milia_around_eyes"),
    ],
)
def test_a_bare_circumstance_is_about_what_was_just_answered(text: str, last: str, meant: str | None) -> None:
    assert read(text, last) == (FollowUp(meant) if meant else None)


@pytest.mark.parametrize("text", ["why?", "Why not", "how come??", "are you sure?", "go on"])
def test_why_asks_for_the_details_of_the_last_answer(text: str) -> None:
    assert read(text, "can_i_pop_milia") == FollowUp("can_i_pop_milia", more=True)


@pytest.mark.parametrize(
    ("text", "last", "meant"),
    [
        ("how long does it take?", "retinoids", "retinoids"),
        ("and how long does it take", "milia_in_babies", "milia_in_babies"),
        ("does it hurt?", "what_are_milia", "do_milia_hurt"),
        ("does it hurt?", "cryotherapy", "does_removal_hurt"),
        ("is that safe?", "home_remedies", "home_remedies"),
        ("how long does it take?", "location", None),
    ],
)
def test_a_question_without_a_subject_takes_the_last_one(text: str, last: str, meant: str | None) -> None:
    assert read(text, last) == (FollowUp(meant) if meant else None)


def test_an_uncertain_follow_up_stays_with_a_topic_it_may_be_about() -> None:
    assert read("even with a clean needle?", "can_i_pop_milia", ("extraction", "can_i_pop_milia")) == FollowUp(
        "can_i_pop_milia"
    )
    assert read("even with a clean needle?", "location", ("extraction", "can_i_pop_milia")) is None


@pytest.mark.parametrize(
    "text",
    [
        "what does it cost?",
        "and what are your opening hours",
        "what about laser near my eyes?",
        "what about scars",
        "can I book for tuesday",
        "is retinol safe for babies",
        "",
        "???",
        "and so on and so on and so on and for my baby please",
    ],
)
def test_a_new_subject_is_read_as_it_stands(text: str) -> None:
    assert read(text, "retinoids", ("prices",), certain=True) is None


def test_every_topic_that_a_short_question_leads_to_exists() -> None:
    ways = [way for topics in follow_ups()._short.values() for way in topics.items()]
    assert ways and {key for way in ways for key in way} <= {topic.key for topic in LIBRARY.topics}


def test_a_file_without_a_part_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "follow_ups.yml"
    file.write_text("follow_ups: {opener: [and]}", encoding="utf-8")
    with pytest.raises(LibraryFileError, match="'follow_ups' needs opener, filler, why and short"):
        FollowUps.from_file(file)
