"""Too few phrasings, or too many."""

from __future__ import annotations

import pytest
from small_library import SmallLibrary


def test_fewer_than_15_phrasings_are_found(library: SmallLibrary) -> None:
    text = (library.folder / "topics/steam.yml").read_text(encoding="utf-8")
    library.write("library/topics/steam.yml", "\n".join(text.splitlines()[:-2]) + "\n")
    wrong = library.change("library/topics/steam.yml", "phrasings:", "phrasings:")
    assert library.places("phrasing-count") == [wrong]


@pytest.mark.parametrize(("more", "found"), [(24, 0), (25, 1)])
def test_more_than_40_phrasings_are_found(library: SmallLibrary, more: int, found: int) -> None:
    text = (library.folder / "topics/steam.yml").read_text(encoding="utf-8")
    library.write("library/topics/steam.yml", text + "".join(f"  - steam way {number}\n" for number in range(more)))
    wrong = library.change("library/topics/steam.yml", "phrasings:", "phrasings:")
    assert library.places("phrasing-count") == [wrong] * found
