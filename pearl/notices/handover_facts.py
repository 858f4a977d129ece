"""The facts of a step of a hand-over as JSON: what the outbox keeps, a webhook gets and an e-mail is written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pearl.handover.handover import Step

HandoverEvent = Literal["requested", "message", "call_back"]
PREFIX = "handover."


@dataclass(frozen=True, kw_only=True)
class HandoverFacts:
    """What a notice tells of a hand-over."""

    event: HandoverEvent
    reference: str
    reason: str
    message: str
    phone: str
    email: str


def event_of(step: Step) -> HandoverEvent | None:
    """What the clinic is told of a step; None for what it does itself or cannot do anything about."""
    if step.kind == "requested":
        return "requested" if step.handover.status == "waiting" else None
    return step.kind if step.kind in ("message", "call_back") else None


def handover_facts(step: Step, event: HandoverEvent) -> dict[str, Any]:
    """The step as JSON, under an event's name. What was said in the chat stays in the desk."""
    handover = step.handover
    return {
        "event": f"{PREFIX}{event}",
        "at": step.at.isoformat(),
        "by": step.by,
        "sequence": step.sequence,
        "handover": {
            "reference": handover.reference,
            "status": handover.status,
            "reason": handover.reason,
            "message": handover.message,
            "phone": handover.phone,
            "email": handover.email,
            "channel": handover.channel,
            "requested_at": handover.created_at.isoformat(),
        },
    }


def is_about_a_handover(payload: Mapping[str, Any]) -> bool:
    """Whether a notice is about a hand-over and not about a booking."""
    return str(payload.get("event")).startswith(PREFIX)


def read_handover_facts(payload: Mapping[str, Any]) -> HandoverFacts:
    """What `handover_facts` wrote. Raises KeyError for anything else."""
    told = payload["handover"]
    names = ("reference", "reason", "message", "phone", "email")
    return HandoverFacts(event=payload["event"].removeprefix(PREFIX), **{name: told[name] for name in names})
