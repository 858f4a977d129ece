"""What every store demands of the values it keeps: texts that any database can hold, moments in UTC."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, timezone
from typing import Any

from pearl.errors import BadInput

KEY_LIMIT = 255
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def keepable(text: str) -> bool:
    """Whether a database can hold the text as it is: no NUL, no half of a surrogate pair."""
    return _UNKEEPABLE.search(text) is None


def made_keepable(text: str) -> str:
    """The text with a replacement character for each sign that no database holds."""
    return _UNKEEPABLE.sub("\ufffd", text)


def check_texts(value: Any, what: str) -> None:
    """Look through every text in a value (dataclasses, sequences, mappings); `what` names it for people.

    Raises BadInput when one cannot be kept byte for byte.
    """
    if not all(keepable(text) for text in _texts(value)):
        raise BadInput(f"{what} holds a NUL or half a surrogate pair, which cannot be kept; remove that character.")


def check_key(key: str, what: str) -> None:
    """Raises BadInput when a key is empty or longer than `KEY_LIMIT` characters."""
    if not 0 < len(key) <= KEY_LIMIT:
        raise BadInput(f"{what} needs 1 to {KEY_LIMIT} characters, not {len(key)}.")


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises BadInput when it has no time zone."""
    if moment.tzinfo is None:
        raise BadInput(f"{moment.isoformat()} has no time zone; give a moment with its zone.")
    return moment.astimezone(timezone.utc)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield from _texts([*value.keys(), *value.values()])
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _texts(item)
