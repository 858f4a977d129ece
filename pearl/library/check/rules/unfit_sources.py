"""Only sources that are fit for visitors stand before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from pearl.library.check.finding import Finding
from pearl.library.check.shelf import Sheet, Shelf
from pearl.library.topic import Source, SourceKind

UNFIT = (SourceKind.CLINIC, SourceKind.COPY)


def unfit_sources(shelf: Shelf) -> Iterator[Finding]:
    """Citations of internal notes, and visible sources of a kind or with an address unfit for visitors."""
    if shelf.sources is None:
        return
    internal = {source.key for source in shelf.sources.content if not source.visible}
    for sheet, place, citation in shelf.citations():
        if citation.source in internal:
            message = f"cites {citation.source}, an internal note that no visitor may see."
            yield sheet.finding("unfit-source", place, message)
    for index, source in enumerate(shelf.sources.content):
        if source.visible:
            yield from _unfit(shelf.sources, index, source)


def _unfit(sheet: Sheet[tuple[Source, ...]], index: int, source: Source) -> Iterator[Finding]:
    if source.kind in UNFIT:
        message = f"{source.key} is visible, but a source of kind {source.kind.value} is an internal note."
        yield sheet.finding("unfit-source", ("sources", index, "kind"), message)
    if source.kind is not SourceKind.SEED and not _is_plain(source.url):
        message = f"{source.key} is visible, but '{source.url}' is no plain http(s) address."
        yield sheet.finding("unfit-source", ("sources", index, "url"), message)


def _is_plain(url: str) -> bool:
    """Whether an address is http(s), names a host by name, and holds no user, port or odd character."""
    try:
        parts = urlsplit(url)
        named = re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", parts.netloc.lower())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(named) and not re.search(r"[\s<>\"'\\{}]", url)
