"""A phrasing that two answers claim."""

from __future__ import annotations

import pytest
from small_library import SmallLibrary


def test_a_phrasing_in_two_topics_is_found_in_the_second_and_names_the_first(library: SmallLibrary) -> None:
    first = library.change("library/topics/freezing.yml", "- why me freezing for me", "- does it come back")
    second = library.change("library/topics/steam.yml", "- who does steam for me", "- does it come back")
    assert library.places("shared-phrasing") == [second]
    assert f"freezing.yml:{first.rpartition(':')[2]}" in library.check()[0].message


@pytest.mark.parametrize(
    "typed", ["Does it come back?", "does it comeback", "does-it come  back!!", "‘does it come back’"]
)
def test_case_punctuation_and_spaces_make_no_difference(library: SmallLibrary, typed: str) -> None:
    library.change("library/topics/freezing.yml", "- why me freezing for me", "- does it come back")
    second = library.change("library/topics/steam.yml", "- who does steam for me", f"- {typed}")
    assert library.places("shared-phrasing") == [second]


def test_a_phrasing_without_letters_is_compared_as_it_is(library: SmallLibrary) -> None:
    library.change("library/topics/freezing.yml", "- why me freezing for me", '- "???"')
    library.change("library/topics/steam.yml", "- who does steam for me", '- "!!!"')
    assert library.places("shared-phrasing") == []


def test_a_phrasing_twice_in_a_topic_is_found_at_the_second(library: SmallLibrary) -> None:
    second = library.change("library/topics/steam.yml", "- who does steam for me", "- Who does steam?")
    assert library.places("repeated-phrasing") == [second]


@pytest.mark.parametrize("example", ["Hello there!", "good morning"])
def test_a_phrasing_that_is_an_intents_example_is_found(library: SmallLibrary, example: str) -> None:
    wrong = library.change("library/topics/steam.yml", "- who does steam for me", f"- {example}")
    assert library.places("shared-phrasing") == [wrong]
    assert "intent greet (conversation.yml:" in library.check()[0].message


def test_a_file_of_the_training_data_that_holds_no_intents_is_no_trouble(library: SmallLibrary) -> None:
    library.write("nlu/vocabulary.yml", "entities: {site: {nose: [nose]}}\n")
    library.write("nlu/empty.yml", "nlu:\n")
    assert library.places("shared-phrasing") == []
