"""Links inside Pearl that lead nowhere."""

from __future__ import annotations

import pytest
from small_library import SmallLibrary


@pytest.mark.parametrize("related", ["ice", "steam", "freezing.yml"])
def test_a_related_topic_that_is_none_or_the_topic_itself_is_found(library: SmallLibrary, related: str) -> None:
    wrong = library.change("library/topics/steam.yml", "related: [freezing]", f"related: [freezing, {related}]")
    assert library.places("dead-link") == [wrong]


def test_a_service_that_no_topic_explains_is_found_in_the_profile(library: SmallLibrary) -> None:
    wrong = library.change("library/clinic.yml", "topic: freezing", "topic: ice")
    assert library.places("dead-link") == [wrong]


@pytest.mark.parametrize("path", ["/prices", "see [prices](prices.html)", "(/topics/ice)"])
def test_a_path_that_leads_nowhere_is_found(library: SmallLibrary, path: str) -> None:
    wrong = library.change("library/topics/steam.yml", "on the same day", f"on the same day, {path}")
    assert library.places("dead-link") == [wrong]


@pytest.mark.parametrize(
    "text", ["/privacy", "and/or", "a doctor / a nurse", "see https://hospital.example.org/milia", "24/7"]
)
def test_the_privacy_notice_and_other_slashes_are_none(library: SmallLibrary, text: str) -> None:
    library.change("library/topics/steam.yml", "on the same day", f"on the same day, {text}")
    assert library.places("dead-link") == []


def test_a_path_in_a_response_is_checked(library: SmallLibrary) -> None:
    wrong = library.change("domain.yml", "You can ask about milia here", "Read /nothing first")
    assert library.places("dead-link") == [wrong]
