"""What the second opinion looks at: the vector of a text, the concepts that the rules saw in it, the signs they found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

from pearl.safety.finding import Finding
from pearl.safety.lexicon import Mention
from pearl.safety.scopes import Sentence
from pearl.safety.second_opinion import WIDTH, Encoder, Numbers
from pearl.understanding.encoder import DANGER, MEANING

MOST_PARTS = 8
PART_WORDS = 40
# A message up to this length is also read as a whole: more than the encoder takes in would be cut anyway.
WHOLE_WORDS, WHOLE_CHARACTERS = 110, 700
# Chosen on tests/labelled/tuning.jsonl: wording counts most, rules a little.
SEEN, FOUND = 0.175, 0.25


@dataclass(frozen=True)
class Part:
    """Some sentences of a message that are judged together, with what the rules found in them.

    `complete` says that none of their words was too many for `text`, which is what the encoder reads.
    """

    text: str
    complete: bool
    sentences: Sequence[Sentence]
    findings: Sequence[Finding]

    @property
    def words(self) -> list[str]:
        """Its mended words, stops included."""
        return [word for sentence in self.sentences for word in sentence.words]


@dataclass(frozen=True)
class Excerpt:
    """All that the second opinion knows of a part: what is encoded, its mended words, and the columns of its marks."""

    text: str
    words: list[str]
    marks: list[int]


class Features:
    """(excerpts, 2 × WIDTH + 2 × concepts + kinds): the vectors of danger and of meaning, then the marks.

    A mark stands for each concept asserted, each concept covered, and each kind that the rules found.
    """

    def __init__(self, encoder: Encoder, concepts: Sequence[str], kinds: Sequence[str]) -> None:
        self._encoder = encoder
        self._columns = {concept: at for at, concept in enumerate(sorted(concepts))}
        self._kinds = {kind: 2 * len(self._columns) + at for at, kind in enumerate(kinds)}
        self._weights = np.array([SEEN] * 2 * len(self._columns) + [FOUND] * len(kinds), dtype=np.float32)

    def excerpt(self, part: Part) -> Excerpt:
        """What is kept of a part."""
        seen = {self._column(s, mention) for s in part.sentences for mention in s.mentions}
        return Excerpt(part.text, part.words, sorted(seen | {self._kinds[finding.kind] for finding in part.findings}))

    def of(self, excerpts: Sequence[Excerpt]) -> Numbers:
        """One text to encode for each excerpt."""
        vectors = self._encoder.encode([excerpt.text for excerpt in excerpts])
        marks = np.zeros((len(excerpts), len(self._weights)), dtype=np.float32)
        for row, excerpt in zip(marks, excerpts):
            row[excerpt.marks] = self._weights[excerpt.marks]
        return np.hstack([vectors[:, DANGER], vectors[:, MEANING][:, :WIDTH], marks])

    def _column(self, sentence: Sentence, mention: Mention) -> int:
        column = self._columns[mention.concept]
        return column if sentence.asserted(mention) else column + len(self._columns)


def parts_of(text: str, sentences: Sequence[Sentence], found: Sequence[Sequence[Finding]]) -> list[Part]:
    """What is looked at separately: each sentence, and the whole of a short message; at most MOST_PARTS.

    Short neighbours of a long message are read together; if that is still too much, the parts in which the rules saw
    most are kept, so that a longer message costs no more.
    """
    words = [len(sentence.words) for sentence in sentences]
    places = _places(words)
    places.sort(key=lambda place: -sum(len(sentences[at].mentions) for at in place))
    return [_part(text, place, sentences, found) for place in places[:MOST_PARTS]]


def whole(text: str, sentences: Sequence[Sentence], found: Sequence[Sequence[Finding]]) -> Part:
    """A message as one part: what an example is."""
    return _part(text, range(len(sentences)), sentences, found)


def _part(text: str, place: Sequence[int], sentences: Sequence[Sentence], found: Sequence[Sequence[Finding]]) -> Part:
    chosen = [sentences[at] for at in place]
    findings = [finding for at in place for finding in found[at]]
    words = [word for sentence in chosen for word in sentence.words]
    if len(place) == len(sentences) and (plain := _plain(text, words)):
        return Part(plain, True, chosen, findings)
    return Part(" ".join(words[:PART_WORDS]), len(words) <= PART_WORDS, chosen, findings)


def _plain(text: str, words: Sequence[str]) -> str:
    """A short message as the topic classifier reads it too, so that it is encoded once; else nothing.

    What cannot be printed (a lone surrogate, a character without width) is left to the mended words.
    """
    plain = " ".join(text.lower().split()) if len(text) <= WHOLE_CHARACTERS and len(words) <= WHOLE_WORDS else ""
    return plain if plain.isprintable() else ""


def _places(words: Sequence[int]) -> list[list[int]]:
    """The sentences of each part, given how many words each sentence has."""
    parts = [[at] for at, count in enumerate(words) if count]
    if len(parts) > MOST_PARTS - 1:
        return _together(parts, words)
    return [*parts, list(range(len(words)))] if len(parts) > 1 else parts


def _together(parts: Sequence[list[int]], words: Sequence[int]) -> list[list[int]]:
    joined: list[list[int]] = []
    filled = PART_WORDS
    for part in parts:
        filled += words[part[0]]
        if filled <= PART_WORDS:
            joined[-1].extend(part)
        else:
            joined.append(list(part))
            filled = words[part[0]]
    return joined
