"""Strengths and doses."""

from __future__ import annotations

import pytest
from small_library import SmallLibrary


@pytest.mark.parametrize(
    "dose",
    [
        "0.1%",
        "0,1 %",
        "5 mg",
        "5mg twice daily",
        "twice daily 10 %",
        "ten per cent",
        "a 10-percent gel",
        "100 µg",
        "2 tablets",
        "5% of acid",
    ],
)
def test_a_strength_or_a_dose_is_found_on_its_own_line(library: SmallLibrary, dose: str) -> None:
    wrong = library.change("library/topics/steam.yml", "{phone} and ask", f"{dose} and ask")
    assert library.places("strength") == [wrong]


@pytest.mark.parametrize("text", ["40% of babies", "up to 50 per cent of the newborns", "38 °C", "2 minutes"])
def test_a_share_of_people_and_other_figures_are_none(library: SmallLibrary, text: str) -> None:
    library.change("library/topics/steam.yml", "{phone} and ask", f"{text} and ask")
    assert library.places("strength") == []


def test_visitors_may_type_one(library: SmallLibrary) -> None:
    library.change("library/topics/steam.yml", "- who does steam for me", "- is 0.1% ok")
    assert library.places("strength") == []
