"""No text says how strong a product should be or how much of a medicine to take."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pearl.library.check.finding import Finding
from pearl.library.check.shelf import Shelf
from pearl.library.check.texts import all_texts

NUMBER = r"(?:\d+(?:[.,]\d+)?|one|two|three|four|five|six|eight|ten|fifteen|twenty|thirty|forty|fifty|hundred|half)"
UNIT = r"(?:%|(?:per ?cent|m[cl]?g|µg|μg|ml|iu|(?:micro|milli)?grams?|millilit(?:re|er)s?|tablets?|capsules?|pills?)\b)"
# A share of people is a fact, not a strength.
PEOPLE = r"(?:babies|newborns|infants|children|people|adults|patients|women|men|cases)"
SHARE = rf"(?! of (?:all |the |our |these |healthy )*{PEOPLE}\b)"
STRENGTH = re.compile(rf"\b{NUMBER}[ -]?{UNIT}{SHARE}", re.IGNORECASE)


def named_strengths(shelf: Shelf) -> Iterator[Finding]:
    """Texts with a strength or a dose, such as 0.1% or 5 mg."""
    for text in all_texts(shelf):
        for match in STRENGTH.finditer(text.text):
            yield text.finding("strength", match.start(), f"'{match.group()}' is a strength or a dose; leave it out.")
