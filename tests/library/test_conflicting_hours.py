"""Opening hours that are not the profile's."""

from __future__ import annotations

import pytest
from small_library import SmallLibrary


@pytest.mark.parametrize(
    "hours", ["9am", "at 9 a.m. or so", "8:45", "6:30 pm", "25:10", "on Saturdays until 3pm", "12 am"]
)
def test_a_time_that_is_not_in_the_profiles_hours_is_found(library: SmallLibrary, hours: str) -> None:
    wrong = library.change("library/topics/steam.yml", "on the same day", f"on the same day, {hours}")
    assert library.places("opening-hours") == [wrong]


def test_both_ends_of_a_stretch_are_found(library: SmallLibrary) -> None:
    wrong = library.change("library/topics/steam.yml", "on the same day", "on the same day, 9am-6pm")
    assert library.places("opening-hours") == [wrong, wrong]


@pytest.mark.parametrize(
    "hours", ["9:30", "9:30am-5pm", "17:00", "2 p.m.", "10 am to 4:00", "in 15 to 20 minutes", "3 a month"]
)
def test_the_profiles_times_and_other_figures_are_none(library: SmallLibrary, hours: str) -> None:
    library.change("library/topics/steam.yml", "on the same day", f"on the same day, {hours}")
    assert library.places("opening-hours") == []


@pytest.mark.parametrize("claim", ["We are open on Sundays", "It is closed every Monday", "closed Tuesdays"])
def test_a_day_that_the_profile_says_otherwise_is_found(library: SmallLibrary, claim: str) -> None:
    wrong = library.change("library/red_flags/infection.yml", "See a doctor today", claim)
    assert library.places("opening-hours") == [wrong]


@pytest.mark.parametrize("claim", ["We are closed on Sundays", "It is open every Monday"])
def test_a_day_that_the_profile_says_too_is_none(library: SmallLibrary, claim: str) -> None:
    library.change("library/red_flags/infection.yml", "See a doctor today", claim)
    assert library.places("opening-hours") == []


def test_what_visitors_type_claims_no_hours(library: SmallLibrary) -> None:
    library.change("library/topics/steam.yml", "- who does steam for me", "- steam at 3am on a sunday")
    assert library.places("opening-hours") == []
