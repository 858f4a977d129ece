"""The domain's responses as actions need them: which places each has for words."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pearl.clinic_facts import PLACEHOLDER
from pearl.library.located_yaml import read_yaml
from pearl.settings import PROJECT


def places_in(response: str) -> frozenset[str]:
    """The names in braces of a response, its buttons included; empty for a response that does not exist.

    Raises LibraryFileError when the domain cannot be read.
    """
    return _places().get(response, frozenset())


def sentence(response: str, **values: str) -> str:
    """One of the domain's responses as a text, to be put into another one. Raises KeyError when there is none."""
    text = str(_responses()[response][0]["text"])
    return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def reply(response: str, **values: str) -> tuple[str, list[dict[str, str]]]:
    """One of the domain's responses as it is said outside of a turn: its text and its buttons, both filled.

    Raises KeyError when there is none.
    """
    buttons = _responses()[response][0].get("buttons") or []
    return sentence(response, **values), [dict(button) for button in buttons]


@lru_cache(maxsize=1)
def _places() -> dict[str, frozenset[str]]:
    return {name: frozenset(PLACEHOLDER.findall(str(variations))) for name, variations in _responses().items()}


@lru_cache(maxsize=1)
def _responses() -> dict[str, Any]:
    responses: dict[str, Any] = read_yaml(PROJECT / "domain.yml").data["responses"]
    return responses
