"""Delivers what is due: takes a notice, sends it, and only then marks it sent, so that nothing is lost on the way.

A crash between sending and marking sends it again with the same Message-ID or key (at least once).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from pearl.clock import Clock
from pearl.errors import StoreUnavailable
from pearl.notices.notice import Notice, Way
from pearl.notices.patience import Patience
from pearl.notices.queue import Claim, NoticeQueue

log = logging.getLogger(__name__)
AT_ONCE = 4
PAUSE_S = 1.0
TROUBLE_PAUSES = 10
# How long those under way may go on when Pearl is to end.
GRACE_S = 5.0
# A delivery ends long before its lease does, so that two processes never send one notice at the same time.
LONGEST_DELIVERY_S = 30.0
LEASE = timedelta(seconds=90)
# A database that is locked when a notice has just been sent is asked again before the notice would be sent twice.
MARKING_TRIES = 6


class NotDelivered(Exception):
    """A notice could not be delivered; `for_good` when it would fail just so the next time."""

    def __init__(self, reason: str, for_good: bool = False) -> None:
        self.for_good = for_good
        super().__init__(reason)


class Sender(Protocol):
    """One way to send."""

    async def send(self, notice: Notice, now: datetime) -> None:
        """Send one notice; returns when the other side has accepted it, else raises NotDelivered."""


@dataclass(frozen=True)
class Deliverer:
    """Works on the queue with the senders it has; a way without a sender waits.

    `why_not` says why a notice is not wanted any more, or nothing. At most `AT_ONCE` notices of each way are under way,
    so that a slow or hanging receiver holds up nobody else.
    """

    queue: NoticeQueue
    senders: Mapping[Way, Sender]
    clock: Clock
    why_not: Callable[[Notice, datetime], str]
    patience: Patience = field(default_factory=Patience)
    longest_s: float = LONGEST_DELIVERY_S
    pause_s: float = PAUSE_S

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop`; trouble with the store is waited out."""
        await asyncio.gather(*(self._serve(way, stop) for way in self.senders))

    async def deliver_due(self) -> int:
        """Deliver everything that is due now; how many were tried. Raises StoreUnavailable."""
        return sum(await asyncio.gather(*(self._empty(way) for way in self.senders)))

    async def _serve(self, way: Way, stop: asyncio.Event) -> None:
        stopping = asyncio.ensure_future(stop.wait())
        under_way: set[asyncio.Future[None]] = set()
        while not stop.is_set():
            begun, pause_s = self._try_to_begin(way, AT_ONCE - len(under_way))
            awaited: set[asyncio.Future[Any]] = {stopping, *under_way, *begun}
            await asyncio.wait(awaited, timeout=pause_s, return_when=asyncio.FIRST_COMPLETED)
            under_way = {task for task in under_way | begun if not task.done()}
        if under_way:
            _, late = await asyncio.wait(under_way, timeout=GRACE_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _try_to_begin(self, way: Way, room: int) -> tuple[set[asyncio.Future[None]], float]:
        """What has been begun, and how many seconds to wait before more is."""
        try:
            return self._begin(way, room), self.pause_s
        except StoreUnavailable as error:
            log.warning("Notices wait: %s", error)
        except Exception:
            # Whatever it is, a server that silently delivers no more would be worse.
            log.exception("Notices cannot be taken; it is tried again")
        return set(), self.pause_s * TROUBLE_PAUSES

    async def _empty(self, way: Way) -> int:
        tried = 0
        while begun := self._begin(way, AT_ONCE):
            await asyncio.wait(begun)
            tried += len(begun)
        return tried

    def _begin(self, way: Way, room: int) -> set[asyncio.Future[None]]:
        claims = self.queue.claim(way, self.clock.now(), room, LEASE) if room else ()
        return {asyncio.ensure_future(self._deliver(claim)) for claim in claims}

    async def _deliver(self, claim: Claim) -> None:
        try:
            settle = await self._outcome(claim)
        except asyncio.CancelledError:
            self.queue.release(claim)
            raise
        for _ in range(MARKING_TRIES):
            try:
                settle()
                break
            except StoreUnavailable as error:
                log.warning("What came of the notice %s cannot be kept: %s", claim.notice.key, error)
                await asyncio.sleep(self.pause_s)

    async def _outcome(self, claim: Claim) -> Callable[[], None]:
        """Send it; what is to be kept about that."""
        notice, now = claim.notice, self.clock.now()
        try:
            if reason := self.why_not(notice, now):
                return lambda: self.queue.drop(claim, reason)
            await asyncio.wait_for(self.senders[notice.way].send(notice, now), self.longest_s)
        except asyncio.TimeoutError:
            return self._failure(claim, NotDelivered(f"no answer within {self.longest_s:g} s"))
        except NotDelivered as error:
            return self._failure(claim, error)
        except StoreUnavailable:
            return lambda: self.queue.release(claim)
        except Exception as error:
            # A notice that cannot even be put together must not stop the others. Its words stay out of the log.
            return self._failure(claim, NotDelivered(f"cannot be put together ({type(error).__name__}: {error})", True))
        return lambda: self.queue.sent(claim, self.clock.now())

    def _failure(self, claim: Claim, error: NotDelivered) -> Callable[[], None]:
        wait = None if error.for_good else self.patience.wait(claim.attempts + 1)
        if wait is None:
            log.error("The notice %s was given up; `pearl notices list --dead` says why", claim.notice.key)
            return lambda: self.queue.give_up(claim, str(error))
        next_try_at = self.clock.now() + wait
        return lambda: self.queue.put_off(claim, str(error), next_try_at)
