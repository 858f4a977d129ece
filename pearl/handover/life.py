"""The life of a hand-over: asked for, taken by somebody at the clinic or missed, ended by either side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from pearl.clinic_facts import ClinicFacts
from pearl.clinic_profile import ClinicProfile
from pearl.clock import Clock
from pearl.errors import BadInput, HandoverRefused
from pearl.handover.handover import CALLABLE, Handover, Line, Status, Step, StepKind, by_staff
from pearl.handover.store import CHANGED_MEANWHILE, UNKNOWN, HandoverStore
from pearl.hours import OpeningHours
from pearl.messages import PEARL, STAFF, VISITOR, Message
from pearl.reference import ATTEMPTS
from pearl.wording import reply

NOT_TAKEN, TAKEN, ENDED = "not_taken", "taken", "ended"
REPLY_LIMIT = 4000
# Who asks again within this time, while the clinic is closed, has one wish and not two.
AGAIN = timedelta(hours=12)

Change = Callable[[Handover, int], "Step | None"]
"""The step that a hand-over with so many steps behind it takes next; None when there is nothing to do."""


@dataclass(frozen=True)
class HandoverLife:
    """Every step of a hand-over goes through here, whoever makes it.

    Each method gives the hand-over as it is afterwards and may raise StoreUnavailable, or HandoverRefused: "unknown",
    "not_taken" by anybody yet, "taken" by somebody else, "ended" before. What is so already is not done again.
    """

    store: HandoverStore
    profile: ClinicProfile
    hours: OpeningHours
    clock: Clock

    def ask(self, sender: str, channel: str, reason: str, transcript: tuple[Line, ...], key: str) -> Handover:
        """A visitor wants to talk to a person; while the clinic is open he waits for one. Asked again, it is the same wish."""
        status: Status = "waiting" if self.hours.state(self.clock.now()).is_open else "after_hours"
        return self._asked(sender, channel, reason, transcript, key, status)

    def ask_for_a_call(
        self, sender: str, channel: str, reason: str, transcript: tuple[Line, ...], key: str, phone: str
    ) -> Handover:
        """A visitor wants to be called on a number, as E.164, and waits for nobody in the chat."""
        latest = self.store.latest(sender)
        if latest is None or latest.status not in CALLABLE:
            # Nobody is told of it before the number is there.
            latest = self._asked(sender, channel, reason, transcript, key, "after_hours")
        return self.keep_number(latest.reference, reason, phone, key)

    def _asked(
        self, sender: str, channel: str, reason: str, transcript: tuple[Line, ...], key: str, status: Status
    ) -> Handover:
        now = self.clock.now()
        before = self.store.latest(sender)
        if before and (before.is_silent or _still_unused(before, now)):
            return before
        return self.store.add(
            Handover(
                reason=reason,
                channel=channel,
                sender=sender,
                transcript=transcript,
                idempotency_key=key,
                status=status,
                created_at=now,
                changed_at=now,
                said_at=now,
            )
        )

    def with_person(self, sender: str) -> Handover | None:
        """The hand-over for whose sake Pearl is silent in a conversation; None when she may speak."""
        latest = self.store.latest(sender)
        return latest if latest and latest.is_silent else None

    def take(self, reference: str, name: str, over: bool = False) -> Handover:
        """Somebody at the clinic takes the conversation, with `over` from a colleague too, and the visitor is told who."""

        def taken(before: Handover, made: int) -> Step | None:
            if before.status == "ended" or self._asked_again(before):
                # A visitor has one conversation; where he has asked again since, that wish is the one to take.
                raise HandoverRefused(ENDED)
            if before.status == "taken":
                if before.taken_by == name:
                    return None
                if not over:
                    raise HandoverRefused(TAKEN)
            return self._step(replace(before, status="taken", taken_by=name), "taken", by_staff(name), made)

        return self._make(reference, taken, "utter_person_here")

    def answer(self, reference: str, name: str, text: str, key: str = "") -> Handover:
        """Who has taken the conversation says something to the visitor; a repeat of a `key` is not said again.

        Raises BadInput when there is nothing in it, or more than `REPLY_LIMIT` characters.
        """
        if not 0 < len(text.strip()) <= REPLY_LIMIT:
            raise BadInput(f"A reply needs 1 to {REPLY_LIMIT} characters; write one, or cut it.")

        def said(before: Handover, made: int) -> Step:
            if before.status != "taken":
                raise HandoverRefused(ENDED if before.status == "ended" else NOT_TAKEN)
            if before.taken_by != name:
                raise HandoverRefused(TAKEN)
            return replace(self._step(before, "staff", by_staff(name), made, text.strip(), key), tells=True)

        return self._make(reference, said)

    def end(self, reference: str, name: str) -> Handover:
        """Somebody at the clinic ends it; the visitor is told when a person had, or was to have, the conversation."""
        return self._make(reference, self._ending(by_staff(name)), "utter_person_gone")

    def leave(self, reference: str) -> Handover:
        """The visitor ends it, in a turn of Pearl's, who says so herself."""
        return self._make(reference, self._ending(VISITOR))

    def keep_message(self, reference: str, text: str, phone: str, email: str, key: str) -> Handover:
        """Keep what a visitor leaves for the clinic, in one message or more."""

        def left(before: Handover, made: int) -> Step:
            message = "\n".join(part for part in (before.message, text) if part)
            after = replace(before, status="message", message=message)
            after = replace(after, phone=phone or before.phone, email=email or before.email)
            return self._step(after, "message", VISITOR, made, text, key)

        return self._make(reference, left)

    def keep_number(self, reference: str, text: str, phone: str, key: str) -> Handover:
        """Keep the number at which a visitor wants to be called back, as E.164, with the words that it came in."""

        def asked(before: Handover, made: int) -> Step | None:
            if (before.status, before.phone) == ("call_back", phone):
                return None
            return self._step(replace(before, status="call_back", phone=phone), "call_back", VISITOR, made, text, key)

        return self._make(reference, asked)

    def note(self, reference: str, author: str, text: str, key: str, flag: str = "") -> Handover:
        """Keep what was said in a turn meanwhile, by "visitor" or "pearl", once for each key."""
        kind: StepKind = "pearl" if author == PEARL else "visitor"
        return self._make(reference, lambda before, made: self._step(before, kind, author, made, text, key, flag))

    def run_out(self) -> tuple[Handover, ...]:
        """End the waiting of those whom nobody took in time, and what has long been quiet; tells their visitors."""
        now, chosen = self.clock.now(), self.profile.handover
        missed = [
            self._make(one.reference, self._missing(now), "utter_person_missed")
            for one in self.store.handovers(["waiting"])
            if one.changed_at + timedelta(minutes=chosen.minutes) <= now
        ]
        quiet = [
            self._make(one.reference, self._ending(PEARL), "utter_person_quiet")
            for one in self.store.handovers(["taken"])
            if max(one.said_at, one.changed_at) + timedelta(minutes=chosen.quiet_minutes) <= now
        ]
        return (*missed, *quiet)

    def lines(self, reference: str) -> tuple[Line, ...]:
        """All that was said, before the hand-over and since, in order."""
        handover = self.store.handover(reference)
        if handover is None:
            raise HandoverRefused(UNKNOWN)
        since = (step.line for step in self.store.steps(reference))
        return (*handover.transcript, *(line for line in since if line))

    def _asked_again(self, handover: Handover) -> bool:
        latest = self.store.latest(handover.sender)
        return latest is not None and latest.reference != handover.reference

    def _missing(self, now: datetime) -> Change:
        def missed(before: Handover, made: int) -> Step | None:
            is_late = before.status == "waiting"
            return self._step(replace(before, status="missed"), "missed", PEARL, made) if is_late else None

        return missed

    def _ending(self, by: str) -> Change:
        def ended(before: Handover, made: int) -> Step | None:
            return None if before.status == "ended" else self._step(replace(before, status="ended"), "ended", by, made)

        return ended

    def _step(
        self, after: Handover, kind: StepKind, by: str, made: int, text: str = "", key: str = "", flag: str = ""
    ) -> Step:
        now = self.clock.now()
        moved = kind not in ("visitor", "staff", "pearl")
        after = replace(after, changed_at=now) if moved else replace(after, said_at=now)
        return Step(handover=after, kind=kind, at=now, by=by, sequence=made, text=text, key=key, flag=flag)

    def _make(self, reference: str, change: Change, response: str = "") -> Handover:
        """Make a step, and tell the visitor by one of the domain's responses when one is named."""
        for _ in range(ATTEMPTS):
            # The number is read first: a step that comes in between makes this one fail and look again, not go astray.
            made = len(self.store.steps(reference))
            before = self.store.handover(reference)
            if before is None:
                raise HandoverRefused(UNKNOWN)
            step = change(before, made)
            if step is None:
                return before
            try:
                return self.store.add_step(*self._told(before, step, response))
            except HandoverRefused as refusal:
                if refusal.reason != CHANGED_MEANWHILE:
                    raise
        raise HandoverRefused(CHANGED_MEANWHILE)

    def _told(self, before: Handover, step: Step, response: str) -> tuple[Step, Message | None]:
        """The step with its words, and the message by which a visitor reads them."""
        author, extras = PEARL, dict[str, Any]()
        if response and (before.is_silent or step.kind == "taken"):
            text, buttons = reply(response, **self._facts(step.handover))
            extras = {"buttons": buttons} if buttons else {}
            step = replace(step, text=text, tells=True)
        elif step.kind == "staff":
            author, extras = STAFF, {"by": step.by.partition(":")[2]}
        return step, self._message(step, author, extras) if step.tells else None

    def _message(self, step: Step, author: str, extras: dict[str, Any]) -> Message:
        return Message(sender=step.handover.sender, author=author, text=step.text, created_at=step.at, extras=extras)

    def _facts(self, handover: Handover) -> dict[str, str]:
        facts = ClinicFacts(self.profile, self.hours, self.clock.now()).values()
        return {**facts, "person": handover.taken_by, "reference": handover.reference}


def _still_unused(handover: Handover, now: datetime) -> bool:
    """Whether it was asked for a short time ago, while the clinic was closed, and nothing was left."""
    return handover.status == "after_hours" and now - handover.created_at < AGAIN
