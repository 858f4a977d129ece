"""Answers to the question for a day and a time that name none: a bare "3", "any time", "the first free one"."""

from __future__ import annotations

import re

from pearl.booking.date_words import HOURS

MAX_WORDS = 12
_SOFT = r"(?:(?:at|around|about|say|maybe|make it|let['’]?s say|ok|okay|yes|hm+|um+|no)[,.]? )*"
_BARE_HOUR = re.compile(
    rf"{_SOFT}(?P<hour>1?\d|2[0-3]|{'|'.join(sorted(HOURS))})(?:[ -]?ish)?(?:,? (?:please|pls|then|is (?:fine|good|ok)))?[.!]?",
    re.IGNORECASE,
)
_ANY_TIME = re.compile(
    r"\bany ?time\b|\bwhenever\b|\bwhatever (?:time|day|works|suits|you have)\b|\bany (?:day|hour|slot|one|of them)\b"
    r"|\b(?:first|earliest|soonest|next) (?:free|available|possible|one|time|slot|day|appointment|you (?:have|can))\b"
    r"|\bas (?:soon|early) as\b|\basap\b|\b(?:you (?:choose|pick|decide)|up to you|your choice)\b|\bno preference\b"
    r"|\b(?:i['’]?m|i am|am|quite|very|totally) flexible\b|\bflexible\b|\b(?:don['’]?t|do not) (?:mind|care)\b|\ball day\b"
    r"|\b(?:is|are) all the same\b",
    re.IGNORECASE,
)
_NOT_ANY = re.compile(
    r"\b(?:but|except|only|stop|cancel|forget|leave|never ?mind|any ?more)\b|\bnot (?:any|when|what)|\?", re.IGNORECASE
)


def bare_hour(text: str) -> str:
    """The hour of an answer that is nothing but one, such as "3" or "three please", as it was written; else nothing."""
    match = _BARE_HOUR.fullmatch(text.strip())
    return match["hour"] if match and match["hour"] != "0" else ""


def is_any_time(text: str) -> bool:
    """Whether a short answer leaves the time to the clinic."""
    short = len(text.split()) <= MAX_WORDS
    return short and _ANY_TIME.search(text) is not None and _NOT_ANY.search(text) is None
