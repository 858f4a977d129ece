"""The answer that is put together for somebody: variants, visible sources, the review line, filled texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sample_clinic import facts_at
from sample_library import library_files

from pearl.clinic_profile import ClinicProfile
from pearl.library.answering import VARIANT_OF_VALUE, Answer, answer, long_date, variants_for, visible_sources
from pearl.library.files import read_library
from pearl.library.topic import Citation, Library, Review, Topic


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return read_library(library_files(tmp_path))


@pytest.fixture
def topic(library: Library) -> Topic:
    return library.topics[0]


def given(topic: Topic, library: Library, profile: ClinicProfile, **circumstances: str | None) -> Answer:
    return answer(topic, "freezing@1", library, circumstances, facts_at(profile, "2026-11-25T11:00"))


def test_an_answer_is_the_topics_texts_with_their_placeholders_filled(
    topic: Topic, library: Library, profile: ClinicProfile
) -> None:
    found = given(topic, library, profile)
    assert (found.topic, found.title, found.answer_id) == ("freezing", "What is freezing?", "freezing@1")
    assert found.text == "Freezing is quick. Call 780 555 0100."
    assert found.details == "It stings.\n\nIt heals."
    assert found.next_steps == "Ask Test Clinic."
    assert found.sources_differ == "Some say twice."


@pytest.mark.parametrize(
    ("circumstances", "variants"),
    [
        ({}, []),
        ({"site": None, "age_group": None, "whom": None}, []),
        ({"site": "nose", "age_group": "adult"}, []),
        ({"age_group": "baby"}, ["baby"]),
        ({"site": "eyes"}, ["near_eyes"]),
        ({"site": "eyelid"}, ["near_eyes"]),
        ({"site": "eyebrow"}, ["near_eyes"]),
        ({"whom": "pregnant"}, ["pregnant"]),
        ({"whom": "breastfeeding"}, ["pregnant"]),
        ({"age_group": "baby", "site": "eyes"}, ["near_eyes", "baby"]),  # in the library's order
        ({"age_group": "baby", "site": "eyelid", "whom": "pregnant"}, ["pregnant", "near_eyes", "baby"]),
    ],
)
def test_variants_follow_the_circumstances(topic: Topic, circumstances: dict[str, str], variants: list[str]) -> None:
    assert variants_for(topic, circumstances) == variants


def test_a_variant_is_a_paragraph_after_the_short_answer(
    topic: Topic, library: Library, profile: ClinicProfile
) -> None:
    found = given(topic, library, profile, age_group="baby", site="eyes")
    assert found.text == "Freezing is quick. Call 780 555 0100.\n\nNever near the eye.\n\nNot for babies."


def test_a_variant_that_the_topic_lacks_is_left_out(topic: Topic) -> None:
    assert variants_for(replace(topic, variants={"baby": "Not for babies."}), {"whom": "pregnant"}) == []


def test_every_variant_of_the_library_can_be_asked_for(topic: Topic) -> None:
    assert set(VARIANT_OF_VALUE.values()) == set(topic.variants)


def test_only_visible_and_known_sources_are_shown_once_references_before_seeds(topic: Topic, library: Library) -> None:
    assert [source.key for source in visible_sources(topic, library)] == ["R1", "S1"]


@pytest.mark.parametrize(
    ("cited", "line"),
    [
        ([], ""),
        (["C1"], ""),
        (["S1"], "A clinic, A seed"),
        (["S1", "P1", "R1"], "A journal, A paper; A hospital, Milia; A clinic, A seed"),
    ],
)
def test_the_source_line_names_what_is_visible(
    topic: Topic, library: Library, profile: ClinicProfile, cited: list[str], line: str
) -> None:
    topic = replace(topic, citations=tuple(Citation(key) for key in cited))
    assert given(topic, library, profile).source_line == line


def test_beyond_three_sources_the_line_counts_the_rest(topic: Topic, library: Library, profile: ClinicProfile) -> None:
    more = [replace(library.sources[1], key=f"R{n}", title=f"Title {n}") for n in (2, 3, 4)]
    library = replace(library, sources=(*library.sources, *more))
    topic = replace(topic, citations=tuple(Citation(key) for key in ("R1", "R2", "R3", "R4", "S1")))
    found = given(topic, library, profile)
    assert found.source_line == "A hospital, Milia; A hospital, Title 2; A hospital, Title 3 and 2 more"
    assert len(found.sources) == 5


@pytest.mark.parametrize(
    ("reviewer", "line"),
    [(None, "Not reviewed. Checked on 2 November 2026."), ("Dr Lee", "Reviewed by Dr Lee on 2 November 2026.")],
)
def test_the_review_line_is_honest_about_who_read_it(
    topic: Topic, library: Library, profile: ClinicProfile, reviewer: str | None, line: str
) -> None:
    topic = replace(topic, review=Review(reviewer, date(2026, 11, 2), date(2027, 5, 2)))
    assert given(topic, library, profile).review_line == line


def test_related_topics_that_are_gone_are_left_out(topic: Topic, library: Library, profile: ClinicProfile) -> None:
    assert given(topic, library, profile).related == (("freezing", "What is freezing?"),)


def test_a_long_date_is_written_out() -> None:
    assert long_date(date(2026, 12, 1)) == "1 December 2026"
