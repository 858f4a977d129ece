"""E-mail addresses and whether a visitor is new, out of sentences that hold other things; the link that carries them."""

from __future__ import annotations

import pytest
from booking_clinic import COMPLETE, asked, step

from pearl.booking.email import read_email
from pearl.booking.link import prefilled
from pearl.booking.patient import read_patient


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("dana@example.org", "dana@example.org"),
        ("it's Dana.Smith+clinic@Example.ORG.", "Dana.Smith+clinic@example.org"),
        ("mail me (dana@exämple.org) please", "dana@exämple.org"),
        ("dana@example or dana@example.org", "dana@example.org"),
        ("dana@localhost", None),
        ("dana@@example.org", None),
        ("see you @ 3", None),
        ("a" * 5000 + "@example.org", None),
        ("@" * 5000, None),
    ],
)
def test_an_address_is_read_only_when_mail_can_reach_it(text: str, address: str | None) -> None:
    assert read_email(text) == address


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("I'm a new patient", False),
        ("this is my first visit", False),
        ("never been there before", False),
        ("i've never been to your clinic", False),
        ("I've been there before", True),
        ("existing patient", None),
        ("an existing patient", True),
        ("already a patient of yours", True),
        ("they have been there for a year", None),
        ("I've been having these bumps before", None),
        ("for the first milia", None),
    ],
)
def test_new_or_known_is_read_only_where_it_is_said(text: str, known: bool | None) -> None:
    found = read_patient(text)
    assert (found[0] if found else None) == known


@pytest.mark.parametrize("text", ["dana1990@example.org", "my mail is dana1990@example.org"])
def test_an_address_answers_the_question_for_a_number(text: str) -> None:
    result = step(asked("phone"), text)
    assert (result.changes, result.problems) == ({"booking_email": "dana1990@example.org"}, [])


def test_an_address_is_no_name() -> None:
    assert "booking_name" not in step(asked("name"), "dana@example.org").changes
    both = step(asked("name"), "Dana, dana@example.org").changes
    assert both == {"booking_name": "Dana", "booking_email": "dana@example.org"}


def test_an_address_at_the_read_back_is_a_correction() -> None:
    changes = step(COMPLETE, "dana@example.org").changes
    assert changes == {"booking_email": "dana@example.org", "booking_confirmed": None}


def test_a_link_without_places_stays_as_it_is_and_values_are_quoted() -> None:
    assert prefilled("https://example.org/book", {"name": "Dana"}) == "https://example.org/book"
    link = "https://example.org/?n={name}&x={unknown}&p={phone}"
    assert prefilled(link, {"name": "O'Neil & {phone}", "phone": None}) == (
        "https://example.org/?n=O%27Neil%20%26%20%7Bphone%7D&x={unknown}&p="
    )
