"""The spaCy pipeline: canonical values whatever the case, and the vocabulary's file."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from pearl.errors import LibraryFileError
from pearl.library.answering import VARIANT_OF_VALUE
from pearl.settings import PROJECT
from pearl.understanding.language import language_pipeline, read_vocabulary

VOCABULARY = {
    "site": {"eyes": ["eyes", "under my eyes", "Augen"], "nose": ["nose"]},
    "ingredient": {"vitamin_c": ["vitamin c", "l-ascorbic acid"]},
    "time": {"monday": ["monday"]},
}


@pytest.fixture(scope="module")
def language() -> Language:
    return language_pipeline(VOCABULARY)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bumps on my nose", [("site", "nose", "nose")]),
        ("NOSE or Nose", [("site", "nose", "NOSE"), ("site", "nose", "Nose")]),
        ("it is under my eyes!", [("site", "eyes", "under my eyes")]),  # the longest form
        ("Under My Eyes", [("site", "eyes", "Under My Eyes")]),
        ("AUGEN augen", [("site", "eyes", "AUGEN"), ("site", "eyes", "augen")]),
        ("is vitamin C ok on monday?", [("ingredient", "vitamin_c", "vitamin C"), ("time", "monday", "monday")]),
        ("L-Ascorbic Acid", [("ingredient", "vitamin_c", "L-Ascorbic Acid")]),
        ("nosey people", []),  # whole words only
        ("", []),
    ],
)
def test_a_form_gives_its_entity_with_the_canonical_value(
    language: Language, text: str, found: list[tuple[str, str, str]]
) -> None:
    assert [(span.label_, span.ent_id_, span.text) for span in language(text).ents] == found


def test_words_of_the_vocabulary_have_lemmas_without_a_downloaded_model() -> None:
    language = language_pipeline({"age_group": {"baby": ["babies", "two daughters"]}})
    assert [token.lemma_ for token in language("babies daughters hurts")] == ["baby", "daughter", "hurts"]


@pytest.mark.parametrize("text", ["\x00", "👩\u200d👧" * 50, "a" * 2000, "<b>' OR 1=1;--", "\u202e milia"])
def test_odd_texts_are_read_without_entities(language: Language, text: str) -> None:
    assert not language(text).ents


def test_the_shipped_vocabulary_gives_the_values_that_choose_variants() -> None:
    vocabulary = read_vocabulary(PROJECT / "data" / "nlu" / "vocabulary.yml")
    values = {value for entity in ("site", "age_group", "whom") for value in vocabulary[entity]}
    assert {"baby", "pregnant", "eyes", "eyelid", "eyebrow"} <= values & set(VARIANT_OF_VALUE)


@pytest.mark.parametrize("text", ["", "- a\n", "words: {}\n", "entities: none\n"])
def test_a_vocabulary_without_entities_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "vocabulary.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(LibraryFileError, match=r"vocabulary\.yml:1: 'entities' is missing"):
        read_vocabulary(file)
