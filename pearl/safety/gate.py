"""The safety gate: spots the message that must not wait."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

from pearl.library.topic import Level
from pearl.safety.examples import Example, read_examples
from pearl.safety.features import PART_WORDS, Features, parts_of, text_of
from pearl.safety.finding import Finding
from pearl.safety.rulebook import Rulebook
from pearl.safety.rules import Rules
from pearl.safety.scopes import Sentence
from pearl.safety.second_opinion import Encoder, Opinion, SecondOpinion

THRESHOLD = 0.05
DOUBT = -0.5
RULEBOOK = "safety_rules.json"


class SafetyGate:
    """Rules with scopes first, a trained second opinion for oblique wording; the strictest finding counts."""

    def __init__(self, book: Rulebook, encoder: Encoder, second_opinion: SecondOpinion | None = None) -> None:
        self._book = book
        self._rules = Rules(book)
        self._features = Features(encoder, list(book.concepts))
        self._second_opinion = second_opinion

    @classmethod
    def from_folder(cls, folder: Path, encoder: Encoder) -> SafetyGate:
        """A gate trained on a folder's rules and examples; takes seconds. Raises LibraryFileError."""
        gate = cls(Rulebook.from_folder(folder), encoder)
        gate.train(read_examples(folder / "examples"))
        return gate

    @classmethod
    def load(cls, folder: Path, encoder: Encoder) -> SafetyGate:
        """The gate that `save` wrote; takes milliseconds. Raises ModelMismatch."""
        return cls(Rulebook.load(folder / RULEBOOK), encoder, SecondOpinion.load(folder))

    def train(self, examples: Sequence[Example], threshold: float = THRESHOLD) -> None:
        """Fits the second opinion; the threshold was chosen by cross-validation (python -m tests.safety.evaluate)."""
        parts = [self._rules.sentences(example.text) for example in examples]
        labels = [example.label for example in examples]
        self._second_opinion = SecondOpinion.train(self._features.of(parts), labels, threshold)

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
        places = parts_of([len(s.words) for s in sentences], [len(s.mentions) for s in sentences])
        if self._second_opinion is not None and places:
            parts = [[sentences[at] for at in place] for place in places]
            opinions = self._second_opinion.opinions(self._features.of(parts))
            if self._is_doubtful(opinions, parts, sentences):
                return None
            findings += self._oblique(opinions, parts, [[f for at in place for f in found[at]] for place in places])
        return min(findings, key=self._rules.rank, default=None)

    def _is_doubtful(
        self, opinions: Sequence[Opinion], parts: Sequence[Sequence[Sentence]], sentences: Sequence[Sentence]
    ) -> bool:
        """Whether all of the message was read by the second opinion and every part of it is far from any red flag."""
        read = {id(sentence) for part in parts for sentence in part}
        whole = all(id(s) in read and len(s.words) <= PART_WORDS for s in sentences)
        return whole and all(opinion.danger < DOUBT for opinion in opinions)

    def _oblique(
        self, opinions: Sequence[Opinion], parts: Sequence[Sequence[Sentence]], known: Sequence[Sequence[Finding]]
    ) -> list[Finding]:
        """What the second opinion adds: flags where the rules saw none, a stricter level where they saw the kind."""
        assert self._second_opinion is not None
        added = []
        for opinion, part, findings in zip(opinions, parts, known):
            finding = _finding(opinion.label, text_of(part))
            kinds = {other.kind for other in findings}
            if opinion.danger >= self._second_opinion.threshold and (not kinds or finding.kind in kinds):
                added.append(finding)
        return added


def _finding(label: str, evidence: str) -> Finding:
    kind, level, case = [*label.split("/"), ""][:3]
    return Finding(kind, Level(level), case, evidence)
