"""A link inside Pearl leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pearl.library.check.finding import Finding
from pearl.library.check.shelf import Shelf
from pearl.library.check.texts import all_texts

PATH = re.compile(r"(?<![\w/:.])/[a-z][\w./#-]*|\]\((?!https?://)[^)]*\)")


def dead_links(shelf: Shelf) -> Iterator[Finding]:
    """Related topics and topics of services that do not exist, and paths in texts that lead nowhere."""
    yield from _dead_related(shelf)
    yield from _dead_services(shelf)
    yield from _dead_paths(shelf)


def _dead_related(shelf: Shelf) -> Iterator[Finding]:
    keys = shelf.topic_keys()
    for sheet in shelf.topics:
        for index, related in enumerate(sheet.content.related):
            if related not in keys or related == sheet.content.key:
                yield sheet.finding("dead-link", ("related", index), f"'{related}' names no other topic.")


def _dead_services(shelf: Shelf) -> Iterator[Finding]:
    keys = shelf.topic_keys()
    for index, service in enumerate(shelf.profile.content.services if shelf.profile else ()):
        if shelf.profile and service.topic not in keys:
            message = f"service '{service.key}' is explained by '{service.topic}', which is no topic."
            yield shelf.profile.finding("dead-link", ("services", index, "topic"), message)


def _dead_paths(shelf: Shelf) -> Iterator[Finding]:
    known = {shelf.profile.content.consent.privacy_notice} if shelf.profile else set()
    for text in all_texts(shelf):
        for match in PATH.finditer(text.text):
            path = match.group().strip("]().")
            if path not in known:
                yield text.finding("dead-link", match.start(), f"'{path}' leads nowhere.")
