"""The library that the growth benchmark makes up is one that Pearl can read, of just the size asked for."""

from __future__ import annotations

from pathlib import Path

from pearl.benchmark.growth import PHRASINGS, made_library
from pearl.library.files import read_library


def test_a_made_up_library_has_the_topics_and_phrasings_asked_for(tmp_path: Path) -> None:
    folder, asked = made_library(tmp_path, 5)
    library = read_library(folder)
    assert [len(set(topic.phrasings)) for topic in library.topics] == [PHRASINGS] * 5
    assert library.red_flags and library.sources
    assert set(asked) <= {phrasing for topic in library.topics for phrasing in topic.phrasings}


def test_it_is_the_same_every_time(tmp_path: Path) -> None:
    (one, asked), (other, again) = made_library(tmp_path / "one", 5), made_library(tmp_path / "other", 5)
    assert read_library(one) == read_library(other) and asked == again
