"""A short answer that is long."""

from __future__ import annotations

import pytest
from small_library import SmallLibrary


@pytest.mark.parametrize(("words", "found"), [(60, 0), (61, 1)])
def test_more_than_60_words_are_found(library: SmallLibrary, words: int, found: int) -> None:
    old = "We can tell you about steam. It is a small thing, and\n  you need not do much about it."
    library.change("library/topics/steam.yml", old, ("It goes well now. " * 15 + "Yes. " * (words - 60)).strip())
    wrong = library.change("library/topics/steam.yml", "short_answer:", "short_answer:")
    assert library.places("short-answer-length") == [wrong] * found
