"""Whether a visitor says that they are new to the clinic or have been there before."""

from __future__ import annotations

import re

MAX_READ = 1500
_NEW = re.compile(
    r"\b(?:i(?:'|’)?m |i am |as )?an? new (?:patient|client|customer)\b|\b(?:it(?:'|’)?s |this is |that is )?my first (?:time|visit)"
    r"(?: (?:here|there|with you|at (?:the|your) clinic))?\b|\bfirst[- ]time (?:patient|visitor|client)\b|\bfirst time\b"
    r"|\b(?:i(?:'|’)?ve |i have )?never been (?:here|there|with you|to (?:the|your) clinic|to you|before)(?: before)?\b",
    re.IGNORECASE,
)
_KNOWN = re.compile(
    r"\b(?:i(?:'|’)?m |i am |as )?an? (?:existing|returning|regular|former) (?:patient|client|customer)\b"
    r"|\b(?:i(?:'|’)?m |i am )?already (?:a|your) patient\b"
    r"|\bi(?:'|’)?ve (?:already )?been (?:here|there|with you|to (?:the|your) clinic|to you|before)(?: before)?\b"
    r"|\bi (?:have|was) (?:already )?(?:been )?(?:here|there|with you|at (?:the|your) clinic) (?:before|once|last year)\b"
    r"|\bi have been (?:here |there )?before\b|\bbeen (?:here|there) before\b",
    re.IGNORECASE,
)

_NOT = re.compile(r"\b(?:not|dont|don['’]t|rather|skip|unsure)\b", re.IGNORECASE)
_SAYS_NEW = re.compile(r"\b(?:new|first|never|no|nope|nah|not yet)\b", re.IGNORECASE)
_SAYS_KNOWN = re.compile(
    r"\b(?:yes|yeah|yep|yup|known|existing|returning|regular|been|before|already|once|twice|times|last|ago|patient)\b",
    re.IGNORECASE,
)
MOST_WORDS = 10


def answered_patient(text: str) -> bool | None:
    """What a short answer to the question says, such as "first time", "no" or "yes, last year"; None when nothing."""
    if len(text.split()) > MOST_WORDS or "?" in text:
        return None
    if _SAYS_NEW.search(text):
        return bool(re.search(r"\bnot new\b", text, re.IGNORECASE))
    return True if _SAYS_KNOWN.search(text) and not _NOT.search(text) else None


def read_patient(text: str) -> tuple[bool, tuple[int, int]] | None:
    """True for somebody known to the clinic, False for somebody new, and where it is said; None when it isn't."""
    for pattern, known in ((_NEW, False), (_KNOWN, True)):
        if match := pattern.search(text[:MAX_READ]):
            return known, match.span()
    return None
