"""What the safety gate says about a message that must not wait."""

from __future__ import annotations

from dataclasses import dataclass

from pearl.library.topic import Level

STRICTNESS = {Level.EMERGENCY: 3, Level.URGENT: 2, Level.PROMPT: 1}


@dataclass(frozen=True)
class Finding:
    """A red flag in a message.

    `kind` and `case` name the advice (`RedFlag.advice_for(level, case)`; an empty case is the level's own advice),
    `evidence` is the part of the message, as read, that the finding rests on; `sure` that its rule has the last word.
    """

    kind: str
    level: Level
    case: str = ""
    evidence: str = ""
    sure: bool = False

    @property
    def strictness(self) -> int:
        """3 for emergency now, 2 for urgent today, 1 for a prompt appointment."""
        return STRICTNESS[self.level]
