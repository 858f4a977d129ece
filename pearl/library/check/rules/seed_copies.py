"""Facts carry over from the seeds; sentences do not."""

from __future__ import annotations

from collections.abc import Iterator

from pearl.library.check.finding import Finding
from pearl.library.check.seed_runs import RUN, SeedRuns, hashed_runs
from pearl.library.check.shelf import Shelf
from pearl.library.check.texts import VisitorText, all_texts, phrasing_texts


def copied_runs(shelf: Shelf, runs: SeedRuns) -> Iterator[Finding]:
    """Where a text, or a phrasing, begins to share 8 words in a row with a seed."""
    for text in all_texts(shelf):
        yield from _copied(text, runs)
    for sheet in shelf.topics:
        for phrasing in phrasing_texts(sheet):
            yield from _copied(phrasing, runs)


def _copied(text: VisitorText, runs: SeedRuns) -> Iterator[Finding]:
    copying = False
    for run, offset in hashed_runs(text.text):
        if run in runs and not copying:
            opening = " ".join(text.text[offset:].split()[:RUN])
            yield text.finding("seed-run", offset, f"'{opening}' is copied from {runs[run]}; say it anew.")
        copying = run in runs
