"""What a visitor typed, made safe to work with."""

from __future__ import annotations

import re
import unicodedata

MAX_CHARACTERS = 2000
# What Pearl's own buttons send; everything else that starts with a slash was typed and is only text.
BUTTON = re.compile(
    r"/(?:affirm|deny|stop|greet|ask_capabilities|something_else|book_appointment|talk_to_a_person|back_to_pearl|ask_call_back"
    r"|booking_status|reschedule_appointment|cancel_appointment"
    r"|feedback_positive|feedback_negative"
    r'|(?:pick_topic|more)\{"topic": ?"[a-z][a-z0-9_]{0,40}"\}'
    r'|pick_time\{"time": ?"\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?"\})'
)
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


def incoming(text: str) -> str:
    """The text as the assistant reads it: a button's payload stays, commands to Rasa itself become plain words.

    Control characters, lone surrogates and zero-width characters become spaces or vanish; nothing raises.
    """
    cleaned = "".join(_visible(character) for character in text).strip()
    if BUTTON.fullmatch(cleaned):
        return cleaned
    return re.sub(r"^(?:EXTERNAL: ?|[/\s])+", "", cleaned)


def is_readable(text: str) -> bool:
    """Whether there is at least one letter or digit to read."""
    return any(character.isalnum() for character in text)


def _visible(character: str) -> str:
    if character in "\n\r\t":
        return " "
    # The joiners inside emoji and Indic words are format characters that carry meaning.
    if character in "\u200c\u200d":
        return character
    category = unicodedata.category(character)
    return "" if category in INVISIBLE else character
