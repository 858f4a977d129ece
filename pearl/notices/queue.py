"""The queue of notices on their way: who delivers which, what came of it, and the port that keeps this."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, get_args

from pearl.notices.notice import Notice, Way

State = Literal["waiting", "retrying", "sent", "dropped", "dead"]
STATES: tuple[State, ...] = get_args(State)
UNDELIVERED: tuple[State, ...] = ("waiting", "retrying", "dead")


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A notice that one deliverer has to itself until the lease runs out; `attempts` counts those that failed."""

    notice: Notice
    lease: str
    attempts: int


@dataclass(frozen=True, kw_only=True)
class QueuedNotice:
    """A notice and how far it is.

    waiting: not tried yet · retrying: tried in vain, `next_try_at` is the next time · sent · dropped: not wanted any
    more, for `reason` · dead: given up after `attempts`, the last trouble is `reason`.
    """

    notice: Notice
    state: State
    attempts: int
    reason: str
    next_try_at: datetime | None
    sent_at: datetime | None


class NoticeQueue(Protocol):
    """Keeps what is on its way. Every method raises StoreUnavailable when the store cannot be used."""

    def put(self, notices: Iterable[Notice]) -> None:
        """Add notices; one whose key is there already changes nothing."""

    def claim(self, way: Way, now: datetime, count: int, lease: timedelta) -> tuple[Claim, ...]:
        """Take up to `count` due notices of a way, oldest first; nobody else gets them before the lease runs out.

        E-mails to one recipient about one booking keep their order: a later one is not taken before an earlier one is
        settled, so that nobody reads of a confirmation after the cancellation.
        """

    def sent(self, claim: Claim, at: datetime) -> None:
        """It was delivered; true even when the lease has run out since."""

    def put_off(self, claim: Claim, error: str, next_try_at: datetime) -> None:
        """It could not be delivered now. Nothing happens when somebody else holds it by now, here and below."""

    def give_up(self, claim: Claim, error: str) -> None:
        """It could not be delivered and is not tried again by itself."""

    def drop(self, claim: Claim, reason: str) -> None:
        """It is not wanted any more."""

    def release(self, claim: Claim) -> None:
        """Give it back untried."""

    def notices(self, states: Collection[State] = STATES) -> tuple[QueuedNotice, ...]:
        """The notices in these states, oldest first."""

    def retry(self, key: str) -> bool:
        """Let a notice that is not sent be tried at once and with all its attempts; whether there was one."""
