"""Reviews that have expired, or cannot be."""

from __future__ import annotations

from datetime import date

from small_library import SmallLibrary


def test_an_expired_review_is_a_warning_from_the_day_after(library: SmallLibrary) -> None:
    wrong = library.change("library/topics/steam.yml", "review:", "review:")
    library.change("library/topics/steam.yml", "review_by: 2027-05-22", "review_by: 2026-12-01")
    assert library.check(today=date(2026, 12, 1)) == []
    (finding,) = library.check(today=date(2026, 12, 2))
    assert (f"{finding.file}:{finding.line}", finding.rule, finding.warning) == (wrong, "review-expired", True)


def test_the_review_of_a_red_flag_expires_too(library: SmallLibrary) -> None:
    wrong = library.change("library/red_flags/infection.yml", "review_by: 2027-05-22", "review_by: 2026-11-23")
    assert library.places("review-expired") == [wrong]


def test_a_review_that_expires_before_it_was_made_is_found(library: SmallLibrary) -> None:
    wrong = library.change("library/topics/steam.yml", "review_by: 2027-05-22", "review_by: 2026-05-22")
    assert library.places("review-dates") == [wrong]
    assert not library.check()[0].warning
