"""Prices that are not the profile's."""

from __future__ import annotations

import pytest
from small_library import SmallLibrary


@pytest.mark.parametrize(
    "price", ["$50", "$ 1,200.50", "£75", "50 dollars", "fifty dollars", "CAD 75", "eighty bucks", "$80 to $90"]
)
def test_a_price_that_is_not_the_profiles_is_found(library: SmallLibrary, price: str) -> None:
    wrong = library.change("library/topics/steam.yml", "on the same day", f"for {price}")
    assert library.places("price") == [wrong]


@pytest.mark.parametrize("price", ["$80", "80 dollars", "$80.00", "ten visits", "20 minutes"])
def test_the_profiles_prices_and_other_figures_are_none(library: SmallLibrary, price: str) -> None:
    library.change("library/topics/steam.yml", "on the same day", f"for {price}")
    assert library.places("price") == []


def test_the_clinics_own_sentences_are_checked(library: SmallLibrary) -> None:
    wrong = library.change("library/clinic.yml", "such as cards or cash", "a deposit of $20")
    assert library.places("price") == [wrong]
