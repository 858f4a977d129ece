"""From what the classifier thinks to what Pearl does: answer, ask back, or say that it does not know."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Mapping

from pearl.library.topic import Risk
from pearl.understanding.classifier import OUT_OF_SCOPE, Guess, Reading


class Outcome(str, Enum):
    """What a reading leads to."""

    CERTAIN = "certain"
    CLARIFY = "clarify"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Decision:
    """An outcome, the labels it is about (one when certain, the choices when not) and the best one's confidence."""

    outcome: Outcome
    labels: tuple[str, ...]
    confidence: float


@dataclass(frozen=True)
class Thresholds:
    """How sure a reading must be.

    `answer` is the least confidence by risk (an unlisted label counts as low); `clarify` what the best guesses must
    reach together to be offered as a choice; `choice` what a single guess needs to be among them.
    """

    answer: Mapping[Risk, float]
    clarify: float = 0.45
    choice: float = 0.12


# A wrong answer about a medicine, a pregnancy, a child or an eye costs more than one about parking.
DEFAULT = Thresholds(
    answer={Risk.LOW: 0.42, Risk.EYE: 0.46, Risk.CHILD: 0.46, Risk.MEDICINE: 0.48, Risk.PREGNANCY: 0.48}
)


def decide(reading: Reading, risks: Mapping[str, Risk], thresholds: Thresholds = DEFAULT) -> Decision:
    """Decide on a reading; `risks` maps a topic's label to its risk."""
    best = reading.best
    if max(reading.unknown, _confidence(reading, OUT_OF_SCOPE)) >= best.confidence or best.label == OUT_OF_SCOPE:
        return Decision(Outcome.UNKNOWN, (best.label,), best.confidence)
    if best.confidence >= thresholds.answer[risks.get(best.label, Risk.LOW)]:
        return Decision(Outcome.CERTAIN, (best.label,), best.confidence)
    choices = _choices(reading, risks, thresholds)
    if len(choices) > 1 and sum(guess.confidence for guess in choices) >= thresholds.clarify:
        return Decision(Outcome.CLARIFY, tuple(guess.label for guess in choices), best.confidence)
    return Decision(Outcome.UNKNOWN, (best.label,), best.confidence)


def _choices(reading: Reading, risks: Mapping[str, Risk], thresholds: Thresholds) -> list[Guess]:
    """Up to three topics close enough to offer; only topics can be offered, never small talk."""
    likely = [guess for guess in reading.guesses[:3] if guess.confidence >= thresholds.choice]
    return [guess for guess in likely if guess.label in risks]


def _confidence(reading: Reading, label: str) -> float:
    return next((guess.confidence for guess in reading.guesses if guess.label == label), 0.0)
