"""References: short names of bookings and hand-overs that are easy to say and cannot be guessed."""

from __future__ import annotations

import secrets
from collections.abc import Callable

# No sign that looks like another (0 and O, 1 and I and L), no vowels that would spell words: 480 million references.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
LENGTH = 6
ATTEMPTS = 8
BOOKING, HANDOFF = "PRL", "ASK"

Draw = Callable[[str], str]


def draw_reference(prefix: str) -> str:
    """A random reference such as PRL-7K3M9Q; whoever stores it draws again when it is taken."""
    return f"{prefix}-" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
