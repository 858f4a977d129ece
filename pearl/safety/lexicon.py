"""Finds the concepts of the rule book (eye, pain, "cannot see", negation …) in a list of words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterable, Iterator, Mapping, Sequence

from pearl.safety.words import PAUSES, STOPS

GAP = "~"
END = "$"
START = "^"
GAP_WORDS = 4


@dataclass(frozen=True)
class Mention:
    """A concept found in words[start:end]."""

    concept: str
    start: int
    end: int

    def overlaps(self, other: Mention) -> bool:
        return self.start < other.end and other.start < self.end


Pattern = tuple[frozenset[str], ...]


class Lexicon:
    """Concepts by their phrases.

    A phrase is words with a space between: `a|b` is either, `@set` any word of a set, `~` up to four words, none
    of them a negation, `$` the end of a sentence or clause, `^` (first) its start.
    """

    def __init__(self, concepts: Mapping[str, Iterable[str]], sets: Mapping[str, str]) -> None:
        self._sets = {name: words.split() for name, words in sets.items()}
        self._fillers, self._joins = frozenset(self._sets["filler"]), frozenset(self._sets["opener"])
        self._barriers = STOPS | frozenset(self._sets["barrier"])
        self._denials = frozenset(self._sets["denial"])
        self._patterns: dict[str, list[tuple[str, str]]] = {}
        self._opening: dict[str, list[tuple[str, str]]] = {}
        self._read: dict[str, tuple[Pattern, frozenset[str] | None]] = {}
        for concept, phrases in concepts.items():
            for phrase in phrases:
                self._add(concept, phrase)
        known = " ".join(phrase for phrases in concepts.values() for phrase in phrases)
        self.words = set(re.findall("[a-z]+", known)).union(*self._sets.values())

    def _add(self, concept: str, phrase: str) -> None:
        """Files a phrase under its first words; the rest is read when one of them turns up."""
        first, _, rest = phrase.partition(" ")
        patterns = self._opening if first == START else self._patterns
        phrase = rest if first == START else phrase
        for word in self._alternatives(phrase.partition(" ")[0]):
            patterns.setdefault(word, []).append((concept, phrase))

    def _pattern(self, phrase: str) -> tuple[Pattern, frozenset[str] | None]:
        """Reads a phrase: its elements and the words that may follow its first one, None when any may."""
        pattern = tuple(frozenset(self._alternatives(element)) for element in phrase.split())
        followers = pattern[1] if len(pattern) > 1 and not pattern[1] & {GAP, END} else None
        self._read[phrase] = pattern, followers
        return pattern, followers

    def _alternatives(self, element: str) -> Iterator[str]:
        for part in element.split("|"):
            yield from self._sets[part[1:]] if part.startswith("@") else (part,)

    def mentions(self, words: Sequence[str]) -> list[Mention]:
        """Every concept in the words, in order of appearance, the longest wording of each at each place."""
        found: list[Mention] = []
        opening = True
        for start, word in enumerate(words):
            longest: dict[str, int] = {}
            patterns = self._patterns.get(word, []) + (self._opening.get(word, []) if opening else [])
            opening = word in PAUSES or word in STOPS or (opening and word in self._fillers) or word in self._joins
            following = words[start + 1] if start + 1 < len(words) else END
            for concept, phrase in patterns:
                pattern, followers = self._read.get(phrase) or self._pattern(phrase)
                if followers is not None and following not in followers:
                    continue
                end = self._match(words, start + 1, pattern, 1)
                if end:
                    longest[concept] = max(end, longest.get(concept, 0))
            found.extend(Mention(concept, start, end) for concept, end in longest.items())
        return found

    def _match(self, words: Sequence[str], at: int, pattern: Pattern, element: int) -> int:
        """The end of the match of pattern[element:] at words[at:], 0 when there is none."""
        if element == len(pattern):
            return at
        wanted = pattern[element]
        if GAP in wanted:
            return self._match_gap(words, at, pattern, element + 1)
        ended = at >= len(words) or words[at] in STOPS or words[at] in PAUSES
        if END in wanted and ended:
            return self._match(words, at, pattern, element + 1)
        if at < len(words) and words[at] in wanted:
            return self._match(words, at + 1, pattern, element + 1)
        return 0

    def _match_gap(self, words: Sequence[str], at: int, pattern: Pattern, element: int) -> int:
        for ahead in range(GAP_WORDS + 1):
            end = self._match(words, at + ahead, pattern, element)
            if end:
                return end
            if at + ahead >= len(words) or words[at + ahead] in self._barriers:
                return 0
            if words[at + ahead] in PAUSES and self._denials & pattern[0]:
                return 0
        return 0
