"""Where in a sentence a date or a clock time may stand.

Duckling reads "780" as a year and the "sun" of "sun damage" as Sunday, takes minutes for a long repetitive text, and
ends the process for a lone surrogate. So it is only given runs of words that can belong to a date, cut short.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pearl.booking.date_words import (
    ALLOWED,
    BEFORE_A_MONTH,
    CLOCK_WORDS,
    COME_BY,
    COUNTED,
    DAY_WORDS,
    HOURS,
    JOINING,
    MONTHS,
    ORDINALS,
    PARTS_OF_DAY,
    PAST_MARKS,
    RELATIVE_DAYS,
    SPELLINGS,
    TRAILING,
    WEEKDAYS,
)
from pearl.booking.phone import phone_spans

# Enough for "a week on the second tuesday of december at a quarter to three"; what is longer is no answer to "when?".
MAX_WORDS, MAX_PHRASES, MAX_CHARACTERS = 12, 6, 1500
_TOKEN = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?!\d)|\d{1,2}/\d{1,2}(?![\d/])"
    r"|\d{1,2}[:.]\d{2}(?!\d)|\d{1,2}(?:st|nd|rd|th)\b|\d{1,2}h(?:\d{2})?\b|\d+"
    r"|\b[ap]\.?m\b\.?|[ap]\b(?<=\d[ap])|[^\W\d_]+(?:['’][^\W\d_]+)*|\S",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")
_DATE = re.compile(r"\d+[/.-]\d+(?:[/.-]\d+)?")
_NUMBER = re.compile(r"\d{1,2}(?:st|nd|rd|th)?|20[2-9]\d")
_AGE = re.compile(
    r"(?:\d+|\b(?:a|one|two|three|four|five|six|seven|eight|nine|ten))[\s-]*(?:day|week|wk|month|mo|year|yr)s?[\s-]*old\b"
    r"|(?:\$|£|€)\s*\d+|\b\d+\s*(?:\$|£|€|%)",
    re.IGNORECASE,
)
# A day after these words is the one that is not wanted.
_SET_ASIDE = re.compile(
    r"(?:\b(?:not|instead|than|except)|\b(?:can['’]?t|cannot|couldn['’]?t|won['’]?t|isn['’]?t)(?:\s+\w+){0,2})\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Phrase:
    """Words that may be a date, in the spelling that Duckling knows, and where they stand in the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class _Token:
    word: str
    start: int
    end: int


def phrases(text: str) -> list[Phrase]:
    """The runs of date words in a text, first to last, at most `MAX_PHRASES`."""
    tokens = _tokens(_masked(text[:MAX_CHARACTERS]))
    runs: list[list[_Token]] = [[]]
    for index, token in enumerate(tokens):
        if not _belongs(tokens, index):
            runs.append([])
        elif _begins_another(runs[-1], token.word):
            runs.append([token])
        else:
            runs[-1].append(token)
    wanted = [_trimmed(_without_set_aside(text, run)) for run in runs if run and not _is_past(tokens, run)]
    return [_phrase(run) for run in wanted if _worth_reading(run)][:MAX_PHRASES]


def _masked(text: str) -> str:
    """The text with phone numbers, ages and prices blanked out, its length kept."""
    for start, end in phone_spans(text):
        text = text[:start] + "\x01" * (end - start) + text[end:]
    return _AGE.sub(lambda match: "\x01" * len(match.group()), text)


def _begins_another(run: list[_Token], word: str) -> bool:
    """Whether a word no longer belongs to the date before it; repetitions are what Duckling takes minutes for."""
    if len(run) >= MAX_WORDS:
        return True
    kinds = (WEEKDAYS, MONTHS, RELATIVE_DAYS, PARTS_OF_DAY, ORDINALS)
    if any(word in kind and any(token.word in kind for token in run) for kind in kinds):
        return True
    limit = 3 if word in JOINING or word in {"am", "pm", ","} else 1
    numbers = sum(_is_number(token.word) for token in run)
    return sum(token.word == word for token in run) >= limit or (_is_number(word) and numbers >= 3)


def _is_number(word: str) -> bool:
    return word[0].isdigit() or word in HOURS or word in ORDINALS


def _tokens(text: str) -> list[_Token]:
    found = [_Token(match.group().lower().replace("’", "'"), *match.span()) for match in _TOKEN.finditer(text)]
    return [_Token(_spelled(found, index), token.start, token.end) for index, token in enumerate(found)]


def _spelled(tokens: list[_Token], index: int) -> str:
    word, before = tokens[index].word, tokens[index - 1].word if index else ""
    if match := re.fullmatch(r"(\d{1,2})h(\d{2})?", word):
        return f"{match[1]}:{match[2] or '00'}"
    if word in {"a", "p", "a.m", "p.m", "a.m.", "p.m."} and re.search(r"\d$", before):
        return word[0] + "m"
    follows = before in {"at", "around", "about"} or SPELLINGS.get(before, before) in WEEKDAYS
    if follows and re.fullmatch(r"(?!20[2-9]\d)(?:[01]?\d|2[0-3])[0-5]\d", word):
        return f"{word[:-2]}:{word[-2:]}"
    return SPELLINGS.get(word, word)


def _belongs(tokens: list[_Token], index: int) -> bool:
    word = tokens[index].word
    before = tokens[index - 1].word if index else ""
    after = tokens[index + 1].word if index + 1 < len(tokens) else ""
    if word in ORDINALS:
        return _is_ordinal_of_a_day(tokens, index, after)
    if word == "by" and before in COME_BY:
        return False
    if word in {"may", "march", "mar"}:
        return bool(_NUMBER.fullmatch(before) or _NUMBER.fullmatch(after)) or before in BEFORE_A_MONTH
    if word in {"sun", "sat"}:
        return before not in {"the", "i", "she", "he", "we", "it", "my", "in", "just"} and not _is_other_word(after)
    if word[0].isdigit():
        return _is_date_number(word, before, after)
    return word in ALLOWED or word == ","


def _is_ordinal_of_a_day(tokens: list[_Token], index: int, after: str) -> bool:
    before = [token.word for token in tokens[max(0, index - 2) : index]]
    if after in MONTHS or after == "of" or (before[-1:] and before[-1] in MONTHS):
        return True
    named = before[-1:] == ["the"] and before[0] in {"on", *WEEKDAYS} and len(before) == 2
    return named and not _is_other_word(after)


def _is_date_number(word: str, before: str, after: str) -> bool:
    if word == "24/7" or after in COUNTED or before in {"age", "aged", "\x01", "#"}:
        return False
    return any(pattern.fullmatch(word) for pattern in (_NUMBER, _CLOCK, _DATE))


def _is_other_word(word: str) -> bool:
    return word.isalpha() and word not in ALLOWED and word not in {"or", "and", "please", "works", "is", "for", "if"}


def _worth_reading(run: list[_Token]) -> bool:
    return any(token.word in DAY_WORDS or token.word in CLOCK_WORDS or token.word[0].isdigit() for token in run)


def _is_past(tokens: list[_Token], run: list[_Token]) -> bool:
    """Whether the words tell since when something is there, not when somebody wants to come."""
    first, last = tokens.index(run[0]), tokens.index(run[-1])
    after = tokens[last + 1].word if last + 1 < len(tokens) else ""
    return (first > 0 and tokens[first - 1].word in PAST_MARKS) or after in {"ago", "old"}


def _trimmed(run: list[_Token]) -> list[_Token]:
    """The run without the joining words at its end, which belong to what follows."""
    while run and (run[-1].word in TRAILING or run[-1].word == ","):
        run = run[:-1]
    return run


def _without_set_aside(text: str, run: list[_Token]) -> list[_Token]:
    """The run without a day that is not wanted: of "not tuesday, thursday" only Thursday stays."""
    if not _SET_ASIDE.search(text[: run[0].start]):
        return run
    comma = next((index for index, token in enumerate(run) if token.word == ","), len(run))
    return run[comma + 1 :]


def _phrase(run: list[_Token]) -> Phrase:
    return Phrase(" ".join(token.word for token in run).replace(" ,", ","), run[0].start, run[-1].end)
