"""The words of a text as the check compares them: lower case, no punctuation, one kind of everything."""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = re.compile("['’‘ʼ`´]")
WORD = re.compile("(?:[^\\W_]|['’‘ʼ`´](?=\\w))+")


def words(text: str) -> list[tuple[str, int]]:
    """Each word and the character at which it begins; apostrophes are dropped, so that dont is don't."""
    found = ((_plain(match.group()), match.start()) for match in WORD.finditer(text))
    return [(word, offset) for word, offset in found if word]


def squeezed(text: str) -> str:
    """A text without case, punctuation and spaces; one that has nothing else is itself."""
    return "".join(word for word, _ in words(text)) or text.strip()


def _plain(word: str) -> str:
    return APOSTROPHES.sub("", unicodedata.normalize("NFKC", word)).casefold()
