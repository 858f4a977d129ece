"""Long texts in parts that Telegram takes, split where a reader would pause."""

from __future__ import annotations

import re

# Telegram counts UTF-16 units and takes 4,096 of them; some room is left for what it adds.
LIMIT = 4000
# Where a text may be split, the best place first: between paragraphs, lines, sentences, words.
PAUSES = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?…:;])\s+"), re.compile(r"\s+"))


def split(text: str, limit: int = LIMIT) -> tuple[str, ...]:
    """The text in parts of at most `limit` UTF-16 units; nothing but the white space at the seams is lost."""
    text, parts = text.strip(), []
    while units(text) > limit:
        head = _head(text, limit)
        seam = next((found for pause in PAUSES if (found := _last(pause, head, text))), (len(head), len(head)))
        parts.append(text[: seam[0]].rstrip())
        text = text[seam[1] :].lstrip()
    return (*parts, text) if text else tuple(parts)


def units(text: str) -> int:
    """How long Telegram takes a text to be."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _head(text: str, limit: int) -> str:
    """The most of the text that fits; no character is cut in two."""
    return text.encode("utf-16-le", "surrogatepass")[: limit * 2].decode("utf-16-le", "ignore")


def _last(pause: re.Pattern[str], head: str, text: str) -> tuple[int, int] | None:
    """Where the last such pause of the head begins and ends; None where it would leave next to nothing before it."""
    # One character beyond the head: a pause right behind it counts.
    found = [(m.start(), m.end()) for m in pause.finditer(text, 0, len(head) + 1) if m.start() <= len(head)]
    return found[-1] if found and found[-1][0] > len(head) // 4 else None
