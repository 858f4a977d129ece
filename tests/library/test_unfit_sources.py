"""Sources that no visitor should be sent to."""

from __future__ import annotations

import pytest
from small_library import SmallLibrary


def test_a_topic_that_cites_an_internal_note_is_found(library: SmallLibrary) -> None:
    wrong = library.change("library/topics/steam.yml", "{source: R1,", "{source: C1,")
    assert library.places("unfit-source") == [wrong]


def test_a_red_flag_that_cites_an_internal_note_is_found(library: SmallLibrary) -> None:
    wrong = library.change("library/red_flags/infection.yml", "{source: R1,", "{source: C1,")
    assert library.places("unfit-source") == [wrong]


@pytest.mark.parametrize("kind", ["clinic", "copy"])
def test_a_visible_source_of_an_unfit_kind_is_found(library: SmallLibrary, kind: str) -> None:
    wrong = library.change("library/sources.yml", "kind: ref", f"kind: {kind}")
    assert library.places("unfit-source") == [wrong]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hospital.example.org/milia",
        "ftp://hospital.example.org/milia",
        "javascript:alert(1)",
        "https://user@hospital.example.org/milia",
        "https://hospital.example.org:8443/milia",
        "https://192.0.2.7/milia",
        "https://localhost/milia",
        "https://hospital.example.org/a page",
        "https://[broken/milia",
    ],
)
def test_a_visible_source_without_a_plain_address_is_found(library: SmallLibrary, url: str) -> None:
    wrong = library.change("library/sources.yml", "https://hospital.example.org/milia", url)
    assert library.places("unfit-source") == [wrong]


@pytest.mark.parametrize(
    "url", ["http://a.example.org", "https://a.example.org/b?c=1;d=2#e", "https://a.example.org/b,c%C3%A7"]
)
def test_a_plain_address_is_none(library: SmallLibrary, url: str) -> None:
    library.change("library/sources.yml", "https://hospital.example.org/milia", url)
    assert library.places("unfit-source") == []
