"""Which of the clinic's places a visitor wants to come to, where it has several."""

from __future__ import annotations

import re
from collections.abc import Sequence

MAX_READ = 1500
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_WORD = re.compile(r"\w+")


def read_branch(text: str, branches: Sequence[str], asked: bool) -> str | None:
    """The one branch that a text names in full, or, when it was asked for, by a word of its own or its number."""
    words = _words(text[:MAX_READ])
    named = [name for name in branches if _holds(words, _words(name))]
    # "Downtown East" also holds "Downtown": the longer name is meant.
    longest = [name for name in named if not any(name != other and name in other for other in named)]
    if named or not asked:
        return longest[0] if len(longest) == 1 else None
    hinted = [name for name in branches if _own_words(name, branches) & set(words)]
    return hinted[0] if len(hinted) == 1 else _by_number(words, branches)


def _holds(words: list[str], name: list[str]) -> bool:
    return any(words[start : start + len(name)] == name for start in range(len(words) - len(name) + 1))


def _own_words(name: str, branches: Sequence[str]) -> set[str]:
    """The words of a name that no other branch has."""
    others = {word for other in branches if other != name for word in _words(other)}
    return {word for word in _words(name) if len(word) > 2 and word not in others}


def _by_number(words: list[str], branches: Sequence[str]) -> str | None:
    for number, name in enumerate(branches):
        if number < len(_ORDINALS) and _ORDINALS[number] in words:
            return name
    return None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
