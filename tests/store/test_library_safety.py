"""The library survives a load that breaks off, is read in few queries and keeps every text byte for byte."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from store_examples import MONDAY, ODD_TEXTS, TUESDAY, a_library, a_red_flag, a_source, a_topic, keepable_texts

from pearl.library.store import LibraryStore
from pearl.library.topic import Advice, Citation, Level, Library, Topic
from pearl.sql.engine import Database
from pearl.sql.library_store import SqlLibraryStore

CHANGED = a_library(
    a_topic(title="New"), a_topic("third"), sources=(a_source("seed_one"), a_source("ref_two", title="New"))
)


@contextmanager
def listening(database: Database, heard: Any) -> Iterator[None]:
    event.listen(database.engine, "before_cursor_execute", heard)
    try:
        yield
    finally:
        event.remove(database.engine, "before_cursor_execute", heard)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The SELECT statements that are sent meanwhile."""
    sent: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.extend([statement] if statement.startswith("SELECT") else [])

    with listening(database, hear):
        yield sent


class PowerCutError(Exception):
    """Stands for whatever may end a load."""


@pytest.mark.parametrize("survived", [1, 2, 5, 9])
def test_a_load_that_breaks_off_leaves_the_running_library_as_it_was(database: Database, survived: int) -> None:
    store = SqlLibraryStore(database)
    store.load(a_library(), MONDAY)
    writes = []

    def cut(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.split()[0] in ("INSERT", "UPDATE", "DELETE"):
            writes.append(statement)
            if len(writes) > survived:
                raise PowerCutError

    with listening(database, cut), pytest.raises(PowerCutError):
        store.load(CHANGED, TUESDAY)
    assert store.library() == a_library()
    assert len(store.versions("can_i_pop_milia")) == 1
    assert store.load(CHANGED, TUESDAY).created == ("third",)


KILLED = """
import os, sys
from sqlalchemy import event
from store_examples import TUESDAY
from test_library_safety import CHANGED
from pearl.sql.engine import open_database
from pearl.sql.library_store import SqlLibraryStore
database, left = open_database(sys.argv[1]), [7]
def die(connection, cursor, statement, *rest):
    if statement.split()[0] in ("INSERT", "UPDATE", "DELETE"):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), 9)
event.listen(database.engine, "after_cursor_execute", die)
SqlLibraryStore(database).load(CHANGED, TUESDAY)
"""


def test_a_process_killed_in_a_load_leaves_the_running_library_as_it_was(
    database: Database, request: pytest.FixtureRequest
) -> None:
    store = SqlLibraryStore(database)
    store.load(a_library(), MONDAY)
    url = database.engine.url.render_as_string(hide_password=False)
    killed = subprocess.run([sys.executable, "-c", KILLED, url], cwd=request.path.parent, capture_output=True)
    assert killed.returncode == -9, killed.stderr.decode()
    assert store.library() == a_library()
    assert store.load(CHANGED, TUESDAY).created == ("third",)


def test_a_reader_sees_one_moment_while_a_load_goes_on(database: Database) -> None:
    store = SqlLibraryStore(database)
    store.load(a_library(), MONDAY)
    loaded: list[bool] = []

    def load_meanwhile(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "FROM citations" in statement and not loaded:
            loaded.append(True)
            SqlLibraryStore(database).load(CHANGED, TUESDAY)

    with listening(database, load_meanwhile):
        assert store.library() == a_library()
    assert store.library().topics == CHANGED.topics


def test_the_whole_library_takes_six_queries_then_one_and_a_topic_three(database: Database) -> None:
    store = SqlLibraryStore(database)
    store.load(a_library(), MONDAY)
    with counted(database) as sent:
        store.library()
    assert len(sent) == 6
    with counted(database) as sent:
        store.library()
    assert len(sent) == 1
    with counted(database) as sent:
        store.topic("can_i_pop_milia")
    assert len(sent) == 3
    with counted(database) as sent:
        store.answer_id("can_i_pop_milia")
    assert len(sent) == 1


def test_45_topics_of_40_phrasings_are_read_within_100_ms(database: Database) -> None:
    phrasings = tuple(f"a question about milia in other words, number {number}" for number in range(40))
    large = a_library(*(a_topic(f"topic_{number:02}", phrasings=phrasings) for number in range(45)))
    store = SqlLibraryStore(database)
    store.load(large, MONDAY)
    assert store.library() == large
    assert min(seconds(SqlLibraryStore(database)) for _ in range(5)) < 0.1


def test_a_store_sees_what_another_one_loads_and_edits(database: Database) -> None:
    mine, other = SqlLibraryStore(database), SqlLibraryStore(database)
    mine.load(a_library(), MONDAY)
    assert mine.library() == other.library()
    other.load(CHANGED, MONDAY)
    assert mine.library().topics == CHANGED.topics
    edited = replace(CHANGED.topics[0], title="Another title")
    mine.save_edit(edited, "Dana", MONDAY)
    assert edited in other.library().topics


def seconds(store: LibraryStore) -> float:
    start = time.perf_counter()
    store.library()
    return time.perf_counter() - start


topics = st.builds(
    a_topic,
    title=keepable_texts,
    short_answer=keepable_texts,
    next_steps=keepable_texts,
    sources_differ=keepable_texts,
    details=st.lists(keepable_texts, max_size=3).map(tuple),
    variants=st.dictionaries(keepable_texts, keepable_texts, max_size=3),
    related=st.lists(keepable_texts, max_size=2).map(tuple),
    phrasings=st.lists(keepable_texts, max_size=4).map(tuple),
    citations=st.lists(st.builds(Citation, st.just("seed_one"), keepable_texts, keepable_texts), max_size=3).map(tuple),
    about_clinic=st.booleans(),
)


def odd_topic(text: str) -> Topic:
    lists: dict[str, Any] = {"details": (text, text), "phrasings": (text,), "variants": {text: text}}
    return a_topic(title=text, short_answer=text, citations=(Citation("ref_two", text, text),), **lists)


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(topic=topics)
@example(topic=odd_topic(ODD_TEXTS[0]))
@example(topic=odd_topic(ODD_TEXTS[1]))
@example(topic=odd_topic(ODD_TEXTS[2]))
@example(topic=odd_topic(ODD_TEXTS[3]))
@example(topic=odd_topic(ODD_TEXTS[4]))
@example(topic=odd_topic(ODD_TEXTS[5]))
def test_every_text_of_a_library_comes_back_byte_for_byte(library_store: LibraryStore, topic: Topic) -> None:
    text = topic.title
    advice = Advice(Level.URGENT, text, text, (Citation("ref_two", text, text),))
    red_flag = replace(a_red_flag(), title=text, advice=(advice,))
    sources = (a_source("ref_two", title=text, publisher=text, url=text, published=text), a_source("seed_one"))
    library = Library((topic,), sources, (red_flag,))
    library_store.load(library, MONDAY)
    assert library_store.library() == library
    assert library_store.topic(topic.key) == topic
    info = library_store.versions(topic.key)[-1]
    assert info.content_hash == topic.content_hash()
