"""Finds the concepts of the rule book (eye, pain, "cannot see", negation …) in a list of words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Iterator, Mapping, Sequence

from pearl.safety.words import PAUSES, STOPS

GAP = "~"
END = "$"
START = "^"
FILLERS = frozenset(
    ["hi", "hello", "hey", "hiya", "so", "and", "but", "also", "ok", "okay", "please", "just", "um", "well", "sorry", "thanks", "oh", "or", "then", "quick", "question", "dear", "morning", "good", "afternoon", "evening", "day", "team", "actually"]
)
GAP_WORDS = 4
BARRIERS = STOPS | frozenset(["no", "not", "never", "without", "isnt", "arent", "wasnt", "doesnt", "dont", "didnt", "hasnt", "havent", "if", "or", "but"])


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
        self._patterns: dict[str, list[tuple[str, Pattern]]] = {}
        self._opening: dict[str, list[tuple[str, Pattern]]] = {}
        self.words: set[str] = set()
        for concept, phrases in concepts.items():
            for phrase in phrases:
                self._add(concept, phrase)

    def _add(self, concept: str, phrase: str) -> None:
        pattern = tuple(frozenset(self._alternatives(element)) for element in str(phrase).split())
        patterns = self._opening if START in pattern[0] else self._patterns
        pattern = pattern[START in pattern[0] :]
        for word in sorted(pattern[0]):
            patterns.setdefault(word, []).append((concept, pattern))
        self.words.update(word for element in pattern for word in element if word.isalpha())

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
            opening = word in PAUSES or word in STOPS or (opening and word in FILLERS) or word in ("and", "but", "so")
            for concept, pattern in patterns:
                end = _match(words, start + 1, pattern, 1)
                if end:
                    longest[concept] = max(end, longest.get(concept, 0))
            found.extend(Mention(concept, start, end) for concept, end in longest.items())
        return found


def _match(words: Sequence[str], at: int, pattern: Pattern, element: int) -> int:
    """The end of the match of pattern[element:] at words[at:], 0 when there is none."""
    if element == len(pattern):
        return at
    wanted = pattern[element]
    if GAP in wanted:
        return _match_gap(words, at, pattern, element + 1)
    ended = at >= len(words) or words[at] in STOPS or words[at] in PAUSES
    if END in wanted and ended:
        return _match(words, at, pattern, element + 1)
    if at < len(words) and words[at] in wanted:
        return _match(words, at + 1, pattern, element + 1)
    return 0


def _match_gap(words: Sequence[str], at: int, pattern: Pattern, element: int) -> int:
    for ahead in range(GAP_WORDS + 1):
        end = _match(words, at + ahead, pattern, element)
        if end:
            return end
        if at + ahead >= len(words) or words[at + ahead] in BARRIERS:
            return 0
    return 0
