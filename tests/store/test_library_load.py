"""A load takes over what changed in the files, and nothing else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest
from store_examples import MONDAY, TUESDAY, UNKEEPABLE, WEDNESDAY, a_library, a_red_flag, a_source, a_topic

from pearl.errors import BadInput
from pearl.library.loading import LoadReport
from pearl.library.store import LibraryStore
from pearl.library.topic import Citation, Library
from pearl.library.versions import Origin, State

ALL = ("can_i_pop_milia", "is_it_acne", "red_flag/burn", "red_flag/eye", "source/ref_two", "source/seed_one")


def test_the_first_load_creates_every_entry_and_gives_all_of_it_back(library_store: LibraryStore) -> None:
    report = library_store.load(a_library(), MONDAY)
    assert report == LoadReport(created=ALL)
    assert library_store.library() == a_library()
    assert library_store.topic("can_i_pop_milia") == a_topic()


def test_an_empty_store_has_nothing_and_says_so(library_store: LibraryStore) -> None:
    assert library_store.library() == Library((), (), ())
    assert library_store.topic("can_i_pop_milia") is None
    assert library_store.answer_id("can_i_pop_milia") is None
    assert library_store.versions("can_i_pop_milia") == ()


def test_a_second_load_of_the_same_files_changes_nothing(library_store: LibraryStore) -> None:
    library_store.load(a_library(), MONDAY)
    assert library_store.load(a_library(), TUESDAY) == LoadReport(unchanged=ALL)
    assert [info.created_at for name in ALL for info in library_store.versions(name)] == [MONDAY] * len(ALL)


def test_a_changed_topic_is_a_new_published_version_and_the_old_one_is_kept(library_store: LibraryStore) -> None:
    library_store.load(a_library(), MONDAY)
    changed = a_topic(short_answer="Please don't.", phrasings=("pop?",), citations=())
    report = library_store.load(a_library(changed, a_library().topics[1]), TUESDAY)
    assert report == LoadReport(updated=("can_i_pop_milia",), unchanged=ALL[1:])
    assert library_store.topic("can_i_pop_milia") == changed
    assert library_store.version_of("can_i_pop_milia") == 2
    assert library_store.answer_id("can_i_pop_milia") == "can_i_pop_milia@2"
    first, second = library_store.versions("can_i_pop_milia")
    assert (first.state, first.created_at, first.content_hash) == (State.SUPERSEDED, MONDAY, a_topic().content_hash())
    assert (second.state, second.created_at, second.origin, second.editor) == (
        State.PUBLISHED,
        TUESDAY,
        Origin.FILE,
        None,
    )


def test_a_changed_source_and_red_flag_are_new_versions_too(library_store: LibraryStore) -> None:
    library_store.load(a_library(), MONDAY)
    source, flag = a_source("ref_two", title="Second edition"), a_red_flag("eye", title="Eyes")
    changed = a_library(sources=(source, a_library().sources[1]), red_flags=(a_red_flag("burn"), flag))
    assert library_store.load(changed, TUESDAY).updated == ("red_flag/eye", "source/ref_two")
    assert library_store.library() == changed
    assert [info.version for info in library_store.versions("source/ref_two")] == [1, 2]


def test_text_that_goes_back_to_what_it_was_is_a_version_again(library_store: LibraryStore) -> None:
    for topic in (a_topic(), a_topic(title="Other"), a_topic()):
        library_store.load(a_library(topic), MONDAY)
    assert library_store.topic("can_i_pop_milia") == a_topic()
    assert library_store.version_of("can_i_pop_milia") == 3


def test_what_vanished_from_the_files_is_withdrawn_and_kept(library_store: LibraryStore) -> None:
    library_store.load(a_library(), MONDAY)
    assert library_store.load(a_library(a_topic()), TUESDAY).withdrawn == ("is_it_acne",)
    assert library_store.topic("is_it_acne") is None
    assert library_store.answer_id("is_it_acne") is None
    assert [topic.key for topic in library_store.library().topics] == ["can_i_pop_milia"]
    assert [info.state for info in library_store.versions("is_it_acne")] == [State.WITHDRAWN]
    assert library_store.load(a_library(a_topic()), TUESDAY).withdrawn == ()


def test_what_comes_back_as_it_was_is_published_again_without_a_new_version(library_store: LibraryStore) -> None:
    library_store.load(a_library(), MONDAY)
    library_store.load(a_library(a_topic()), TUESDAY)
    assert library_store.load(a_library(), WEDNESDAY).updated == ("is_it_acne",)
    assert library_store.library() == a_library()
    assert library_store.answer_id("is_it_acne") == "is_it_acne@1"
    assert {passage.topic for passage in library_store.passages()} == {"can_i_pop_milia", "is_it_acne"}


def test_what_comes_back_changed_is_a_new_version(library_store: LibraryStore) -> None:
    library_store.load(a_library(), MONDAY)
    library_store.load(a_library(a_topic("is_it_acne")), TUESDAY)
    changed = a_topic(title="Back again")
    assert library_store.load(a_library(changed), WEDNESDAY).updated == ("can_i_pop_milia",)
    assert library_store.answer_id("can_i_pop_milia") == "can_i_pop_milia@2"


def test_the_order_in_the_files_does_not_matter(library_store: LibraryStore) -> None:
    library = a_library()
    backwards = Library(library.topics[::-1], library.sources[::-1], library.red_flags[::-1])
    library_store.load(backwards, MONDAY)
    assert library_store.library() == a_library()


def test_the_passages_are_the_paragraphs_of_what_is_published(library_store: LibraryStore) -> None:
    library_store.load(a_library(a_topic(), a_topic("is_it_acne")), MONDAY)
    library_store.load(a_library(a_topic(details=("Only one.",), sources_differ=" ")), TUESDAY)
    assert [(passage.position, passage.text) for passage in library_store.passages()] == [
        (0, "Better not."),
        (1, "Only one."),
        (2, "Never near the eyes."),
        (3, "Leave a baby's alone."),
        (4, "Ask the clinic."),
    ]
    assert {(passage.topic, passage.version) for passage in library_store.passages()} == {("can_i_pop_milia", 2)}


def test_the_fingerprint_follows_the_phrasings_and_nothing_else(library_store: LibraryStore) -> None:
    library_store.load(a_library(), MONDAY)
    before = library_store.fingerprint()
    acne = a_library().topics[1]
    library_store.load(a_library(a_topic(title="Another title", details=()), acne), TUESDAY)
    assert library_store.fingerprint() == before
    library_store.load(a_library(a_topic(phrasings=("pop em?",)), acne), TUESDAY)
    assert library_store.fingerprint() != before
    library_store.load(a_library(a_topic()), TUESDAY)
    assert library_store.fingerprint() != before


BAD = {
    "no topics": Library((), (), ()),
    "a topic twice": a_library(a_topic(), a_topic(title="Twin")),
    "an unknown source": a_library(a_topic(citations=(Citation("nowhere"),))),
    "an unknown source of a red flag": a_library(sources=(a_source("seed_one"),)),
    "half a surrogate pair": a_library(a_topic(), a_topic("z", variants={"baby": UNKEEPABLE[0]})),
    "a NUL": a_library(a_topic(), a_topic("z", phrasings=("fine", UNKEEPABLE[1]))),
    "a key without end": a_library(a_topic("k" * 256)),
    "a slash in a key": a_library(a_topic("source/x")),
}


@pytest.mark.parametrize("reason", BAD)
def test_a_library_that_cannot_be_stored_is_refused_and_the_running_one_stays(
    library_store: LibraryStore, reason: str
) -> None:
    library_store.load(a_library(), MONDAY)
    with pytest.raises(BadInput):
        library_store.load(BAD[reason], TUESDAY)
    assert library_store.library() == a_library()


def test_a_moment_without_zone_is_refused(library_store: LibraryStore) -> None:
    with pytest.raises(BadInput):
        library_store.load(a_library(), datetime(2026, 11, 23, 10, 0))
    assert library_store.library().topics == ()


def test_keys_that_nobody_has_find_nothing(library_store: LibraryStore) -> None:
    library_store.load(a_library(), MONDAY)
    for key in ("", "source/ref_two", "red_flag/", "' OR 1=1 --", "x" * 10_000, *UNKEEPABLE):
        assert library_store.topic(key) is None
        assert library_store.answer_id(key) is None
        assert key == "source/ref_two" or library_store.versions(key) == ()


def test_four_loads_at_once_are_one(library_store: LibraryStore) -> None:
    with ThreadPoolExecutor(4) as threads:
        reports = list(threads.map(lambda _: library_store.load(a_library(), MONDAY), range(4)))
    assert sorted(len(report.created) for report in reports) == [0, 0, 0, len(ALL)]
    assert [len(library_store.versions(name)) for name in ALL] == [1] * len(ALL)


def test_a_version_is_independent_of_the_value_that_was_loaded(library_store: LibraryStore) -> None:
    loaded = replace(a_topic(), variants={})
    library_store.load(a_library(loaded), MONDAY)
    assert library_store.topic("can_i_pop_milia") == loaded
    assert library_store.library().topics == (loaded,)
