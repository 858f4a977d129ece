"""A phone number in what a visitor typed: read leniently, kept as E.164, shown as people write it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import PhoneNumberFormat, ValidationResult

MAX_CHARACTERS = 1500
# Seven to fifteen digits with what people put between them; dates in figures are taken out first.
_RUN = re.compile(r"(?<![\w])(?:\+|00)?\(?\d(?:[ \u00a0().\-/]{0,3}\d){6,16}(?!\d)")
_INTERNATIONAL = re.compile(r"(?<!\w)(?:\+|00)[ ]?\(?[1-9](?:[ \u00a0().\-/]{0,3}\d){6,14}(?!\d)")
_NORTH_AMERICAN = re.compile(
    r"(?<!\d)(?:\+?1[ .\-]{0,3})?\(?[2-9]\d{2}\)?[ .\-/]{0,3}\d{3}[ .\-]{0,3}\d{4}(?!\d)(?![.\-]\d)"
)
_DATE = re.compile(r"\b20\d{2}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[/.-]\d{1,2}[/.-]20\d{2}\b|\b\d{1,2}:\d{2}\b")


def read_phone(text: str, region: str = "CA") -> str | None:
    """The first possible phone number in a text as E.164 ("+17805550134"), or None.

    `region` is the country of a number written without one. Possible is enough: the numbers 555 01xx that are set
    aside for demonstrations are no valid ones. A local number without its area code is refused.
    """
    return next(_numbers(text, region), None)


def phone_spans(text: str) -> list[tuple[int, int]]:
    """Where numbers stand that somebody meant as a phone number, possible or not."""
    rest, spans = _without_dates(text), []
    for pattern in (_INTERNATIONAL, _NORTH_AMERICAN, _RUN):
        found = [match.span() for match in pattern.finditer(rest)]
        spans += found
        for start, end in found:
            rest = rest[:start] + "x" * (end - start) + rest[end:]
    return sorted(spans)


def holds_a_phone(text: str) -> bool:
    """Whether the text holds something meant as a phone number, possible or not."""
    return bool(phone_spans(text))


def display_phone(e164: str, region: str = "CA") -> str:
    """The number as people write it: "780 555 0134" at home, "+44 20 7946 0958" from abroad."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    if number.country_code != phonenumbers.country_code_for_region(region):
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    return re.sub(r"[()\-]+", " ", national).replace("  ", " ").strip()


def _numbers(text: str, region: str) -> Iterator[str]:
    dateless = _without_dates(text)
    patterns = (_INTERNATIONAL, _NORTH_AMERICAN, _RUN) if region in {"CA", "US"} else (_INTERNATIONAL, _RUN)
    for pattern in patterns:
        for match in pattern.finditer(dateless):
            if e164 := _e164(match.group(), region):
                yield e164


def _without_dates(text: str) -> str:
    """The start of the text with dates and clock times blanked out, its length kept."""
    return _DATE.sub(lambda match: "x" * len(match.group()), text[:MAX_CHARACTERS])


def _e164(written: str, region: str) -> str | None:
    if written.startswith("00"):
        written = "+" + written[2:]
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
