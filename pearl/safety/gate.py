"""The safety gate: spots the message that must not wait."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

import numpy as np

from pearl.library.topic import Level
from pearl.safety.examples import Example, read_examples, with_calm
from pearl.safety.features import PART_WORDS, Features, Part, parts_of
from pearl.safety.finding import Finding
from pearl.safety.lessons import NOWHERE, Kept, Lessons, first_look, hardest
from pearl.safety.rulebook import Rulebook
from pearl.safety.rules import Rules
from pearl.safety.scopes import Sentence
from pearl.safety.second_opinion import CALM, Encoder, SecondOpinion
from pearl.safety.wording import WordingMachine

# From here on the second opinion needs no rule, of a sentence torn out of its message only when it is surer: what came
# before and after it may have made it harmless. Chosen on messages that nothing had learnt from (docs/safety.md).
THRESHOLD, TORN_OUT = 0.0, 0.2
# A message that is everywhere more harmless than this is calm even to a sign that is marked `sure`.
HARMLESS = -0.6
# From here on a part of a message is heard beside the most dangerous one.
CLEAR = 0.3
RULEBOOK = "safety_rules.json"


class SafetyGate:
    """Rules with scopes first, a trained second opinion for oblique wording and for the kind."""

    def __init__(self, book: Rulebook, encoder: Encoder, second_opinion: SecondOpinion | None = None) -> None:
        self._book = book
        self._rules = Rules(book)
        self._features = Features(encoder, list(book.concepts), book.order)
        self._second_opinion = second_opinion

    @classmethod
    def from_folder(cls, folder: Path, encoder: Encoder, calm: Sequence[str] = (), kept: Kept = NOWHERE) -> SafetyGate:
        """A gate trained on a folder's rules and examples, and on `calm`: ordinary texts in which nothing is wrong.

        Takes seconds, the first time most of them the encoder's; `kept` keeps what the rules read in a text. Raises
        LibraryFileError.
        """
        gate = cls(Rulebook.from_folder(folder), encoder)
        gate.train(with_calm(read_examples(folder / "examples"), calm), kept)
        return gate

    @classmethod
    def load(cls, folder: Path, encoder: Encoder) -> SafetyGate:
        """The gate that `save` wrote; takes milliseconds. Raises ModelMismatch."""
        return cls(Rulebook.load(folder / RULEBOOK), encoder, SecondOpinion.load(folder))

    def train(self, examples: Sequence[Example], kept: Kept) -> None:
        """Fits the second opinion: its machine of words on all there is to learn, the slower ones on the hardest."""
        lessons = Lessons(self._rules, self._features, self._book.form(), kept).of(examples)
        labels, wordings = [label for _, label in lessons], [excerpt.words for excerpt, _ in lessons]
        features = self._features.of([excerpt for excerpt, _ in lessons])
        red = np.array([label != CALM for label in labels])
        wording = WordingMachine.train(wordings, red)
        hard = hardest(first_look(features, red) + wording.danger(wordings), red)
        looked_at = np.flatnonzero(red | hard)
        self._second_opinion = SecondOpinion.train(
            features[looked_at], [labels[at] for at in looked_at], hard[looked_at], wording
        )

    def save(self, folder: Path) -> None:
        """Writes the rules and the trained numbers into an existing folder."""
        self._book.save(folder / RULEBOOK)
        if self._second_opinion is not None:
            self._second_opinion.save(folder)

    def inspect(self, text: str) -> Finding | None:
        """The strictest red flag in a message of up to 16 KiB, or None; never raises, whatever the text holds."""
        sentences = self._rules.sentences(text)
        found = self._rules.findings(sentences)
        findings = [finding for sentence in found for finding in sentence]
        parts = parts_of(text, sentences, found)
        if self._second_opinion is None or not parts:
            return min(findings, key=self._rules.rank, default=None)
        excerpts = [self._features.excerpt(part) for part in parts]
        opinions = self._second_opinion.opinions(self._features.of(excerpts), [each.words for each in excerpts])
        alarming = [(o, part) for o, part in zip(opinions, parts) if o.danger >= _needed(part, sentences)]
        worst = max(opinion.danger for opinion, _ in alarming or zip(opinions, parts))
        if not alarming:
            return min(_left_to_rules(findings, parts, sentences, worst), key=self._rules.rank, default=None)
        heard = [_finding(o.label, part) for o, part in alarming if o.danger >= min(worst, CLEAR)]
        return self._together(heard, findings)

    def _together(self, opinions: Sequence[Finding], findings: Sequence[Finding]) -> Finding:
        """The strictest opinion names the kind; of the rules, the same kind counts, and a sure sign that is stricter."""
        opinion = min(opinions, key=self._rules.rank)
        heard = [f for f in findings if f.kind == opinion.kind or (f.sure and f.strictness > opinion.strictness)]
        return min([opinion, *heard], key=self._rules.rank)


def _needed(part: Part, sentences: Sequence[Sentence]) -> float:
    """How dangerous a part must seem for an alarm."""
    return THRESHOLD if part.complete and len(part.sentences) == len(sentences) else TORN_OUT


def _left_to_rules(
    findings: Sequence[Finding], parts: Sequence[Part], sentences: Sequence[Sentence], worst: float
) -> list[Finding]:
    """What counts of the rules' findings where the second opinion found nothing: all if it could not read everything."""
    read = {id(sentence) for part in parts if part.complete for sentence in part.sentences}
    if not all(id(sentence) in read for sentence in sentences):
        return list(findings)
    return [finding for finding in findings if finding.sure and worst >= HARMLESS]


def _finding(label: str, part: Part) -> Finding:
    kind, level, case = [*label.split("/"), ""][:3]
    return Finding(kind, Level(level), case, " ".join(word for s in part.sentences for word in s.words[:PART_WORDS]))
