"""The clinic's own booking page, opened with what the visitor has said already."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

# What `booking.link` may have places for, such as https://book.example.com/?why={reason}&day={day}.
PLACES = ("reason", "day", "time", "name", "phone", "email")
_PLACE = re.compile(r"\{(" + "|".join(PLACES) + r")\}")


def prefilled(link: str, known: Mapping[str, str | None]) -> str:
    """The address with each place filled, or empty where nothing is known yet."""
    return _PLACE.sub(lambda match: quote(known.get(match[1]) or "", safe=""), link)
