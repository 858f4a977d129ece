"""Phone numbers, the emergency's among them, are the profile's; texts name them by placeholder."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pearl.clinic_profile import ClinicProfile
from pearl.library.check.finding import Finding
from pearl.library.check.shelf import Shelf
from pearl.library.check.texts import clinic_claims

LONG = r"(?<![\w.])\+?\(?\d(?:[ ().-]{0,3}\d){6,14}(?!\w)"
# A number of three digits is a phone number when one is told to call it, or when it is well known as one.
CALLED = r"(?<=call )\d{3}|(?<=dial )\d{3}|(?<=ring )\d{3}|(?<=phone )\d{3}|(?<=text )\d{3}"
WELL_KNOWN = r"(?<![\d.,])(?<!\d )(?:911|999|112|000|811|988|111)"
NUMBER = re.compile(rf"{LONG}|(?:{CALLED}|{WELL_KNOWN})(?![ ().-]*\d|,\d)", re.IGNORECASE)
DATE = re.compile(r"\d{4}-\d\d-\d\d")


def conflicting_phone_numbers(shelf: Shelf) -> Iterator[Finding]:
    """Literal phone numbers that the clinic's profile does not have."""
    if shelf.profile is None:
        return
    known = _numbers(shelf.profile.content)
    for text in clinic_claims(shelf):
        for match in NUMBER.finditer(text.text):
            if _digits(match.group()) not in known and not DATE.fullmatch(match.group()):
                message = (
                    f"'{match.group()}' is no number of the clinic's profile; write a placeholder such as {{phone}}."
                )
                yield text.finding("phone-number", match.start(), message)


def _numbers(profile: ClinicProfile) -> set[str]:
    numbers = profile.numbers
    lines = (profile.phone, numbers.emergency, numbers.advice_line, numbers.crisis_line, numbers.poison_line)
    return {_digits(line) for line in lines}


def _digits(number: str) -> str:
    """The digits that tell numbers apart: those of a North American one without its leading 1."""
    digits = re.sub(r"\D", "", number)
    return digits[1:] if len(digits) == 11 and digits.startswith("1") else digits
