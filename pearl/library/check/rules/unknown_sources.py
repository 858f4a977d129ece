"""What is cited is in the list of sources, once."""

from __future__ import annotations

from collections.abc import Iterator

from pearl.library.check.finding import Finding
from pearl.library.check.shelf import Shelf


def unknown_sources(shelf: Shelf) -> Iterator[Finding]:
    """Citations that resolve to no source, and sources whose key another one has."""
    if shelf.sources is None:
        return
    keys = [source.key for source in shelf.sources.content]
    for sheet, place, citation in shelf.citations():
        if citation.source not in keys:
            yield sheet.finding("unknown-source", place, f"cites {citation.source}, which is not in sources.yml.")
    for index, key in enumerate(keys):
        if key in keys[:index]:
            message = f"{key} stands in the list twice; which one is cited?"
            yield shelf.sources.finding("unknown-source", ("sources", index, "key"), message)
