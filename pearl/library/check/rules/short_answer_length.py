"""A short answer is short."""

from __future__ import annotations

from collections.abc import Iterator

from pearl.library.check.finding import Finding
from pearl.library.check.shelf import Shelf

LONGEST = 60


def long_short_answers(shelf: Shelf) -> Iterator[Finding]:
    """Short answers of more than 60 words; a placeholder counts as one."""
    for sheet in shelf.topics:
        count = len(sheet.content.short_answer.split())
        if count > LONGEST:
            message = f"the short answer has {count} words; {LONGEST} are the most."
            yield sheet.finding("short-answer-length", ("short_answer",), message)
