"""The database cannot keep a booking at the moment of the yes: told so, nothing is lost, and a button tries again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from clinic_database import ClinicDatabase
from own_booking import PHONE, book, statuses
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from replies import ALL_AT_ONCE, says, texts

pytestmark = pytest.mark.in_sql


@contextmanager
def held(clinic: ClinicDatabase) -> Iterator[None]:
    """Another program holds the bookings."""
    with clinic.database.writing() as connection:  # on SQLite this alone keeps other writers out
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("LOCK TABLE bookings IN EXCLUSIVE MODE")
        yield


@pytest.fixture
def talk_kept_elsewhere(talk: Any, assistant: Any) -> Any:
    """A conversation whose words can be kept while the clinic's database is held."""
    assistant.keep_in(InMemoryTrackerStore(Domain.empty()))
    return talk


def test_a_yes_meanwhile_is_not_promised_and_try_again_books_once(
    talk_kept_elsewhere: Any, assistant: Any, clinic_database: ClinicDatabase
) -> None:
    visitor = talk_kept_elsewhere
    visitor.say(ALL_AT_ONCE)
    with held(clinic_database):
        turn = visitor.say("yes")
    assert says(turn, "utter_booking_trouble") and "PRL-" not in texts(turn), texts(turn)
    assert "PRL-" in texts(visitor.tap("Try again"))
    assert statuses(assistant) == ["requested"]


def test_a_cancellation_meanwhile_is_not_promised_and_can_be_said_again(
    talk_kept_elsewhere: Any, assistant: Any, clinic_database: ClinicDatabase
) -> None:
    visitor, pair = talk_kept_elsewhere, f"{book(assistant)} {PHONE}"
    for message in ("cancel my appointment", pair):
        visitor.say(message)
    with held(clinic_database):
        assert says(visitor.say("yes"), "utter_own_trouble")
    assert statuses(assistant) == ["requested"]
    for message in ("cancel my appointment", pair, "yes"):
        visitor.say(message)
    assert statuses(assistant) == ["cancelled"]
