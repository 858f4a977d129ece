"""The signs of the rule book: which concepts, near each other and asserted, are a red flag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Sequence

from pearl.library.topic import Level
from pearl.safety.finding import Finding
from pearl.safety.lexicon import Mention
from pearl.safety.scopes import Sentence

WINDOW = 12


@dataclass(frozen=True)
class Sign:
    """All of `near` within WINDOW words of a sentence, all of `anywhere` in the message, none of `never` in it.

    A `sure` sign has not been seen in a calm message: the second opinion cannot overrule it.
    """

    kind: str
    level: Level
    case: str
    near: tuple[str, ...]
    anywhere: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    sure: bool = False

    @classmethod
    def parse(cls, kind: str, level: str, case: str, text: str) -> Sign:
        """`eye + pain + @procedure - screen !`: near each other, `@` anywhere, `-` must be absent, `!` sure."""
        wanted, *unwanted = text.removesuffix(" !").split(" - ")
        concepts = [concept.strip() for concept in wanted.split("+")]
        near = tuple(concept for concept in concepts if not concept.startswith("@"))
        anywhere = tuple(concept[1:] for concept in concepts if concept.startswith("@"))
        never = tuple(name.strip() for name in unwanted)
        return cls(kind, Level(level), case, near, anywhere, never, text.endswith(" !"))


class Signs:
    """Looks for every sign in a message; costs one pass over its mentions."""

    def __init__(self, signs: Sequence[Sign], neutral: Sequence[str]) -> None:
        self._neutral = frozenset(neutral)
        self._by_first: dict[str, list[Sign]] = {}
        for sign in signs:
            first = next((concept for concept in sign.near if concept not in self._neutral), sign.near[0])
            self._by_first.setdefault(first, []).append(sign)

    def counts(self, sentence: Sentence, mention: Mention) -> bool:
        """Whether a mention may stand for its concept: body parts and people always, signs when asserted."""
        return mention.concept in self._neutral or sentence.asserted(mention)

    def findings(self, sentences: Sequence[Sentence]) -> list[list[Finding]]:
        """The findings of each sentence."""
        held = [[mention for mention in s.mentions if self.counts(s, mention)] for s in sentences]
        anywhere = {mention.concept for mentions in held for mention in mentions}
        return [
            [Finding(sign.kind, sign.level, sign.case, evidence, sign.sure) for sign, evidence in found]
            for found in (self._in_sentence(s, mentions, anywhere) for s, mentions in zip(sentences, held))
        ]

    def _in_sentence(
        self, sentence: Sentence, mentions: Sequence[Mention], anywhere: set[str]
    ) -> list[tuple[Sign, str]]:
        places: dict[str, list[Mention]] = {}
        for mention in mentions:
            places.setdefault(mention.concept, []).append(mention)
        found = []
        for concept in places:
            for sign in self._by_first.get(concept, ()):
                evidence = self._evidence(sign, sentence, concept, places, anywhere)
                if evidence:
                    found.append((sign, evidence))
        return found

    def _evidence(
        self, sign: Sign, sentence: Sentence, first: str, places: Mapping[str, list[Mention]], anywhere: set[str]
    ) -> str:
        if not anywhere.issuperset(sign.anywhere) or anywhere.intersection(sign.never):
            return ""
        others = [concept for concept in sign.near if concept != first]
        if any(concept not in places for concept in others):
            return ""
        for mention in places[first]:
            span = _span(mention, [places[concept] for concept in others])
            if span:
                return " ".join(sentence.words[span[0] : span[1]])
        return ""


def _span(first: Mention, others: Sequence[Sequence[Mention]]) -> tuple[int, int] | None:
    """The words from the first to the last of one mention of each, when none is further than WINDOW from the first."""
    start, end = first.start, first.end
    for mentions in others:
        near = min(mentions, key=lambda mention: _distance(first, mention))
        if _distance(first, near) > WINDOW:
            return None
        start, end = min(start, near.start), max(end, near.end)
    return start, end


def _distance(one: Mention, other: Mention) -> int:
    return max(0, one.start - other.end, other.start - one.end)
