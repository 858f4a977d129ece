"""The inspection of a library: every rule over every file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pearl.chat_words import FOLDER as CHAT_WORDS
from pearl.chat_words import read_words
from pearl.errors import LibraryFileError
from pearl.library.check.finding import Finding
from pearl.library.check.rules.brands import named_brands, read_brands
from pearl.library.check.rules.dead_links import dead_links
from pearl.library.check.rules.opening_hours import conflicting_hours
from pearl.library.check.rules.phone_numbers import conflicting_phone_numbers
from pearl.library.check.rules.phrasing_count import too_few_or_many_phrasings
from pearl.library.check.rules.prices import conflicting_prices
from pearl.library.check.rules.readability import hard_short_answers
from pearl.library.check.rules.review_dates import doubtful_reviews
from pearl.library.check.rules.seed_copies import copied_runs
from pearl.library.check.rules.shared_phrasings import shared_phrasings
from pearl.library.check.rules.short_answer_length import long_short_answers
from pearl.library.check.rules.strengths import named_strengths
from pearl.library.check.rules.unfit_sources import unfit_sources
from pearl.library.check.rules.unknown_placeholders import unknown_placeholders
from pearl.library.check.rules.unknown_sources import unknown_sources
from pearl.library.check.rules.unsourced_topics import unsourced_topics
from pearl.library.check.seed_runs import FILE_NAME, committed_runs, runs_of_seeds
from pearl.library.check.shelf import Shelf, read_shelf
from pearl.notices.wording import FILE as WORDING
from pearl.notices.wording import read_wording
from pearl.settings import PROJECT

RULES = (
    unsourced_topics,
    unknown_sources,
    unfit_sources,
    shared_phrasings,
    too_few_or_many_phrasings,
    conflicting_phone_numbers,
    conflicting_hours,
    conflicting_prices,
    unknown_placeholders,
    long_short_answers,
    hard_short_answers,
    dead_links,
    named_strengths,
)


def check_library(
    folder: Path, today: date, seeds: Path | None = None, nlu: Path | None = None, domain: Path | None = None
) -> list[Finding]:
    """Everything that is wrong with a library folder, in the order of files and lines.

    `seeds` is a folder of seed documents to compare with, in place of the committed hashes of their runs; `nlu` a
    folder of Rasa's training data, whose examples may be no topic's phrasings; `domain` Rasa's domain, whose responses
    visitors read too. Raises BadInput when `seeds` holds no documents.
    """
    shelf = read_shelf(folder, nlu, domain)
    findings = [*shelf.unreadable, *doubtful_reviews(shelf, today)]
    for rule in RULES:
        findings += rule(shelf)
    findings += _copies(shelf, folder, seeds)
    findings += _brands(shelf, folder)
    findings += _wording_of_notices(folder)
    return sorted(findings)


def _copies(shelf: Shelf, folder: Path, seeds: Path | None) -> Iterator[Finding]:
    try:
        runs = runs_of_seeds(seeds) if seeds else committed_runs(folder / FILE_NAME)
    except LibraryFileError as error:
        yield Finding(error.file, error.line, "unreadable", error.reason)
    else:
        yield from copied_runs(shelf, runs)


def _brands(shelf: Shelf, folder: Path) -> Iterator[Finding]:
    try:
        brands = read_brands(folder / "brands.txt")
    except LibraryFileError as error:
        yield Finding(error.file, error.line, "unreadable", error.reason)
    else:
        yield from named_brands(shelf, brands)


def _wording_of_notices(folder: Path) -> Iterator[Finding]:
    """A library need not have this file; one that it has must be readable."""
    try:
        if (folder / WORDING).is_file():
            read_wording(folder, otherwise=folder)
        if (folder / CHAT_WORDS).is_dir():
            read_words(folder, PROJECT / "data" / "library")
    except LibraryFileError as error:
        yield Finding(error.file, error.line, "unreadable", error.reason)
