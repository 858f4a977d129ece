"""A citation that resolves to no source."""

from __future__ import annotations

from small_library import SmallLibrary


def test_a_topic_that_cites_what_is_not_in_the_list_is_found(library: SmallLibrary) -> None:
    wrong = library.change("library/topics/steam.yml", "{source: R1,", "{source: R99,")
    assert library.places("unknown-source") == [wrong]


def test_a_red_flag_that_cites_what_is_not_in_the_list_is_found(library: SmallLibrary) -> None:
    wrong = library.change("library/red_flags/infection.yml", "{source: R1,", "{source: R99,")
    assert library.places("unknown-source") == [wrong]


def test_two_sources_with_one_key_are_found_at_the_second(library: SmallLibrary) -> None:
    again = "{key: R1, title: Again, publisher: A page, kind: ref, url: 'https://a.example.org', visible: true}"
    wrong = library.change("library/sources.yml", "{key: C1,", again + "\n  - {key: C1,")
    assert library.places("unknown-source") == [wrong]


def test_a_list_of_sources_that_cannot_be_read_is_the_only_finding(library: SmallLibrary) -> None:
    wrong = library.change("library/sources.yml", "kind: seed", "kind: rumour")
    assert library.places("unreadable") == [wrong]
