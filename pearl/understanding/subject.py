"""Whom a message is about, where that decides which answer is right."""

from __future__ import annotations

from typing import Collection

from pearl.understanding.decision import Decision, Outcome

# Skin care that a pregnant visitor must hear the pregnancy answer about, whatever product was named.
SKIN_CARE = frozenset({"retinoids", "exfoliating_acids"})
# A question about an animal is none about milia in people, unless it is whether one can catch them.
ABOUT_ANIMALS = frozenset({"are_milia_contagious"})


def heed_subject(decision: Decision, whom: Collection[str], topics: Collection[str]) -> Decision:
    """The decision for the people or animals that a message names (`whom`: the values of that entity)."""
    best = decision.labels[0]
    if decision.outcome is Outcome.UNKNOWN or best not in topics:
        return decision
    if "animal" in whom and best not in ABOUT_ANIMALS:
        return Decision(Outcome.UNKNOWN, decision.labels, decision.confidence)
    if "pregnant" in whom and best in SKIN_CARE and "pregnancy" in topics:
        return Decision(decision.outcome, _first("pregnancy", decision), decision.confidence)
    return decision


def _first(label: str, decision: Decision) -> tuple[str, ...]:
    if decision.outcome is Outcome.CERTAIN:
        return (label,)
    return (label, *(other for other in decision.labels if other != label))[:3]
