"""How much one visitor, and one network address, may ask of the web channel."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

# A waiting room or a company may share one address, so an address gets far more than a conversation.
LIMITS = {
    "sessions of an address": "120 per minute; 2000 per hour",
    "messages of an address": "600 per minute",
    "messages of a session": "20 per 10 second; 500 per hour",
    "transcripts of a session": "3 per hour; 6 per day",
    "transcripts of an address": "20 per hour",
    # Nobody's mailbox is to be filled through the chat.
    "transcripts to a mailbox": "3 per day",
    "reads of a session": "300 per minute",
}


class Limits:
    """Counts in the memory of this process."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._items: dict[str, list[RateLimitItem]] = {what: parse_many(text) for what, text in LIMITS.items()}

    def wait_for(self, what: str, who: str) -> int:
        """Count one more; 0 when it is within the limits, else the seconds to wait (then it is not counted)."""
        items = self._items[what]
        if over := [item for item in items if not self._limiter.test(item, what, who)]:
            ends = max(self._limiter.get_window_stats(item, what, who).reset_time for item in over)
            return max(1, math.ceil(ends - time.time()))
        for item in items:
            self._limiter.hit(item, what, who)
        return 0
