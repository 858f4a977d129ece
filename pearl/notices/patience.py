"""How long to wait before a notice is tried again, and when to give it up."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True)
class Patience:
    """Waits that double from `first` to `longest`, each shortened by up to half, so that not all come back at once.

    Twenty attempts last about two days, longer than a mail server is down over a night.
    """

    first: timedelta = timedelta(seconds=30)
    longest: timedelta = timedelta(hours=6)
    attempts: int = 20
    chance: random.Random = field(default_factory=random.Random)

    def wait(self, failed: int) -> timedelta | None:
        """How long to wait after `failed` attempts in vain (from 1); None when it is time to give up."""
        if failed >= self.attempts:
            return None
        full: timedelta = min(self.first * 2 ** (failed - 1), self.longest)
        return full * self.chance.uniform(0.5, 1)
