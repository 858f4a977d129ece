"""Which notices a change of a booking calls for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Optional

from pearl.booking.change import BookingChange
from pearl.booking.request import BookingRequest
from pearl.clinic_profile import ClinicProfile
from pearl.notices.facts import Audience, Event, facts
from pearl.notices.notice import Notice, NoticesFor, Way, notice_to
from pearl.notices.wording import NoticeWording

# After these the visit stands; a reminder checks again before it leaves.
STANDING = ("confirmed", "moved")


def notices_for(
    profile: ClinicProfile, wording: NoticeWording, by_email: bool = True, by_telegram: bool = False
) -> NoticesFor:
    """The rule of one clinic. `by_email` is False where no mail server is set, `by_telegram` where there is no bot:
    nothing piles up that would leave late.
    """
    return _Calling(profile, wording, by_email, by_telegram)


AlarmsAbout = Callable[[BookingChange, Optional[datetime], datetime], Sequence[Notice]]


def alarms_about(profile: ClinicProfile, wording: NoticeWording, by_email: bool = True) -> AlarmsAbout:
    """What a visitor's request calls for that has to be answered by a moment, raised at another."""
    return _Calling(profile, wording, by_email).alarm


def chat_of(booking: BookingRequest) -> str:
    """The chat on Telegram that a booking was made in; empty for one that was made elsewhere."""
    return booking.sender if booking.channel == "telegram" and booking.sender.startswith("telegram:") else ""


@dataclass(frozen=True)
class _Calling:
    """Composes nothing yet: whoever keeps the change must not fail because a text does."""

    profile: ClinicProfile
    wording: NoticeWording
    by_email: bool
    by_telegram: bool = False

    def __call__(self, change: BookingChange) -> Sequence[Notice]:
        emails = self._emails(change) if self.by_email else ()
        chats = self._chat(change) if self.by_telegram else ()
        return (*emails, *chats, *self._webhook(change))

    def alarm(self, asked: BookingChange, answer_by: datetime | None, now: datetime) -> Sequence[Notice]:
        """To the clinic alone, under a key of the asking: a request that is moved waits, and may alarm, anew."""
        payload = facts(asked, "overdue", answer_by)
        step, receivers = str(asked.sequence), list[tuple[Way, str, Audience]]()
        if self.by_email and "overdue" in self.wording.clinic:
            receivers += [("email", address, "clinic") for address in dict.fromkeys(self.profile.notices.email)]
        if self.profile.notices.webhook:
            receivers.append(("webhook", self.profile.notices.webhook, "webhook"))
        return tuple(
            notice_to(
                recipient, way, f"{asked.booking.reference}:overdue:{step}", {"audience": audience, **payload}, now
            )
            for way, recipient, audience in receivers
        )

    def _emails(self, change: BookingChange) -> Iterator[Notice]:
        if change.kind in self.wording.clinic:
            for address in dict.fromkeys(self.profile.notices.email):
                yield self._notice(change, "email", address, "clinic")
        visitor = change.booking.email.strip()
        if visitor and change.kind in self.wording.visitor:
            yield self._notice(change, "email", visitor, "visitor")
        if visitor and "reminder" in self.wording.visitor:
            yield from self._reminder(change, "email", visitor)

    def _chat(self, change: BookingChange) -> Iterator[Notice]:
        """To the chat that the booking was made in, unless the visitor has just been told there."""
        chat, entries = chat_of(change.booking), self.wording.telegram
        if not chat:
            return
        if change.kind in entries and change.by != "visitor":
            yield self._notice(change, "telegram", chat, "visitor")
        if "reminder" in entries:
            yield from self._reminder(change, "telegram", chat)

    def _webhook(self, change: BookingChange) -> Iterator[Notice]:
        if self.profile.notices.webhook:
            yield self._notice(change, "webhook", self.profile.notices.webhook, "webhook")

    def _reminder(self, change: BookingChange, way: Way, visitor: str) -> Iterator[Notice]:
        """One for each time that a visit was ever set to, unless that is nearer than the reminder itself."""
        starts_at, hours = change.booking.starts_at, self.profile.booking.reminder_hours
        if not hours or starts_at is None or change.kind not in STANDING:
            return
        due_at = starts_at.astimezone(timezone.utc) - timedelta(hours=hours)
        if due_at > change.at:
            yield self._notice(change, way, visitor, "visitor", "reminder", due_at)

    def _notice(
        self,
        change: BookingChange,
        way: Way,
        recipient: str,
        audience: Audience,
        event: Event | None = None,
        due_at: datetime | None = None,
    ) -> Notice:
        step = due_at.strftime("%Y%m%dT%H%MZ") if due_at else str(change.sequence)
        event = event or change.kind
        what = f"{change.booking.reference}:{event}:{step}"
        return notice_to(recipient, way, what, {"audience": audience, **facts(change, event)}, change.at, due_at)
