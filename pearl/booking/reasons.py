"""Why a visitor wants to come, in their own words, out of a sentence that may hold much else."""

from __future__ import annotations

import re

from pearl.booking.form_message import BOOKING_WORDS, FormMessage

MAX_CHARACTERS, MAX_READ = 300, 1500
_DONE = (
    r"looked at|removed|checked(?: out| over)?|seen(?: to)?|treated|taken (?:out|off|care of)|extracted|examined|gone"
    r"|popped|frozen|lasered|done|assessed"
)
_TO_HAVE = re.compile(
    r"\b(?:have|get|having|getting) (?!(?:an?|the) (?:appointment|appt|consult)\b)"
    rf"(?:(?!\b(?:have|get|having|getting)\b)[^|.!?;]){{2,150}}? (?:{_DONE})\b",
    re.IGNORECASE,
)
_TO_LOOK = re.compile(
    r"\b(?:look at|check|show (?:you|somebody|someone)|remove|treat|examine) (?:on )?"
    r"(?:the|my|these|this|those|some|his|her)\b[^|.!?;,]{2,150}",
    re.IGNORECASE,
)
_COUNTS = r"(?:over |about |around |at least )?(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|several|many)"
_PEOPLE = r"son|daughter|kid|child|baby|husband|wife|mother|mom|mum|father|dad|sister|brother|partner|friend"
_NO_REASON = (
    r"me|us|you|him|her|it|that|now|your|confirmation|details|the (?:appointment|booking|visit|first|next|last)"
    r"|an? (?:appointment|appt|booking|visit|while|long|few|couple|year|month|week)|ages|years|months|weeks|days"
    rf"|next|this|today|tomorrow|{_COUNTS}|(?:my|our) (?:{_PEOPLE})\b(?=\W*(?:$|\||on |at ))"
)
_FOR = re.compile(
    rf"\b(?:for|about|because of|regarding|concerning|re:) "
    rf"(?P<reason>(?!(?:{_NO_REASON})\b)[^\W\d_][^|.!?;,]{{2,150}})",
    re.IGNORECASE,
)
_STATED = re.compile(r"\b(?:the |my )?reason(?: is|'s|:| should be)[: ]+(?P<reason>[^|]{2,200})", re.IGNORECASE)
_JOINING = (
    r"and|for|on|at|in|my|i'm|im|i am|it's|its|phone|number|tel|name|is|please|pls|hi|hello|hey|thanks|with|to|the|or|a"
)
_AT_THE_ENDS = re.compile(
    rf"^(?:[\s,.;:|\-]|\b(?:{_JOINING}|no|yes|ok|because|about)\b(?=[\s,.;:|]))+"
    rf"|(?:[\s,.;:|\-]|\b(?:{_JOINING})(?=[\s|]*$))+$",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:i|i'?d|i'?ll|like|want|need|wanna|would|please|pls|to|an?|the|make|get|have|for|in|me|us|can|could|you|my|just|with|set|up"
    r"|clinic|your|at|take|some|any|new|patient|late|early|morning|afternoon|first|next|time|day|date)\b",
    re.IGNORECASE,
)
_NEXT_THOUGHT = re.compile(
    r"\b(?:(?:so|and|but) (?:i|we|my|can|when|the number)|when can|do you|can i|is there|please|pls|if possible"
    r"|asap|thanks|thank you)\b",
    re.IGNORECASE,
)
_LAST_WORDS = re.compile(
    r"(?:\s+(?:on|at|in|for|the|same|and|with|a|to|or|this|next|by|around|about))+\s*$", re.IGNORECASE
)
_EMPTY = re.compile(
    r"^(?:(?:yes|no|nope|yeah|ok|okay|sure|maybe|idk|dunno|nothing|none|n/?a|hm+|um+|what|please|thanks)\W*)+$",
    re.IGNORECASE,
)


def read_reason(message: FormMessage, spans: list[tuple[int, int]], asked: bool) -> str | None:
    """The reason in a message; `spans` are the stretches already taken as name, phone or day.

    A statement counts when a reason was `asked` for; the sentence that asks for a booking counts only for the part
    that tells why ("for my milia", "have the bumps looked at").
    """
    rest = _blanked(message.words, spans)
    told = _told(rest)
    if told or not asked or message.is_question:
        return told
    if message.speaks_of_booking and (message.intent == "book_appointment" or _is_only_a_wish(rest)):
        return None
    return _statement(rest)


def stated_reason(text: str) -> str | None:
    """The reason after "the reason is"."""
    match = _STATED.search(text[:MAX_READ])
    return _tidy(match["reason"]) if match else None


def _told(rest: str) -> str | None:
    reason = _found(rest)
    return reason if reason and not _is_only_a_wish(reason) else None


def _found(rest: str) -> str | None:
    if reason := stated_reason(rest):
        return reason
    if match := _TO_HAVE.search(rest):
        return _tidy(match.group())
    if match := _TO_LOOK.search(rest):
        return _cut(match.group())
    match = _FOR.search(rest)
    return _cut(match["reason"]) if match else None


def _cut(reason: str) -> str | None:
    """The reason without the next thought and without joining words left at its end."""
    return _tidy(_LAST_WORDS.sub("", _NEXT_THOUGHT.split(reason, maxsplit=1)[0]))


def _is_only_a_wish(rest: str) -> bool:
    """Whether nothing is left of a sentence without its words for wanting an appointment."""
    return sum(character.isalpha() for character in _WISH.sub("", BOOKING_WORDS.sub("", rest))) < 3


def _statement(rest: str) -> str | None:
    text = rest
    while (shorter := _AT_THE_ENDS.sub("", text)) != text and "|" in rest:
        text = shorter
    text = _tidy(text.replace("|", " ")) or ""
    letters = sum(character.isalpha() for character in text)
    return text if letters >= (4 if "|" in rest else 2) and not _EMPTY.match(text) else None


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    parts = list(text[:MAX_READ])
    for start, end in spans:
        parts[start:end] = "|" * (min(end, len(parts)) - min(start, len(parts)))
    return "".join(parts)


def _tidy(text: str) -> str | None:
    return " ".join(text.split()).strip(" ,;|-")[:MAX_CHARACTERS].strip() or None
