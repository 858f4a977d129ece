"""Braces that nothing fills in."""

from __future__ import annotations

import pytest
from small_library import SmallLibrary


@pytest.mark.parametrize("braces", ["{telephone}", "{Phone}", "{ phone }", "{}", "{closes}", "{phone", "phone}"])
def test_what_nothing_fills_in_is_found_on_its_own_line(library: SmallLibrary, braces: str) -> None:
    wrong = library.change("library/topics/steam.yml", "{phone} and ask", f"{braces} and ask")
    assert library.places("placeholder") == [wrong]


def test_the_advice_of_a_red_flag_is_checked(library: SmallLibrary) -> None:
    wrong = library.change("library/red_flags/infection.yml", "call {emergency}", "call {ambulance}")
    assert library.places("placeholder") == [wrong]


def test_a_sentence_of_the_profile_has_its_own_placeholders(library: SmallLibrary) -> None:
    wrong = library.change(
        "library/clinic.yml", 'open_now: "We are open now, until {closes}', 'open_now: "Open until {opens}'
    )
    assert library.places("placeholder") == [wrong]
