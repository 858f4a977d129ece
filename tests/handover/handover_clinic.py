"""A clinic on a Wednesday morning, with stores in memory and a clock that the test moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pearl.clinic_profile import read_profile
from pearl.handover.handover import Handover, Line
from pearl.handover.life import HandoverLife
from pearl.handover.store import InMemoryHandoverStore
from pearl.hours import OpeningHours
from pearl.messages import InMemoryMessageStore

ZONE = ZoneInfo("America/Edmonton")
PROFILE = read_profile(Path(__file__).parents[2] / "data" / "library" / "clinic.yml")
ANNA, BEN = "Anna", "Ben"
SENDER = "web:abc"


@dataclass
class Clock:
    moment: datetime = datetime(2026, 11, 25, 11, 0, tzinfo=ZONE)

    def now(self) -> datetime:
        return self.moment


@dataclass
class Clinic:
    """`life` is what is tested; `told` is what a visitor's chat shows."""

    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.messages = InMemoryMessageStore()
        self.store = InMemoryHandoverStore(self.messages)
        self.life = HandoverLife(self.store, PROFILE, OpeningHours(PROFILE), self.clock)

    def ask(self, sender: str = SENDER, key: str = "1", channel: str = "web") -> Handover:
        said = (Line("visitor", "talk to a person", self.clock.now()),)
        return self.life.ask(sender, channel, "talk to a person", said, f"{sender}/{key}")

    def taken(self) -> Handover:
        return self.life.take(self.ask().reference, ANNA)

    def told(self, sender: str = SENDER) -> list[tuple[str, str]]:
        return [(message.author, message.text) for message in self.messages.after(sender, 0)]

    def kinds(self, reference: str) -> list[str]:
        return [step.kind for step in self.store.steps(reference)]

    def later(self, minutes: float) -> None:
        self.clock.moment += timedelta(minutes=minutes)
