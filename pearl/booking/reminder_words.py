"""Words that say that somebody wants no reminders."""

from __future__ import annotations

import re

MAX_READ, MOST_WORDS = 500, 40
_REMINDERS = r"(?:appointment |visit |booking |e-?mail |any |more |further |the |those |these |your |me |getting |sending )*remind(?:er|ers|ing)\b"
_WANTS_NONE = re.compile(
    rf"\b(?:no|without|stop|cancel|turn off|switch off|end|quit) {_REMINDERS}"
    rf"|\b(?:do(?: not|n['’]?t)|never) (?:want|need|send|like|wish|get|give|remind)\b[^.?!]{{0,30}}?\bremind(?:er|ers|ing)?\b"
    r"|\b(?:do(?: not|n['’]?t)|stop|never) remind(?:ing)?(?: me)?\b|\bopt[- ]?out\b[^.?!]{0,40}|\bunsubscribe\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:do|does|will|can|could|would|when|why|how|what|is|are|if)\b(?!.*\b(?:stop|opt|unsubscribe)\b)", re.I
)


def wants_no_reminders(text: str) -> bool:
    """Whether a short text asks for no reminders; a question about them does not."""
    text = " ".join(text[:MAX_READ].split())
    return len(text.split()) <= MOST_WORDS and bool(_WANTS_NONE.search(text)) and not _ASKS.search(text)
