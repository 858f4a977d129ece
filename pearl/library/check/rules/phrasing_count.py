"""A topic has enough phrasings to be recognised, and not so many that it draws in what belongs to others."""

from __future__ import annotations

from collections.abc import Iterator

from pearl.library.check.finding import Finding
from pearl.library.check.shelf import Shelf

FEWEST, MOST = 15, 40


def too_few_or_many_phrasings(shelf: Shelf) -> Iterator[Finding]:
    """Topics with fewer than 15 or more than 40 phrasings."""
    for sheet in shelf.topics:
        count = len(sheet.content.phrasings)
        if not FEWEST <= count <= MOST:
            message = f"has {count} phrasings; {FEWEST} to {MOST} are needed."
            yield sheet.finding("phrasing-count", ("phrasings",), message)
