"""Product brands of the seeds."""

from __future__ import annotations

import pytest
from small_library import SmallLibrary


@pytest.mark.parametrize("brand", ["Gleam-O Daily", "gleam o daily", "GLEAM-O® DAILY"])
def test_a_brand_in_a_text_is_found_on_its_own_line(library: SmallLibrary, brand: str) -> None:
    wrong = library.change("library/topics/steam.yml", "{phone} and ask", f"{brand} and ask")
    assert library.places("brand") == [wrong]


def test_a_brand_in_a_response_is_found(library: SmallLibrary) -> None:
    wrong = library.change("domain.yml", "You can ask about milia here", "Gleam-O Daily!")
    assert library.places("brand") == [wrong]


def test_a_part_of_a_brands_name_is_none_and_visitors_may_type_it(library: SmallLibrary) -> None:
    library.change("library/topics/steam.yml", "on the same day", "on the same day, daily")
    library.change("library/topics/steam.yml", "- who does steam for me", "- is gleam-o daily ok")
    assert library.places("brand") == []
