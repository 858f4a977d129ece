"""Beside the web channel, somebody watches: waiting readers are woken, time runs out, and no visitor's word is left out."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from handover_clinic import ANNA, SENDER, Clinic

from pearl.assistant.handover_watch import HandoverWatch
from pearl.errors import StoreUnavailable
from pearl.messages import Message


class Bells:
    """Whose reader was rung for and whose conversation was woken."""

    def __init__(self) -> None:
        self.rung: list[str] = []
        self.woken: list[str] = []

    def ring(self, sender: str) -> None:
        self.rung.append(sender)

    def wake(self, sender: str) -> None:
        self.woken.append(sender)


class Watched:
    def __init__(self, clinic: Clinic) -> None:
        self.clinic, self.bells = clinic, Bells()
        self.services = SimpleNamespace(handovers=clinic.store, handover_life=clinic.life, messages=clinic.messages)

    async def for_a_while(self, act: Any = None) -> None:
        """Watch, let something happen meanwhile, and go on watching for a few looks."""
        watch: Any = HandoverWatch(self.services, self.bells, look_s=0.005)  # type: ignore[arg-type]
        task = asyncio.create_task(watch.run())
        await asyncio.sleep(0.02)
        if act:
            act()
        await asyncio.sleep(0.15)
        task.cancel()

    def says(self, text: str, answered: bool = True) -> None:
        now = self.clinic.clock.now()
        kept = self.clinic.messages.add(Message(sender=SENDER, author="visitor", text=text, created_at=now))
        if answered:
            self.clinic.messages.answer(kept, [], now)


@pytest.fixture
def watched(clinic: Clinic) -> Watched:
    return Watched(clinic)


async def test_a_step_of_another_process_rings_once(watched: Watched) -> None:
    reference = watched.clinic.ask().reference
    await watched.for_a_while(lambda: watched.clinic.life.take(reference, ANNA))
    assert watched.bells.rung.count(SENDER) == 2  # the wish, seen again at the start, and the taking


async def test_who_waits_too_long_is_told_and_rung_for(watched: Watched) -> None:
    reference = watched.clinic.ask().reference
    await watched.for_a_while(lambda: watched.clinic.later(10))
    found = watched.clinic.store.handover(reference)
    assert found is not None and found.status == "missed"
    assert SENDER in watched.bells.rung


async def test_the_words_of_a_turn_that_failed_and_those_to_a_form_are_shown_to_staff_once(watched: Watched) -> None:
    watched.says("talk to a person")
    asked = watched.clinic.ask(key="web-1")
    watched.says("Dana Smith"), watched.says("still waiting for its turn", answered=False)
    watched.clinic.life.note(asked.reference, "visitor", "shown already", "web-4", "P eye")
    watched.says("shown already")
    await watched.for_a_while()
    await watched.for_a_while()
    said = [line.text for line in watched.clinic.life.lines(asked.reference)]
    assert said == ["talk to a person", "shown already", "Dana Smith"]
    assert SENDER in watched.bells.woken


async def test_it_goes_on_when_the_store_comes_back(watched: Watched, caplog: pytest.LogCaptureFixture) -> None:
    real, troubles = watched.clinic.store.stirred_after, [StoreUnavailable("The database is away.")] * 3

    def stirred_after(step_id: int) -> Any:
        if troubles:
            raise troubles.pop()
        return real(step_id)

    watched.services.handovers = SimpleNamespace(
        stirred_after=stirred_after,
        newest_step=watched.clinic.store.newest_step,
        handovers=watched.clinic.store.handovers,
        steps=watched.clinic.store.steps,
    )
    watched.clinic.ask()
    await watched.for_a_while()
    assert SENDER in watched.bells.rung
    assert caplog.text.count("Hand-overs are not watched now") == 1
