"""Applies the clinic's limits on how long things are kept, once a day, beside the server."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pearl.clock import Clock
from pearl.errors import StoreUnavailable
from pearl.repeating import repeat

log = logging.getLogger(__name__)
EVERY_S = 60.0
AGAIN, LATER = timedelta(days=1), timedelta(minutes=10)


@dataclass
class DailyRetention:
    """Erases at the start and then a day after it last did; what failed is tried again ten minutes later.

    `apply` erases what is too old at a moment and says how many rows of each store went. Several processes may do so.
    """

    apply: Callable[[datetime], Mapping[str, int]]
    clock: Clock
    every_s: float = EVERY_S
    _due_at: datetime | None = field(default=None, init=False)

    async def run(self, stop: asyncio.Event) -> None:
        """Look again and again until `stop`; trouble is waited out."""
        await repeat(self.apply_due, self.every_s, stop)

    def apply_due(self) -> None:
        """Apply the limits if a day has passed since they were."""
        now = self.clock.now()
        if self._due_at is not None and now < self._due_at:
            return
        self._due_at = now + (AGAIN if self._applied(now) else LATER)

    def _applied(self, now: datetime) -> bool:
        try:
            gone = {name: rows for name, rows in self.apply(now).items() if rows}
        except StoreUnavailable as error:
            log.warning("What is too old could not be erased and is tried again: %s", error)
            return False
        except Exception as error:
            # As with deliveries: nobody would notice that nothing is erased any more.
            log.error("What is too old could not be erased and is tried again: %s", type(error).__name__)
            return False
        if gone:
            log.info(
                "Erased by the limits of clinic.yml: %s", ", ".join(f"{name} {rows}" for name, rows in gone.items())
            )
        return True
