"""The days of a week, and stretches of one day by the clinic's wall clock."""

from __future__ import annotations

from datetime import time
from itertools import pairwise
from typing import Any, Literal

import pydantic

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Span(pydantic.BaseModel):
    """A stretch of one day, by the clinic's wall clock."""

    opens: time
    closes: time

    @classmethod
    def __get_validators__(cls) -> Any:
        yield cls.read

    @classmethod
    def read(cls, value: Any) -> Span:
        """Read '09:30-17:00'."""
        try:
            opens, closes = (time.fromisoformat(part.strip()) for part in str(value).split("-"))
        except ValueError as error:
            raise ValueError(f"'{value}' is no span like 09:30-17:00") from error
        if opens.tzinfo or closes.tzinfo:
            raise ValueError(f"'{value}' has an offset; write the clinic's wall clock, like 09:30-17:00")
        if not opens < closes:
            raise ValueError(f"'{value}' ends before it begins")
        return cls.construct(opens=opens, closes=closes)


def in_order(spans: list[Span]) -> list[Span]:
    """The spans of one day from morning to evening. Raises ValueError when two meet or overlap."""
    ordered = sorted(spans, key=lambda span: span.opens)
    for earlier, later in pairwise(ordered):
        if later.opens <= earlier.closes:
            raise ValueError(f"a span begins at {later.opens:%H:%M}, before or as another ends; write them as one")
    return ordered


def week_in_order(hours: dict[Day, list[Span]]) -> dict[Day, list[Span]]:
    """Each day's spans from morning to evening. Raises ValueError when two meet or overlap."""
    return {day: in_order(spans) for day, spans in hours.items()}
