"""The rules at work: a message's sentences, with what each asserts, and the signs in them."""

from __future__ import annotations

from functools import lru_cache
from typing import Sequence

from pearl.safety.finding import Finding
from pearl.safety.lexicon import Lexicon
from pearl.safety.rulebook import Rulebook
from pearl.safety.scopes import Scopes, Sentence
from pearl.safety.signs import Sign, Signs
from pearl.safety.spelling import Speller
from pearl.safety.words import PAUSES, STOPS, words_of

LONGEST_SENTENCE = 60


class Rules:
    """Reads a message with the rule book; linear in its length."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._lexicon = Lexicon(book.concepts, book.sets)
        self._scopes = Scopes(book.sets)
        known = self._lexicon.words | {"shorthand"} | set(book.keywords)
        self._correct = lru_cache(maxsize=4096)(Speller(book.keywords, {*book.real_words, *known}).correct)
        rows = [(row, text) for row in book.signs for text in row["any"]]
        self._signs = Signs(
            [Sign.parse(row["kind"], row["level"], row.get("case", ""), text) for row, text in rows], book.neutral
        )

    def sentences(self, text: str) -> list[Sentence]:
        """The sentences of a text with their concepts and what is covered by a cue."""
        read: list[Sentence] = []
        for words in split(words_of(text, self._book.shorthand, self._correct)):
            before = read[-1] if read else None
            read.append(self._scopes.mark(words, self._lexicon.mentions(words), before))
        return read

    def findings(self, sentences: Sequence[Sentence]) -> list[list[Finding]]:
        """The signs asserted in each sentence, in no particular order."""
        return self._signs.findings(sentences)

    def rank(self, finding: Finding) -> tuple[int, int]:
        """Sorts findings: strictest first, then by the order of kinds in the rule book."""
        return -finding.strictness, self._book.order.index(finding.kind)


def split(words: Sequence[str]) -> list[list[str]]:
    """Sentences, each with its stop; an endless one is cut at a pause or at LONGEST_SENTENCE words."""
    sentences: list[list[str]] = [[]]
    for word in words:
        if word in STOPS and not any(w.isalnum() for w in sentences[-1]):
            continue
        sentences[-1].append(word)
        long = len(sentences[-1]) >= LONGEST_SENTENCE
        if word in STOPS or long or (word in PAUSES and len(sentences[-1]) >= LONGEST_SENTENCE * 2 // 3):
            sentences.append([])
    return [sentence for sentence in sentences if sentence]
