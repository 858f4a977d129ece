"""A short answer that is hard to read."""

from __future__ import annotations

from small_library import SmallLibrary

HARD = "Professional evaluation of persistent keratinous accumulations necessitates individualised consideration"


def test_a_short_answer_of_long_words_is_found(library: SmallLibrary) -> None:
    library.change("library/topics/steam.yml", "We can tell you about steam", HARD)
    wrong = library.change("library/topics/steam.yml", "short_answer:", "short_answer:")
    assert library.places("readability") == [wrong]


def test_the_details_may_be_harder(library: SmallLibrary) -> None:
    library.change("library/topics/steam.yml", "Most people find that it goes well", HARD)
    assert library.places("readability") == []


def test_a_placeholder_is_no_hard_word(library: SmallLibrary) -> None:
    library.change(
        "library/topics/steam.yml", "We can tell you about steam", "{open_state} {price_list} {service_list}"
    )
    assert library.places("readability") == []
