"""A short answer is easy to read: about the words and sentences of a twelve-year-old's book."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

from pearl.library.check.finding import Finding
from pearl.library.check.shelf import Shelf

HARDEST = 9.0


def hard_short_answers(shelf: Shelf) -> Iterator[Finding]:
    """Short answers whose Flesch-Kincaid grade (US school year) is above 9; a placeholder counts as a short word."""
    for sheet in shelf.topics:
        grade = _grade(re.sub(r"\{\w*\}", "it", sheet.content.short_answer))
        if grade > HARDEST:
            message = f"the short answer is hard to read: Flesch-Kincaid grade {grade}; {HARDEST} is the most."
            yield sheet.finding("readability", ("short_answer",), message)


def _grade(text: str) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # textstat imports pkg_resources
        import textstat
    return float(textstat.flesch_kincaid_grade(text))
