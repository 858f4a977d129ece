"""Phone numbers that are not the profile's."""

from __future__ import annotations

import pytest
from small_library import SmallLibrary


@pytest.mark.parametrize(
    "number", ["(780) 885 7108", "780-885-7108", "+44 20 7946 0000", "call 999", "Dial 112", "911, 999", "999, 911"]
)
def test_a_number_that_is_not_the_profiles_is_found_on_its_own_line(library: SmallLibrary, number: str) -> None:
    wrong = library.change("library/topics/steam.yml", "{phone} and ask", f"{number} and ask")
    assert library.places("phone-number") == [wrong]


@pytest.mark.parametrize(
    "number",
    [
        "780 555 0199",
        "+1 (780) 555-0199",
        "911",
        "call 811",
        "1-844-764-7669",
        "2026-11-22",
        "10,000",
        "10 000",
        "911,000",
    ],
)
def test_the_profiles_numbers_and_other_figures_are_none(library: SmallLibrary, number: str) -> None:
    library.change("library/topics/steam.yml", "{phone} and ask", f"{number} and ask")
    assert library.places("phone-number") == []


def test_the_advice_of_a_red_flag_is_checked(library: SmallLibrary) -> None:
    wrong = library.change("library/red_flags/infection.yml", "call {emergency}", "call 999")
    assert library.places("phone-number") == [wrong]


def test_a_new_number_in_the_profile_shows_which_texts_kept_the_old_one(library: SmallLibrary) -> None:
    wrong = library.change("library/topics/steam.yml", "{phone} and ask", "780 555 0199 and ask")
    library.change("library/clinic.yml", "phone: 780 555 0199", "phone: 780 555 0111")
    assert library.places("phone-number") == [wrong]


def test_an_example_in_a_response_claims_nothing_but_a_number_to_call_does(library: SmallLibrary) -> None:
    wrong = library.change("domain.yml", "You can ask about milia here", "Call 780 885 7108 if you like")
    assert library.places("phone-number") == [wrong]
