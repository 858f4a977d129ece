"""An e-mail address in what a visitor typed: found leniently, kept only when mail could reach it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from email_validator import EmailNotValidError, validate_email

# Longer runs than an address may have are not looked at: a hostile text costs no time.
MAX_CHARACTERS = 1500
_LIKE_ONE = re.compile(r"[^\s,;<>()\"]{1,64}@[^\s,;<>()\"@]{1,255}")


def read_email(text: str) -> str | None:
    """The first address in a text that mail could be sent to, normalised; nobody is asked whether it exists."""
    return next(_addresses(text), None)


def email_spans(text: str) -> list[tuple[int, int]]:
    """Where something stands that was meant as an address."""
    return [match.span() for match in _LIKE_ONE.finditer(text[:MAX_CHARACTERS])]


def _addresses(text: str) -> Iterator[str]:
    for match in _LIKE_ONE.finditer(text[:MAX_CHARACTERS]):
        try:
            yield str(validate_email(match.group().rstrip(".!?'"), check_deliverability=False).normalized)
        except EmailNotValidError:
            continue
