"""Alarms the clinic about requests whose promised answer is nearly due: a notice through the outbox, once an asking."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pearl.booking.store import BookingStore
from pearl.booking.waiting import Waiting
from pearl.clock import Clock
from pearl.errors import StoreUnavailable
from pearl.notices.notice import Notice
from pearl.notices.queue import NoticeQueue
from pearl.repeating import repeat

log = logging.getLogger(__name__)
EVERY_S = 60.0


@dataclass(frozen=True)
class Alarms:
    """Looks at what waits for the clinic and puts alarms into the outbox; a repeat has the key of the first.

    `notices_about` says which notices a request calls for that has to be answered by a moment.
    """

    waiting: Callable[[], Sequence[Waiting]]
    store: BookingStore
    queue: NoticeQueue
    clock: Clock
    notices_about: Callable[..., Sequence[Notice]]
    every_s: float = EVERY_S

    async def run(self, stop: asyncio.Event) -> None:
        """Look again and again until `stop`; trouble is waited out."""
        await repeat(self._look, self.every_s, stop)

    def raise_due(self) -> None:
        """Put an alarm into the outbox for every request that is urgent now. Raises StoreUnavailable."""
        now = self.clock.now()
        notices = [notice for one in self.waiting() if one.is_urgent(now) for notice in self._about(one)]
        if notices:
            self.queue.put(notices)

    def _look(self) -> None:
        try:
            self.raise_due()
        except StoreUnavailable as error:
            log.warning("Requests that wait too long cannot be looked for: %s", error)
        except Exception:
            # As with deliveries: nobody would notice that no alarm comes any more.
            log.exception("Requests that wait too long cannot be looked for; it is tried again")

    def _about(self, one: Waiting) -> Sequence[Notice]:
        asked = self.store.changes(one.booking.reference)[-1]
        return self.notices_about(asked, one.answer_by, self.clock.now())
