"""References: short names of bookings and hand-overs that are easy to say and cannot be guessed."""

from __future__ import annotations

import re
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


_SIGN = f"[{ALPHABET}]"
_NAMED = re.compile(rf"\b{BOOKING}[\s:\-–]*({_SIGN}(?:[\s\-]?{_SIGN}){{{LENGTH - 1}}})\b", re.IGNORECASE)
# Nobody has a reference with other signs than those; it is read all the same, to be refused like any wrong one.
_LIKE_ONE = re.compile(rf"\b{BOOKING}-([A-Z0-9]{{{LENGTH}}})\b", re.IGNORECASE)
_BARE = re.compile(rf"\b(?=[A-Z]*\d){_SIGN}{{{LENGTH}}}\b", re.IGNORECASE)


def read_reference(text: str, asked: bool = False) -> tuple[str, tuple[int, int]] | None:
    """The booking's reference in a text, as it is kept, and where it stands.

    Blanks, hyphens and small letters don't matter; when it was `asked` for, it may come without its first letters.
    """
    if match := _NAMED.search(text) or _LIKE_ONE.search(text):
        return _kept(match[1]), match.span()
    match = _BARE.search(text) if asked else None
    return (_kept(match.group()), match.span()) if match else None


def _kept(signs: str) -> str:
    return f"{BOOKING}-" + re.sub(r"[\s\-]", "", signs).upper()
