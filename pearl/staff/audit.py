"""The audit trail: who did what at the desk, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

PAGE = 100


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that was done or refused; `about` is a reference or an account's name, or empty. `id` rises."""

    at: datetime
    who: str
    what: str
    about: str = ""
    id: int = 0
