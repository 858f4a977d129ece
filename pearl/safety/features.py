"""What the second opinion looks at: the vectors of a message's parts, and which concepts the rules saw in them."""

from __future__ import annotations

from typing import Sequence

import numpy as np

from pearl.safety.scopes import Sentence
from pearl.safety.second_opinion import Encoder, Numbers

MOST_PARTS = 8
PART_WORDS = 40
SEEN = 0.35


class Features:
    """(parts, 384 + 2 × concepts): the sentence vector, then a mark for each concept asserted and each one covered."""

    def __init__(self, encoder: Encoder, concepts: Sequence[str]) -> None:
        self._encoder = encoder
        self._columns = {concept: at for at, concept in enumerate(sorted(concepts))}

    def of(self, parts: Sequence[Sequence[Sentence]]) -> Numbers:
        """One encoder call a part."""
        vectors = self._encoder.encode([text_of(part) for part in parts]).astype(np.float64)
        return np.hstack([vectors, np.array([self._seen(part) for part in parts])])

    def _seen(self, part: Sequence[Sentence]) -> Numbers:
        marks = np.zeros(2 * len(self._columns))
        for sentence in part:
            for mention in sentence.mentions:
                column = self._columns[mention.concept]
                marks[column if sentence.asserted(mention) else column + len(self._columns)] = SEEN
        return marks


def text_of(part: Sequence[Sentence]) -> str:
    """The words of a part as one text, at most PART_WORDS of them."""
    words = [word for sentence in part for word in sentence.words]
    return " ".join(words[:PART_WORDS])


def parts_of(words: Sequence[int], mentions: Sequence[int]) -> list[list[int]]:
    """What is looked at separately, as places of sentences, given how many words and concepts each sentence has.

    Each sentence, and the whole of a short message; never more than MOST_PARTS. Short neighbours of a long message
    are read together; if that is still too much, the parts in which the rules saw most are kept, so that a longer
    message costs no more.
    """
    parts = [[at] for at, count in enumerate(words) if count]
    if len(parts) > MOST_PARTS - 1:
        parts = _together(parts, words)
    elif len(parts) > 1:
        parts.append(list(range(len(words))))
    return sorted(parts, key=lambda part: -sum(mentions[at] for at in part))[:MOST_PARTS]


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
