"""From a reading to an outcome: answer, ask back, or say that there is no answer."""

from __future__ import annotations

import pytest

from pearl.library.topic import Risk
from pearl.understanding.classifier import Guess, Reading
from pearl.understanding.decision import DEFAULT, Outcome, Thresholds, decide

RISKS = {"prices": Risk.LOW, "laser": Risk.MEDICINE, "babies": Risk.CHILD, "sun": Risk.LOW}
THRESHOLDS = Thresholds(
    answer={Risk.LOW: 0.4, Risk.EYE: 0.5, Risk.CHILD: 0.5, Risk.MEDICINE: 0.6, Risk.PREGNANCY: 0.6},
    floor=0.3,
    lead=3.0,
    inside=0.6,
    choice=0.15,
)


def reading(unknown: float, **guesses: float) -> Reading:
    ordered = sorted(guesses.items(), key=lambda item: -item[1])
    return Reading(tuple(Guess(label, confidence) for label, confidence in ordered), unknown)


@pytest.mark.parametrize(
    ("read", "outcome", "labels"),
    [
        # sure enough for its risk
        (reading(0.1, prices=0.4, laser=0.3), Outcome.CERTAIN, ("prices",)),
        (reading(0.1, babies=0.5, laser=0.3), Outcome.CERTAIN, ("babies",)),
        (reading(0.1, laser=0.6, prices=0.2), Outcome.CERTAIN, ("laser",)),
        (reading(0.1, greet=0.4, prices=0.3), Outcome.CERTAIN, ("greet",)),  # what is no topic counts as low
        # the same confidence is too little where a wrong answer costs more
        (reading(0.1, laser=0.59, prices=0.2), Outcome.CLARIFY, ("laser", "prices")),
        (reading(0.1, babies=0.49, prices=0.2), Outcome.CLARIFY, ("babies", "prices")),
        # less is enough for a guess that stands alone
        (reading(0.1, laser=0.3, prices=0.09), Outcome.CERTAIN, ("laser",)),
        (reading(0.1, laser=0.3), Outcome.CERTAIN, ("laser",)),
        (reading(0.1, laser=0.29, prices=0.05, sun=0.02), Outcome.CLARIFY, ("laser", "prices", "sun")),
        (reading(0.1, laser=0.3, prices=0.11), Outcome.CLARIFY, ("laser", "prices")),
        # close topics become a choice of at most three, and small talk is never offered
        (reading(0.1, prices=0.39, sun=0.3), Outcome.CLARIFY, ("prices", "sun")),
        (reading(0.1, prices=0.24, sun=0.23, babies=0.22, laser=0.21), Outcome.CLARIFY, ("prices", "sun", "babies")),
        (reading(0.1, prices=0.38, greet=0.3, sun=0.2), Outcome.CLARIFY, ("prices", "sun")),
        (reading(0.1, prices=0.38, greet=0.3, thank=0.2), Outcome.UNKNOWN, ("prices",)),
        (reading(0.1, greet=0.38, prices=0.3, sun=0.2), Outcome.UNKNOWN, ("greet",)),
        # nobody is asked back who may well mean something else
        (reading(0.41, prices=0.3, sun=0.29), Outcome.UNKNOWN, ("prices",)),
        (reading(0.2, prices=0.3, sun=0.29, out_of_scope=0.21), Outcome.UNKNOWN, ("prices",)),
        (reading(0.1, prices=0.14, sun=0.14, babies=0.14), Outcome.UNKNOWN, ("prices",)),
        # "none of these" wins when it is at least as likely
        (reading(0.5, prices=0.5), Outcome.UNKNOWN, ("prices",)),
        (reading(0.51, prices=0.49), Outcome.UNKNOWN, ("prices",)),
        (reading(0.0, out_of_scope=0.9, prices=0.1), Outcome.UNKNOWN, ("prices",)),
        (reading(0.0, prices=0.5, out_of_scope=0.5), Outcome.UNKNOWN, ("prices",)),
        (reading(0.0, prices=0.51, out_of_scope=0.49), Outcome.CERTAIN, ("prices",)),
    ],
)
def test_a_reading_leads_to_an_outcome(read: Reading, outcome: Outcome, labels: tuple[str, ...]) -> None:
    decision = decide(read, RISKS, THRESHOLDS)
    assert (decision.outcome, decision.labels) == (outcome, labels)
    assert decision.confidence == max(guess.confidence for guess in read.guesses if guess.label == labels[0])


def test_the_shipped_thresholds_know_every_risk_and_ask_more_where_more_is_at_stake() -> None:
    assert set(DEFAULT.answer) == set(Risk)
    assert all(DEFAULT.answer[risk] > DEFAULT.answer[Risk.LOW] for risk in Risk if risk is not Risk.LOW)
