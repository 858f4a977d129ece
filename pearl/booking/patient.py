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


def read_patient(text: str) -> tuple[bool, tuple[int, int]] | None:
    """True for somebody known to the clinic, False for somebody new, and where it is said; None when it isn't."""
    for pattern, known in ((_NEW, False), (_KNOWN, True)):
        if match := pattern.search(text[:MAX_READ]):
            return known, match.span()
    return None
