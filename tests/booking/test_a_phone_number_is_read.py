"""Phone numbers, as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pearl.booking.phone import display_phone, holds_a_phone, read_phone

HOME = "+17805550134"
WRITTEN = {
    "780 555 0134": HOME,
    "7805550134": HOME,
    "(780) 555-0134": HOME,
    "780.555.0134.": HOME,
    "1-780-555-0134": HOME,
    "+1 780 555 0134": HOME,
    "it's 780-555-0134, thanks": HOME,
    "I'm Dana, 780 555 0134, Tuesday at 3 for the ones under my eyes": HOME,
    "tuesday at 3 780 555 0134": HOME,
    "2026-12-01 780 555 0134": HOME,
    "on 12/01/2026 call 780 555 0134": HOME,
    "780 555 0199": "+17805550199",
    "+44 20 7946 0958": "+442079460958",
    "+44 (0)20 7946 0958": "+442079460958",
    "0044 20 7946 0958": "+442079460958",
    "+49 30 901820": "+4930901820",
    "+33 1 42 68 53 00": "+33142685300",
    "+91 98765 43210": "+919876543210",
    "+61 2 9374 4000": "+61293744000",
    "+380 44 234 5678": "+380442345678",
    "+86 138 0013 8000": "+8613800138000",
    "+52 55 5658 1111": "+525556581111",
    "+81 3 3224 9999": "+81332249999",
    "+63 917 123 4567": "+639171234567",
    "+234 803 123 4567": "+2348031234567",
    "+48 22 694 60 00": "+48226946000",
}
IMPOSSIBLE = [
    "555 0134",
    "12345",
    "780 555 013",
    "7805550134999999",
    "no phone",
    "",
    "2026-12-01",
    "tuesday at 3",
    "$1000",
]


@pytest.mark.parametrize(("text", "e164"), WRITTEN.items())
def test_a_possible_number_is_found(text: str, e164: str) -> None:
    assert read_phone(text) == e164


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_an_impossible_number_is_refused(text: str) -> None:
    assert read_phone(text) is None


@pytest.mark.parametrize("text", ["555 0134", "78055501349999", "call 780 555 01345678"])
def test_an_impossible_number_is_known_as_one(text: str) -> None:
    assert holds_a_phone(text)


@pytest.mark.parametrize("text", ["2026-12-01", "tuesday at 3", "3 bumps for 2 years", "12/01/2026 10:30"])
def test_a_date_is_no_phone_number(text: str) -> None:
    assert not holds_a_phone(text)


def test_a_number_is_shown_as_people_write_it() -> None:
    assert display_phone(HOME) == "780 555 0134"
    assert display_phone("+442079460958") == "+44 20 7946 0958"


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    number = read_phone(text)
    assert number is None or display_phone(number)
