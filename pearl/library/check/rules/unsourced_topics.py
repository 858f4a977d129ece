"""A topic says where its facts come from; a clinic topic has them from the profile."""

from __future__ import annotations

from collections.abc import Iterator

from pearl.library.check.finding import Finding
from pearl.library.check.shelf import Shelf


def unsourced_topics(shelf: Shelf) -> Iterator[Finding]:
    """Topics that cite nothing."""
    for sheet in shelf.topics:
        if not sheet.content.citations and not sheet.content.about_clinic:
            yield sheet.finding("no-source", ("sources",), "cites no source; every clinical answer needs one.")
