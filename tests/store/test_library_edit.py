"""What is written at the desk is never overwritten in silence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from store_examples import MONDAY, TUESDAY, UNKEEPABLE, WEDNESDAY, a_library, a_source, a_topic

from pearl.errors import BadInput
from pearl.library.store import LibraryStore
from pearl.library.topic import Citation, Topic
from pearl.library.versions import Origin, State

KEY = "can_i_pop_milia"
EDITED = a_topic(short_answer="No: it scars.")
CHANGED = a_topic(short_answer="The file's new text.")


@pytest.fixture
def store(library_store: LibraryStore) -> LibraryStore:
    library_store.load(a_library(), MONDAY)
    library_store.save_edit(EDITED, "Dr. Ng", TUESDAY)
    return library_store


def load(store: LibraryStore, topic: Topic) -> tuple[str, ...]:
    """Load the library with this topic in it and return what was not left alone, with its change."""
    report = store.load(a_library(topic, a_library().topics[1]), WEDNESDAY)
    changes = {"created": report.created, "updated": report.updated, "drafted": report.drafted}
    return tuple(f"{change} {key}" for change, keys in changes.items() for key in keys)


def states(store: LibraryStore) -> list[State]:
    return [info.state for info in store.versions(KEY)]


def test_an_edit_is_published_at_once_and_says_who_made_it(store: LibraryStore) -> None:
    assert store.topic(KEY) == EDITED
    assert store.answer_id(KEY) == f"{KEY}@2"
    info = store.versions(KEY)[-1]
    assert (info.origin, info.state, info.editor, info.created_at) == (
        Origin.DESK,
        State.PUBLISHED,
        "Dr. Ng",
        TUESDAY,
    )
    assert "No: it scars." in {passage.text for passage in store.passages()}


def test_an_edit_that_changes_nothing_makes_no_version(store: LibraryStore) -> None:
    assert store.save_edit(EDITED, "Dr. Ng", WEDNESDAY) == 2
    assert len(store.versions(KEY)) == 2


def test_files_that_did_not_change_leave_an_edit_alone(store: LibraryStore) -> None:
    assert load(store, a_topic()) == ()
    assert store.topic(KEY) == EDITED


def test_a_file_that_changed_after_an_edit_becomes_a_draft(store: LibraryStore) -> None:
    assert load(store, CHANGED) == (f"drafted {KEY}",)
    assert store.topic(KEY) == EDITED
    assert states(store) == [State.SUPERSEDED, State.PUBLISHED, State.DRAFT]
    assert "The file's new text." not in {passage.text for passage in store.passages()}


def test_the_same_file_is_drafted_once_and_the_next_change_again(store: LibraryStore) -> None:
    load(store, CHANGED)
    assert load(store, CHANGED) == ()
    assert load(store, a_topic()) == (f"drafted {KEY}",)
    assert store.topic(KEY) == EDITED


def test_an_edit_after_a_draft_supersedes_it(store: LibraryStore) -> None:
    load(store, CHANGED)
    assert store.save_edit(a_topic(title="Third"), "Dr. Ng", WEDNESDAY) == 4
    assert states(store) == [State.SUPERSEDED] * 3 + [State.PUBLISHED]


def test_a_file_that_says_what_the_desk_says_is_followed_from_then_on(store: LibraryStore) -> None:
    assert load(store, EDITED) == ()
    assert load(store, CHANGED) == (f"updated {KEY}",)
    assert store.topic(KEY) == CHANGED


def test_an_edit_survives_a_library_that_was_away_for_a_while(store: LibraryStore) -> None:
    store.load(a_library(a_topic("is_it_acne")), WEDNESDAY)
    assert store.topic(KEY) is None
    assert load(store, a_topic()) == (f"updated {KEY}", "updated is_it_acne")
    assert store.topic(KEY) == EDITED


def test_an_edit_survives_a_file_that_changed_while_it_was_away(store: LibraryStore) -> None:
    store.load(a_library(a_library().topics[1]), WEDNESDAY)
    assert load(store, CHANGED) == (f"drafted {KEY}",)
    assert store.topic(KEY) == EDITED


def test_an_edit_brings_a_withdrawn_topic_back_and_it_is_the_desks(store: LibraryStore) -> None:
    without = a_library(a_library().topics[1])
    store.load(without, WEDNESDAY)
    store.save_edit(EDITED, "Dr. Ng", WEDNESDAY)
    assert store.load(without, WEDNESDAY).withdrawn == ()
    assert store.topic(KEY) == EDITED
    assert load(store, CHANGED) == (f"drafted {KEY}",)


def test_a_topic_of_the_desk_alone_is_not_withdrawn(store: LibraryStore) -> None:
    assert store.save_edit(a_topic("parking"), "Lee", TUESDAY) == 1
    assert store.load(a_library(), WEDNESDAY).withdrawn == ()
    assert store.topic("parking") == a_topic("parking")


def test_a_source_that_vanished_stays_while_something_published_cites_it(store: LibraryStore) -> None:
    third = a_source("third")
    store.load(a_library(sources=(*a_library().sources, third)), WEDNESDAY)
    store.save_edit(a_topic("parking", citations=(Citation("third"),)), "Lee", WEDNESDAY)
    assert store.load(a_library(), WEDNESDAY).withdrawn == ("source/third",)
    assert store.library().source("third") == third
    store.save_edit(a_topic("parking", citations=()), "Lee", WEDNESDAY)
    assert store.library().source("third") is None


@pytest.mark.parametrize(
    ("topic", "editor"),
    [
        (replace(EDITED, title=UNKEEPABLE[0]), "Lee"),
        (replace(EDITED, details=(UNKEEPABLE[1],)), "Lee"),
        (replace(EDITED, citations=(Citation("nowhere"),)), "Lee"),
        (replace(EDITED, key=""), "Lee"),
        (replace(EDITED, key="red_flag/eye"), "Lee"),
        (replace(EDITED, title="Fine"), ""),
        (replace(EDITED, title="Fine"), UNKEEPABLE[0]),
    ],
)
def test_an_edit_that_cannot_be_stored_is_refused(store: LibraryStore, topic: Topic, editor: str) -> None:
    with pytest.raises(BadInput):
        store.save_edit(topic, editor, WEDNESDAY)
    assert store.topic(KEY) == EDITED
