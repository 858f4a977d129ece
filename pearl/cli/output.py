"""Keeps standard output for what a command answers, whatever the libraries underneath print."""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Iterator, TextIO

from pearl.bootstrap import services

# Lone surrogates have no UTF-8, and the rest ends a line for many a reader.
ODD = re.compile("[\ud800-\udfff\x85\u2028\u2029]")


@contextmanager
def only_answers() -> Iterator[TextIO]:
    """While open, everything printed goes to standard error; the file given out is the real standard output."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    with os.fdopen(kept, "w", encoding="utf-8", errors="backslashreplace") as answers:
        try:
            yield answers
        finally:
            sys.stdout.flush()
            answers.flush()
            os.dup2(answers.fileno(), 1)


def as_json(value: Any) -> str:
    """One line of JSON; anything odd becomes its text, and what no file or line can hold is escaped."""
    return ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False, default=str))


def local_time(moment: datetime) -> str:
    """A moment by the clinic's clock, such as 2026-12-01 14:00."""
    return f"{moment.astimezone(services().profile.zone):%Y-%m-%d %H:%M}"
