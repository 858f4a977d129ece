"""Spelling tolerance for the words that matter: "swolen", "brething", "temprature", "suiside"."""

from __future__ import annotations

from functools import cached_property
from itertools import combinations
from typing import Iterable


class Speller:
    """Mends a word that is no real word and is one slip (two in a long word) from exactly one kind of key word.

    A lookup costs the same however many key words there are: words meet where some of their letters are left out.
    """

    SHORTEST, LONG, LONGEST = 5, 8, 16

    def __init__(self, keywords: Iterable[str], real_words: Iterable[str]) -> None:
        self._keywords = frozenset(keywords)
        self._real = frozenset(real_words)

    @cached_property
    def _by_stump(self) -> dict[str, list[str]]:
        by_stump: dict[str, list[str]] = {}
        for word in sorted(self._keywords):
            for stump in self._stumps(word) if len(word) >= self.SHORTEST else ():
                by_stump.setdefault(stump, []).append(word)
        return by_stump

    def correct(self, word: str) -> str:
        """The key word that was meant, or the word as it is."""
        if word in self._keywords or word in self._real or not 4 <= len(word) <= self.LONGEST:
            return word
        undoubled = "".join(a for a, b in zip(word, word[1:] + " ") if a != b)
        if undoubled in self._keywords:
            return undoubled
        return self._nearest(word)

    def _nearest(self, word: str) -> str:
        candidates = {key for stump in self._stumps(word) for key in self._by_stump.get(stump, ())}
        ranked = sorted((slips(word, key), key[0] != word[0], key) for key in candidates)
        for distance, other_start, key in ranked[:1]:
            allowed = 2 if len(key) >= self.LONG and not other_start else 1
            if distance <= allowed and not (other_start and word[:2] != key[1::-1] and len(key) < 7):
                return key
        return word

    def _stumps(self, word: str) -> set[str]:
        left_out = (0, 1, 2) if len(word) >= self.LONG - 1 else (0, 1)
        return {
            "".join(letter for at, letter in enumerate(word) if at not in gone)
            for count in left_out
            for gone in combinations(range(len(word)), count)
        }


def slips(one: str, other: str) -> int:
    """How many letters were added, dropped, changed or swapped with a neighbour between two words."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], before[j - 2] + 1)
        before, last = last, row
    return last[-1]
