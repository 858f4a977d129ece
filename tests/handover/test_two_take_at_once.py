"""Two at the clinic take one conversation at the same moment: one has it, the other is told."""

from __future__ import annotations

import pytest
from handover_clinic import ANNA, BEN, SENDER, Clinic

from pearl.errors import HandoverRefused
from pearl.handover.handover import Handover
from pearl.handover.life import HandoverLife
from pearl.handover.store import InMemoryHandoverStore


class Interrupting(InMemoryHandoverStore):
    """Somebody else takes the conversation just after it has been read."""

    first: HandoverLife | None = None

    def handover(self, reference: str) -> Handover | None:
        found = super().handover(reference)
        if self.first and found:
            first, self.first = self.first, None
            first.take(reference, BEN)
        return found


def test_one_has_it_and_the_other_is_told() -> None:
    clinic, store = Clinic(), Interrupting()
    life = HandoverLife(store, clinic.life.profile, clinic.life.hours, clinic.clock)
    handover = life.ask(SENDER, "web", "asked", (), "key")
    store.first = life
    with pytest.raises(HandoverRefused, match="taken"):
        life.take(handover.reference, ANNA)
    taken = store.handover(handover.reference)
    assert taken and taken.taken_by == BEN
    assert [step.by for step in store.steps(handover.reference)] == ["visitor", f"staff:{BEN}"]
