"""Which notices a step of a hand-over calls for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pearl.clinic_profile import ClinicProfile
from pearl.handover.handover import Step
from pearl.notices.handover_facts import HandoverEvent, event_of, handover_facts
from pearl.notices.notice import Notice, Way, notice_to
from pearl.notices.wording import NoticeWording

NoticesForStep = Callable[[Step], Iterator[Notice]]


@dataclass(frozen=True)
class HandoverCalling:
    """The rule of one clinic: a new hand-over, a message and a wish to be called back are told, in facts without text."""

    profile: ClinicProfile
    wording: NoticeWording
    by_email: bool = True

    def __call__(self, step: Step) -> Iterator[Notice]:
        event = event_of(step)
        if event is None:
            return
        if self.by_email and event in self.wording.handover:
            for address in dict.fromkeys(self.profile.notices.email):
                yield self._notice(step, event, "email", address)
        if self.profile.notices.webhook:
            yield self._notice(step, event, "webhook", self.profile.notices.webhook)

    def _notice(self, step: Step, event: HandoverEvent, way: Way, recipient: str) -> Notice:
        what = f"{step.handover.reference}:{event}:{step.sequence}"
        return notice_to(recipient, way, what, {"audience": "clinic", **handover_facts(step, event)}, step.at)
