"""A review has a date, and a date by which it must be done again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pearl.library.check.finding import Finding
from pearl.library.check.shelf import Sheet, Shelf
from pearl.library.topic import RedFlag, Topic


def doubtful_reviews(shelf: Shelf, today: date) -> Iterator[Finding]:
    """Reviews that have expired (a warning), and such that expire before they were made."""
    sheets: list[Sheet[Topic] | Sheet[RedFlag]] = [*shelf.topics, *shelf.red_flags]
    for sheet in sheets:
        review = sheet.content.review
        if review.review_by < review.reviewed_on:
            message = f"review_by {review.review_by} is before reviewed_on {review.reviewed_on}."
            yield sheet.finding("review-dates", ("review", "review_by"), message)
        elif review.review_by < today:
            message = f"the review expired on {review.review_by}; a clinician should read it again."
            yield sheet.finding("review-expired", ("review", "review_by"), message, warning=True)
