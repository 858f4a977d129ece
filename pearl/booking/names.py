"""A visitor's name in what they typed."""

from __future__ import annotations

import re

from pearl.booking.name_words import ALARMING, ENDS, NO_NAME, NOT_STATED

MAX_WORDS, MAX_CHARACTERS, MAX_READ = 5, 100, 500
_LETTER = r"[^\W\d_]"
_WORD = rf"{_LETTER}[^\W\d_]*(?:['’.\-]{_LETTER}+)*\.?"
_NAME = rf"(?P<name>{_WORD}(?:[ \t]+{_WORD}){{0,4}})"
_SURELY = re.compile(
    rf"\b(?:my (?:full )?name(?:'s|’s| is|s)?|name(?:'s|’s| is|:)|(?:i am|i'm|i’m|im) called|book(?:ing)? (?:it )?under"
    rf"|under the name(?: of)?|the name is)[:,]?[ \t]+{_NAME}",
    re.IGNORECASE,
)
_LIKELY = re.compile(
    rf"\b(?:this is|call me|i am|i'm|i’m|im|it's|it’s|its|it is)[ \t]+{_NAME}",
    re.IGNORECASE,
)
_NO_NAME_SIGNS = re.compile(r"[\d?@<>=/\\{}\[\]#$%&*;:_|]")
# Emoji, their joiners and variations: people put them behind their names.
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u200d\ufe0f]+")
_LEADING = re.compile(
    r"^(?:(?:no|nope|nah|actually|sorry|oh|wait|yes|hi|hello|hey|ok|okay|sure)[,.! ]+)+", re.IGNORECASE
)


def read_name(text: str, asked: bool) -> str | None:
    """The name in a text: after "my name is" and the like, or, when it was asked for, as a bare answer."""
    text = _EMOJI.sub("", text[:MAX_READ]).strip()
    if found := stated_name(text, asked):
        return found
    return _tidy(text) if asked and _is_bare_name(text) else None


def stated_name(text: str, asked: bool = False) -> str | None:
    """The name after "my name is", "I'm" or "call me"; after "it's" only when a name was `asked` for."""
    span = name_span(text, asked)
    return _tidy(text[span[1] : span[2]]) if span else None


def name_span(text: str, asked: bool = False) -> tuple[int, int, int] | None:
    """Where a stated name stands: where its introduction begins, where the name begins and where it ends."""
    for pattern, sure in ((_SURELY, True), (_LIKELY, False)):
        for match in pattern.finditer(text[:MAX_READ]):
            if not asked and match.group().lower().startswith("it"):
                continue
            if end := _name_end(match["name"], sure):
                return match.start(), match.start("name"), match.start("name") + end
    return None


def looks_like_a_name(text: str) -> bool:
    """Whether every word is written as names are: with a capital, or in a script without capitals."""
    words = re.findall(_WORD, text)
    return bool(words) and all(not word[0].islower() for word in words)


def _name_end(words: str, sure: bool) -> int:
    """How much of the words after "I'm" is a name; 0 when none is."""
    barred = ENDS | (NOT_STATED if sure else NO_NAME)
    taken: list[re.Match[str]] = []
    for match in re.finditer(_WORD, words):
        if match.group().lower().strip(".") in barred:
            break
        taken.append(match)
    name = words[: taken[-1].end()] if taken else ""
    return len(name) if name and _may_be_stated(name, words, sure) else 0


def _may_be_stated(name: str, words: str, sure: bool) -> bool:
    """Whether the words taken are a name and not "I'm feeling dizzy" or "it's bothering me"."""
    if sure:
        return not ALARMING.search(name) or looks_like_a_name(name)
    if ALARMING.search(words) or (len(name.split()) > 3 and name.islower()):
        return False
    return not (name.split()[0].islower() and re.search(r"(?:ing|ed|ly)$", name.split()[0]))


def _is_bare_name(text: str) -> bool:
    text = _LEADING.sub("", text).strip(" .,!")
    words = text.split()
    if not 1 <= len(words) <= MAX_WORDS or len(text) > MAX_CHARACTERS or _NO_NAME_SIGNS.search(text):
        return False
    if not all(re.search(_LETTER, word) for word in words) or ALARMING.search(text):
        return False
    # "Will Smith" and "An Nguyen" are names; "will it hurt" and "Yes" are not.
    written_as_one = len(words) > 1 and looks_like_a_name(text) and not text.isupper()
    barred = NOT_STATED if written_as_one else NO_NAME
    return not any(word.lower().strip(".,!") in barred for word in words)


def _tidy(name: str) -> str:
    name = " ".join(_LEADING.sub("", name).strip(" .,!").split())[:MAX_CHARACTERS]
    return re.sub(r"(?:^|(?<=[ \-'’]))\w", lambda match: match.group().upper(), name) if name.islower() else name
