"""A phrasing belongs to one topic, once, and to no other intent: the classifier cannot learn two answers to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pearl.library.check.finding import Finding
from pearl.library.check.shelf import Shelf
from pearl.library.check.texts import phrasing_texts
from pearl.library.check.words import squeezed
from pearl.library.located_yaml import LocatedYaml

Owner = tuple[str, str]
"""Who has a phrasing (`topic aftercare`), and where (`aftercare.yml:12`)."""

ANNOTATION = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


def shared_phrasings(shelf: Shelf) -> Iterator[Finding]:
    """Phrasings that stand twice in a topic, in two topics, or among an intent's examples.

    Case, punctuation and spaces make no difference.
    """
    owners = {squeezed(example): owner for document in shelf.intents for example, owner in _examples(document)}
    for sheet in shelf.topics:
        topic = f"topic {sheet.content.key}"
        for phrasing in phrasing_texts(sheet):
            here = phrasing.finding("", 0, "")
            owner, where = owners.setdefault(squeezed(phrasing.text), (topic, f"{here.file.name}:{here.line}"))
            if where != f"{here.file.name}:{here.line}":
                rule = "repeated-phrasing" if owner == topic else "shared-phrasing"
                yield phrasing.finding(rule, 0, f"'{phrasing.text}' is also a phrasing of {owner} ({where}).")


def _examples(document: LocatedYaml) -> Iterator[tuple[str, Owner]]:
    """The examples of the intents in one of Rasa's NLU files, without the marks of entities."""
    intents = document.data.get("nlu") if isinstance(document.data, dict) else None
    for index, item in enumerate(intents or ()):
        if "intent" in item and isinstance(item.get("examples"), str):
            first = document.line(("nlu", index, "examples")) + 1
            for line, example in enumerate(item["examples"].splitlines(), first):
                text = ANNOTATION.sub(r"\1", example.strip().removeprefix("-"))
                yield text, (f"intent {item['intent']}", f"{document.file.name}:{line}")
