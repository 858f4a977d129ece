"""A session at the desk: begun by signing in, over after a while without a click, and in any case at the end of a day."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pearl.staff.account import Account

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=10)
# A click is written down when the last one that was is older than this.
NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class StaffSession:
    """Who is signed in. `key` is the sha256 of the token that the browser holds, `csrf` what its forms must carry."""

    key: str
    name: str
    csrf: str = field(repr=False)
    begun_at: datetime
    seen_at: datetime

    def is_over(self, now: datetime) -> bool:
        return now - self.seen_at >= IDLE or now - self.begun_at >= LONGEST


@dataclass(frozen=True)
class SignedIn:
    """A session with its account as it is now."""

    session: StaffSession
    account: Account


def fingerprint(text: str) -> str:
    """What is kept of a token or of a typed name, from which neither can be read."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
