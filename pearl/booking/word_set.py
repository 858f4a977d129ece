"""A set of words, written as a text so that it stays readable."""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """The words of a text, parted by blanks and line ends."""
    return frozenset(text.split())
