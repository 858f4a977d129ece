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
    """How sure a reading must be; chosen on tests/labelled/tuning.jsonl, never on a set that judges.

    `answer`: the confidence that is enough by risk. `floor` and `lead`: less is enough for a guess that stands alone,
    this many times ahead of the next. `inside`: how likely the message must be one of ours to be asked back about,
    and `choice`: the least confidence of the first thing to offer.
    """

    answer: Mapping[Risk, float]
    floor: float = 0.5
    lead: float = 8.0
    inside: float = 0.75
    choice: float = 0.1


# A wrong answer about a medicine, a pregnancy, a child or an eye costs more than one about parking.
DEFAULT = Thresholds(answer={Risk.LOW: 0.75, Risk.EYE: 0.77, Risk.CHILD: 0.77, Risk.MEDICINE: 0.8, Risk.PREGNANCY: 0.8})
OFFERED = 3


def decide(reading: Reading, risks: Mapping[str, Risk], thresholds: Thresholds = DEFAULT) -> Decision:
    """Decide on a reading; `risks` maps a topic's label to its risk, every other label is conversation."""
    outside = next((guess.confidence for guess in reading.guesses if guess.label == OUT_OF_SCOPE), 0.0)
    best, *others = [guess for guess in reading.guesses if guess.label != OUT_OF_SCOPE]
    if best.confidence > max(outside, reading.unknown) and _is_certain(best, others, risks, thresholds):
        return Decision(Outcome.CERTAIN, (best.label,), best.confidence)
    choices = [guess.label for guess in [best, *others][:OFFERED] if guess.label in risks]
    is_ours = 1 - outside - reading.unknown >= thresholds.inside and best.confidence >= thresholds.choice
    if is_ours and best.label in risks and len(choices) > 1:
        return Decision(Outcome.CLARIFY, tuple(choices), best.confidence)
    return Decision(Outcome.UNKNOWN, (best.label,), best.confidence)


def _is_certain(best: Guess, others: list[Guess], risks: Mapping[str, Risk], thresholds: Thresholds) -> bool:
    enough = thresholds.answer[risks.get(best.label, Risk.LOW)]
    ahead = not others or best.confidence >= thresholds.lead * others[0].confidence
    return best.confidence >= enough or (ahead and best.confidence >= thresholds.floor)
