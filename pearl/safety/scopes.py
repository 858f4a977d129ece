"""How far a "no", a "what if" or a "last year" reaches: ConText's idea, on words.

A cue covers words up to a boundary: the end of the sentence, a "but", or the start of a new statement ("and the …
is …"). A sign whose words are covered is not asserted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Iterable, Mapping, Sequence

from pearl.safety.lexicon import Mention
from pearl.safety.words import PAUSES

CUES = frozenset(["neg", "neg_before", "hypo", "hypo_before", "hypo_all", "resolved", "past", "animal", "imagined"])
# Neither a sign nor a cue of its own sentence: no cue is taken for a part of these.
APART = frozenset(["figure", "resolved_start"])
NEG_REACH, LONG_REACH = 7, 30
SHORT_WORDING = 3
ELSEWHERE = Mention("elsewhere", -1, -1)


@dataclass
class Sentence:
    """The words of one sentence with what was found in them; `calm` maps a word's place to the cues that cover it."""

    words: list[str]
    mentions: list[Mention]
    calm: dict[int, list[Mention]] = field(default_factory=dict)

    def has(self, *concepts: str) -> bool:
        return any(mention.concept in concepts for mention in self.mentions)

    def asserted(self, mention: Mention) -> bool:
        """Whether no cue covers it, other than one that is part of its own wording ("will not ~ wake")."""
        cues = (cue for at in range(mention.start, mention.end) for cue in self.calm.get(at, ()))
        return all(_inside(cue, mention) for cue in cues)

    def cover(self, places: Iterable[int], cue: Mention) -> None:
        for at in places:
            self.calm.setdefault(at, []).append(cue)


class Scopes:
    """Marks what the cues of a sentence cover. `sets` gives the word classes that boundaries are made of."""

    def __init__(self, sets: Mapping[str, str]) -> None:
        words = {name: frozenset(value.split()) for name, value in sets.items()}
        self._subjects, self._verbs = words["subject"], words["finite"]
        self._contracted, self._breaks = words["contracted"], words["break"]
        self._joins, self._human = words["join"], words["human"]

    def mark(self, words: Sequence[str], mentions: Sequence[Mention], before: Sentence | None) -> Sentence:
        """The sentence with its covered words; `before` is the sentence before it, which it may resolve."""
        sentence = Sentence(list(words), _unmasked(mentions))
        for cue in [mention for mention in sentence.mentions if mention.concept in CUES]:
            self._apply(sentence, cue)
        self._carry(sentence, before)
        return sentence

    def _apply(self, sentence: Sentence, cue: Mention) -> None:
        if cue.concept == "neg":
            sentence.cover(self._forward(sentence.words, cue, NEG_REACH), cue)
        elif cue.concept in ("hypo", "imagined"):
            sentence.cover(self._forward(sentence.words, cue, LONG_REACH), cue)
        elif cue.concept == "animal":
            sentence.cover(self._animal(sentence.words, cue), cue)
        elif cue.concept in ("neg_before", "resolved"):
            sentence.cover(self._backward(sentence.words, cue), cue)
        elif cue.concept == "past":
            self._apply_past(sentence, cue)
        elif not sentence.has("present"):
            sentence.cover(range(len(sentence.words)), cue)

    def _apply_past(self, sentence: Sentence, cue: Mention) -> None:
        """The cue's own segment, and others told in the past tense, unless they speak of now."""
        segments = self._segments(sentence.words)
        own = next(segment for segment in segments if cue.start in segment)
        if _speaks(sentence, own, "present", "is_now"):
            return
        for segment in segments:
            told = _speaks(sentence, segment, "was") and not _speaks(sentence, segment, "present", "is_now")
            if segment == own or told:
                sentence.cover(segment, cue)

    def _carry(self, sentence: Sentence, before: Sentence | None) -> None:
        """Reaches over the full stop: "It was infected. All healed now.", "My dog has a lump. It bleeds."."""
        if before is None:
            return
        if sentence.has("resolved_start") and before.has("was") and not before.has("present", "is_now"):
            before.cover(range(len(before.words)), ELSEWHERE)
        if before.has("animal") and before.calm and not self._human & set(sentence.words):
            sentence.cover(range(len(sentence.words)), ELSEWHERE)

    def _forward(self, words: Sequence[str], cue: Mention, reach: int) -> range:
        end = min(len(words), cue.end + reach)
        for at in range(cue.end, end):
            joined = cue.concept != "neg" and words[at] in self._joins and words[at + 1 : at + 2] != []
            if joined and words[at + 1] in self._verbs:
                continue
            if self._is_boundary(words, at, at - cue.end):
                return range(cue.start, at)
        return range(cue.start, end)

    def _is_boundary(self, words: Sequence[str], at: int, gone: int) -> bool:
        word = words[at]
        if word in self._breaks:
            return True
        if word in PAUSES:
            return word == ":" or not self._lists_on(words, at + 1)
        if gone == 0:
            return False
        if word in self._contracted:
            return True
        if word in self._joins:
            return bool(self._verbs & set(words[at + 1 : at + 5])) and words[at + 1 : at + 2] != ["it"]
        relative = word == "that" and words[at - 1] not in PAUSES
        return word in self._subjects and not relative and bool(self._verbs & set(words[at + 1 : at + 4]))

    def _lists_on(self, words: Sequence[str], start: int) -> bool:
        """Whether what follows a comma is the rest of a list ("no fever, pus or pain"), not a new statement."""
        rest = list(words[start : start + 9])
        joins = [at for at, word in enumerate(rest) if word in ("or", "nor")]
        return bool(joins) and not (self._subjects | self._contracted | self._breaks | self._verbs) & set(
            rest[: joins[0]]
        )

    def _animal(self, words: Sequence[str], cue: Mention) -> range:
        for at in range(cue.end, len(words)):
            if words[at] in self._human:
                return range(cue.start, at)
        return range(cue.start, len(words))

    def _backward(self, words: Sequence[str], cue: Mention) -> range:
        for at in range(cue.start - 1, -1, -1):
            if words[at] in self._breaks:
                return range(at + 1, cue.end)
        return range(0, cue.end)

    def _segments(self, words: Sequence[str]) -> list[range]:
        """The clauses: what lies between pauses, joins and breaks."""
        cuts = [at for at, word in enumerate(words) if word in PAUSES or word in self._breaks or word in ("and", "so")]
        return [range(start, stop) for start, stop in zip([0, *cuts], [*cuts, len(words)])]


def _speaks(sentence: Sentence, segment: range, *concepts: str) -> bool:
    return any(mention.concept in concepts and mention.start in segment for mention in sentence.mentions)


def _unmasked(mentions: Sequence[Mention]) -> list[Mention]:
    """Without what lies in a figure of speech, and without cues that are part of a longer wording ("cant see")."""
    figures = [mention for mention in mentions if mention.concept == "figure"]
    longer = [m for m in mentions if m.concept not in CUES | APART and _is_short(m)]
    kept = [m for m in mentions if m in figures or not any(m.overlaps(figure) for figure in figures)]
    return [m for m in kept if m.concept not in CUES or not any(_inside(m, other) for other in longer)]


def _is_short(mention: Mention) -> bool:
    return mention.concept == "pseudo" or 1 < mention.end - mention.start <= SHORT_WORDING


def _inside(cue: Mention, other: Mention) -> bool:
    return other.start <= cue.start and cue.end <= other.end
