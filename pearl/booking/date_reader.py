"""Duckling, in this process: one phrase in, the dates it holds out, by the clinic's wall clock."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

LOCALE = "en_CA"
_FINE = ("hour", "minute", "second")


@dataclass(frozen=True)
class Found:
    """One date in a phrase; `begins` and `ends` are wall-clock moments without a zone.

    `grain` is second, minute, hour, day, week, month, quarter or year; `is_span` says that a stretch was meant
    ("tuesday morning"), of which either end may be open.
    """

    text: str
    grain: str
    is_span: bool
    begins: datetime | None
    ends: datetime | None = None

    @property
    def has_clock(self) -> bool:
        """Whether one clock time was said."""
        return not self.is_span and self.grain in _FINE


def found_in(phrase: str, wall: datetime) -> list[Found]:
    """The dates in a short phrase of plain words; `wall` is the clinic's wall clock, without a zone.

    Duckling reckons in UTC with the wall clock put in, so that no change of the clocks can move a result.
    """
    duckling, zones, locale, dimensions = _duckling()
    seconds = int(wall.replace(tzinfo=timezone.utc).timestamp())
    context = duckling.Context(duckling.parse_ref_time(zones, "UTC", seconds), locale)
    results: list[dict[str, Any]] = json.loads(duckling.parse_text(phrase, context, dimensions, False))
    return [_found(result) for result in results]


def _found(result: dict[str, Any]) -> Found:
    value = result["value"]
    if value["type"] == "value":
        return Found(result["body"], value["grain"], False, _moment(value))
    edge = value.get("from") or value["to"]
    return Found(result["body"], edge["grain"], True, _moment(value.get("from")), _moment(value.get("to")))


def _moment(value: dict[str, Any] | None) -> datetime | None:
    return datetime.fromisoformat(value["value"][:19]) if value else None


@lru_cache(maxsize=1)
def _duckling() -> tuple[Any, Any, Any, Any]:
    """Load once, at the first date; a folder without time zones would end the process, so PyPI's tzdata is used."""
    duckling: Any = import_module("duckling")
    zones = duckling.load_time_zones(str(Path(str(files("tzdata"))) / "zoneinfo" / "Etc"))
    locale = duckling.parse_locale(LOCALE, duckling.default_locale_lang(duckling.parse_lang("EN")))
    return duckling, zones, locale, duckling.parse_dimensions(["time"])
