"""From what was typed to plain words: odd characters, contractions, phone spelling, temperatures and ages."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Callable, Mapping

LONGEST = 16_384
STOPS = frozenset(".!?;\n")
PAUSES = frozenset(",:()-")
_TOKEN = re.compile(r"[a-z]+|\d{1,6}(?:[.,]\d{1,3})?|[.!?;,:()\n-]")
_NEGATED = {
    f"{verb} not": f"{verb}nt" for verb in ("do", "does", "did", "is", "are", "was", "were", "has", "have", "had")
} | {"can not": "cant", "could not": "couldnt", "will not": "wont", "would not": "wouldnt", "should not": "shouldnt"}
# What makes 39.5 a price, a length or a weight.
_COUNTS = frozenset(
    (
        "price",
        "cost",
        "costs",
        "dollars",
        "pounds",
        "euros",
        "cad",
        "usd",
        "bucks",
        "km",
        "miles",
        "kg",
        "kilos",
        "mm",
        "cm",
    )
)
_UNITS = {
    unit: months
    for months, units in (
        (1 / 30, "day days"),
        (0.25, "week weeks wk wks"),
        (1, "month months mo mos mth"),
        (12, "year years yr yrs yo"),
    )
    for unit in units.split()
}
_COUNTED = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: str(number) for number, word in enumerate(_COUNTED)} | {
    "a": "1",
    "an": "1",
    "few": "3",
    "couple": "2",
}


def words_of(text: str, shorthand: Mapping[str, str], correct: Callable[[str], str]) -> list[str]:
    """The words and stops of the first 16 KiB of a text, lower case, plain letters, spelling mended where it matters.

    Temperatures of fever become `feverdegrees`, ages `agenewborn` (under three months) or `ageolder`.
    """
    tokens: list[str] = []
    for token in _TOKEN.findall(_plain(text)):
        tokens.extend(_mended(token, shorthand, correct))
    return _ages(_temperatures(_joined(tokens)))


def _plain(text: str) -> str:
    """Lower case ASCII: accents and invisible characters dropped, anything else unreadable becomes a space."""
    folded = unicodedata.normalize("NFKD", text[:LONGEST].replace("\u2019", "'").replace("°", " degrees "))
    plain = folded.isascii() and folded.isprintable()
    kept = folded if plain else "".join(_readable(character) for character in folded[: 2 * LONGEST])
    return re.sub(r"(?<=[a-z])['`](?=[a-z])", "", kept.lower())


def _readable(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() or character == "\n" else " "
    category = unicodedata.category(character)
    return "" if category in ("Mn", "Cf", "Cc") else "." if category == "Po" else "-" if category == "Pd" else " "


def _mended(token: str, shorthand: Mapping[str, str], correct: Callable[[str], str]) -> list[str]:
    if not token[0].isalpha():
        return [token.replace(",", ".") if token[0].isdigit() else token]
    token = re.sub(r"(.)\1{2,}", r"\1\1", token[:40])
    if token in shorthand:
        return shorthand[token].split()
    return [correct(token)]


def _joined(tokens: list[str]) -> list[str]:
    """`can not` and `cant` are one word from here on."""
    joined: list[str] = []
    for token in tokens:
        pair = f"{joined[-1]} {token}" if joined else ""
        if pair in _NEGATED:
            joined[-1] = _NEGATED[pair]
        else:
            joined.append(token)
    return joined


def _temperatures(tokens: list[str]) -> list[str]:
    return ["feverdegrees" if _is_fever(tokens, at) else token for at, token in enumerate(tokens)]


def _is_fever(tokens: list[str], at: int) -> bool:
    if not tokens[at][0].isdigit():
        return False
    degrees = float(tokens[at])
    if not (38 <= degrees < 43 or 100.4 <= degrees < 109):
        return False
    after, before = tokens[at + 1 : at + 2], tokens[max(0, at - 4) : at]
    named = any(word in ("temperature", "fever", "thermometer", "reading", "reads", "feverish") for word in before)
    bare = re.fullmatch(r"(38|39|40|41)\.\d", tokens[at]) and not _COUNTS & {*before, *after}
    follows = after[:1] in (["c"], ["f"], ["degrees"], ["degree"], ["deg"], ["celsius"], ["fever"], ["temperature"])
    return named or follows or bool(bare)


def _ages(tokens: list[str]) -> list[str]:
    """Adds `agenewborn` or `ageolder` behind every age that is spelt out ("3 weeks old", "two-month-old", "6 yo")."""
    words = [_NUMBERS.get(token, token) for token in tokens]
    aged: list[str] = []
    for at, token in enumerate(tokens):
        aged.append(token)
        months = _months(words, at)
        if months is not None:
            aged.append("agenewborn" if months < 3 else "ageolder")
    return aged


def _months(words: list[str], at: int) -> float | None:
    """The age in months when the word at `at` ends one."""
    if words[at] not in ("old", "olds", "yo", "baby", "newborn", "infant"):
        return None
    before = [word for word in words[max(0, at - 4) : at + 1] if word != "-"]
    for number, unit in pairwise(before):
        if unit in _UNITS and re.fullmatch(r"\d{1,3}(\.\d+)?", number):
            return float(number) * _UNITS[unit]
    return None
