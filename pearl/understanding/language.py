"""The spaCy pipeline that Pearl assembles itself: tokenizer, lemmas and an EntityRuler over the vocabulary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.lookups import Lookups, load_lookups

from pearl.errors import LibraryFileError
from pearl.library.located_yaml import read_yaml

Vocabulary = dict[str, dict[str, list[str]]]


def read_vocabulary(file: Path) -> Vocabulary:
    """Read entity → canonical value → forms.

    Raises LibraryFileError when the file cannot be read.
    """
    data = read_yaml(file).data
    if not isinstance(data, dict) or not isinstance(data.get("entities"), dict):
        raise LibraryFileError(file, 1, "'entities' is missing; it must map each entity to its values and their forms.")
    entities: Vocabulary = data["entities"]
    return entities


def language_pipeline(vocabulary: Vocabulary) -> Language:
    """Build the pipeline: lower-cased matching, lookup lemmas, entities whose `ent_id_` is the canonical value."""
    nlp = spacy.blank("en")
    lemmatizer: Any = nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    ruler: Any = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    lemmatizer.initialize(lookups=_lemmas(vocabulary))
    # The ruler runs the pipes before it over each pattern, so they must have their tables by now.
    ruler.add_patterns(_patterns(vocabulary))
    return nlp


def _lemmas(vocabulary: Vocabulary) -> Lookups:
    """The lemmas of the vocabulary's own words; the whole English table holds 15 MB for words that nothing asks for."""
    table = load_lookups("en", ["lemma_lookup"]).get_table("lemma_lookup")
    words = {word for pattern in _patterns(vocabulary) for word in pattern["pattern"].lower().split()}
    lookups = Lookups()
    lookups.add_table("lemma_lookup", {word: table[word] for word in words if word in table})
    return lookups


def _patterns(vocabulary: Vocabulary) -> list[dict[str, str]]:
    return [
        {"label": entity, "pattern": str(form), "id": value}
        for entity, values in vocabulary.items()
        for value, forms in values.items()
        for form in forms
    ]
