"""The port that keeps hand-overs with every step of their way; in memory for tests and scenarios."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import replace
from typing import Protocol

from pearl.errors import HandoverRefused, StoreUnavailable
from pearl.handover.handover import Handover, Status, Step
from pearl.messages import VISITOR, InMemoryMessageStore, Message, MessageStore
from pearl.reference import ATTEMPTS, HANDOFF, Draw, draw_reference

UNKNOWN, CHANGED_MEANWHILE = "unknown", "changed_meanwhile"


class HandoverStore(Protocol):
    """Keeps hand-overs, each exactly once. Every method raises StoreUnavailable when the store cannot be used."""

    def add(self, handover: Handover) -> Handover:
        """Keep a hand-over with its first step and give it a reference; a repeat of its key gets the stored one."""

    def handover(self, reference: str) -> Handover | None:
        """The hand-over of a reference as it is now."""

    def latest(self, sender: str) -> Handover | None:
        """The newest hand-over of a conversation."""

    def handovers(self, statuses: Collection[Status] | None = None) -> tuple[Handover, ...]:
        """The hand-overs in these states (all, when none are named), oldest first."""

    def steps(self, reference: str) -> tuple[Step, ...]:
        """The way of a hand-over so far, first its request."""

    def add_step(self, step: Step, message: Message | None = None) -> Handover:
        """Keep a step, what it makes of the hand-over, its notices and its message to the visitor, all or nothing.

        A repeat of its key changes nothing and gives the hand-over as it is. Raises HandoverRefused: "changed_meanwhile"
        when somebody else's step has this number already, "unknown" when there is no such hand-over.
        """

    def stirred_after(self, step_id: int) -> tuple[tuple[int, str], ...]:
        """The steps with a higher id, in order: its id, and in whose conversation something happened, in any process."""

    def newest_step(self) -> int:
        """The highest id of a step; 0 without one."""

    def clear(self) -> None:
        """Forget every hand-over. For scenarios that each begin with nothing."""


def first_step(handover: Handover) -> Step:
    """The step that every hand-over begins with: the visitor's wish."""
    return Step(handover=handover, kind="requested", at=handover.created_at, by=VISITOR, sequence=0)


class InMemoryHandoverStore:
    """A HandoverStore that lives as long as the process and tells nobody; safe among threads."""

    def __init__(self, messages: MessageStore | None = None, draw: Draw = draw_reference) -> None:
        self._messages: MessageStore = InMemoryMessageStore() if messages is None else messages
        self._draw, self._lock = draw, threading.RLock()
        self.clear()

    def add(self, handover: Handover) -> Handover:
        handover = handover.checked()
        with self._lock:
            known = (one for one in self._handovers.values() if one.idempotency_key == handover.idempotency_key)
            if (stored := next(known, None)) is None:
                stored = replace(handover, reference=self._free())
                self._handovers[stored.reference] = stored
                self._keep(first_step(stored))
            return stored

    def handover(self, reference: str) -> Handover | None:
        with self._lock:
            return self._handovers.get(reference)

    def latest(self, sender: str) -> Handover | None:
        return next((one for one in reversed(self.handovers()) if one.sender == sender), None)

    def handovers(self, statuses: Collection[Status] | None = None) -> tuple[Handover, ...]:
        with self._lock:
            return tuple(one for one in self._handovers.values() if statuses is None or one.status in statuses)

    def steps(self, reference: str) -> tuple[Step, ...]:
        with self._lock:
            made = [step for step in self._steps if step.handover.reference == reference]
            return tuple(replace(step, handover=self._handovers[reference]) for step in made)

    def add_step(self, step: Step, message: Message | None = None) -> Handover:
        step = step.checked()
        reference = step.handover.reference
        with self._lock:
            if reference not in self._handovers:
                raise HandoverRefused(UNKNOWN)
            made = self.steps(reference)
            if step.key and any(other.key == step.key for other in made):
                return self._handovers[reference]
            if step.sequence != len(made):
                raise HandoverRefused(CHANGED_MEANWHILE)
            self._handovers[reference] = step.handover
            self._keep(step)
            if message is not None:
                self._messages.add(message)
            return step.handover

    def stirred_after(self, step_id: int) -> tuple[tuple[int, str], ...]:
        with self._lock:
            return tuple((step.id, step.handover.sender) for step in self._steps[step_id:])

    def newest_step(self) -> int:
        with self._lock:
            return len(self._steps)

    def clear(self) -> None:
        with self._lock:
            self._handovers: dict[str, Handover] = {}
            self._steps: list[Step] = []

    def _keep(self, step: Step) -> None:
        self._steps.append(replace(step, id=len(self._steps) + 1))

    def _free(self) -> str:
        for _ in range(ATTEMPTS):
            if (reference := self._draw(HANDOFF)) not in self._handovers:
                return reference
        raise StoreUnavailable("No free reference was found for a new record; try again.")
