"""A topic without source."""

from __future__ import annotations

from small_library import SmallLibrary


def test_a_topic_without_source_is_found_where_its_sources_should_be(library: SmallLibrary) -> None:
    library.change(
        "library/topics/steam.yml", '  - {source: S1, locator: "first part", supports: "says that it is small"}\n', ""
    )
    old = 'sources:\n  - {source: R1, locator: "overview", supports: "says that it can wait"}'
    wrong = library.change("library/topics/steam.yml", old, "sources: []")
    assert library.places("no-source") == [wrong]


def test_a_clinic_topic_needs_no_source(library: SmallLibrary) -> None:
    library.change("library/topics/steam.yml", "risk: low", "about_clinic: true\nrisk: low")
    library.change(
        "library/topics/steam.yml", '  - {source: S1, locator: "first part", supports: "says that it is small"}\n', ""
    )
    old = 'sources:\n  - {source: R1, locator: "overview", supports: "says that it can wait"}'
    library.change("library/topics/steam.yml", old, "sources: []")
    assert library.places("no-source") == []
