"""Prices are the profile's; texts name them by placeholder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pearl.library.check.finding import Finding
from pearl.library.check.shelf import Shelf
from pearl.library.check.texts import clinic_claims

AMOUNT = r"\d+(?:,\d{3})*(?:\.\d+)?"
WORDS = r"(?:ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)(?:[ -]\w+)?"
PRICE = re.compile(
    rf"[$€£] ?{AMOUNT}|\b(?:CAD|USD) ?{AMOUNT}|\b(?:{AMOUNT}|{WORDS}) ?(?:dollars?|bucks|euros?|pounds|CAD|USD)\b",
    re.IGNORECASE,
)


def conflicting_prices(shelf: Shelf) -> Iterator[Finding]:
    """Literal prices that no service of the clinic's profile has."""
    if shelf.profile is None:
        return
    known = {amount for service in shelf.profile.content.services for amount in _amounts(service.price or "")}
    for text in clinic_claims(shelf):
        for match in PRICE.finditer(text.text):
            amounts = _amounts(match.group())
            if not amounts or not amounts <= known:
                message = f"'{match.group()}' is no price of the clinic's profile; write {{price_list}}."
                yield text.finding("price", match.start(), message)


def _amounts(text: str) -> set[Decimal]:
    return {Decimal(amount.replace(",", "")) for amount in re.findall(AMOUNT, text)}
