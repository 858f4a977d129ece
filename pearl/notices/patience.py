"""How long to wait before a notice is tried again, and when to give it up."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta

# More would be longer than a timedelta can hold.
_DOUBLINGS = 20


@dataclass(frozen=True)
class Patience:
    """Waits that double from `first` to `longest`, each shortened by up to half, so that not all come back at once.

    Seventy attempts last about two days, longer than a mail server is down over a night. The longest wait is
    an hour, for so long may a later e-mail about the same booking have to wait for an earlier one.
    """

    first: timedelta = timedelta(seconds=30)
    longest: timedelta = timedelta(hours=1)
    attempts: int = 70
    chance: random.Random = field(default_factory=random.Random)

    def wait(self, failed: int) -> timedelta | None:
        """How long to wait after `failed` attempts in vain (from 1); None when it is time to give up."""
        if failed >= self.attempts:
            return None
        full: timedelta = min(self.first * 2 ** min(failed - 1, _DOUBLINGS), self.longest)
        return full * self.chance.uniform(0.5, 1)
