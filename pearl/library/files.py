"""Reads the curated library from its files: one topic a file, readable by a clinician."""

from __future__ import annotations

from pathlib import Path

from pearl.errors import LibraryFileError
from pearl.library.located_yaml import read_yaml
from pearl.library.schema import (
    AdviceShape,
    CitationShape,
    RedFlagShape,
    ReviewShape,
    SourcesShape,
    TopicShape,
    shaped,
)
from pearl.library.topic import (
    Advice,
    Citation,
    Level,
    Library,
    RedFlag,
    Review,
    Risk,
    Source,
    SourceKind,
    Topic,
)


def read_library(folder: Path) -> Library:
    """Read `topics/*.yml`, `red_flags/*.yml` and `sources.yml` of a library folder.

    Raises LibraryFileError naming file, line and reason at the first file that cannot be used.
    """
    topics = tuple(read_topic(file) for file in _yaml_files(folder / "topics"))
    red_flags = tuple(read_red_flag(file) for file in _yaml_files(folder / "red_flags"))
    return Library(topics, read_sources(folder / "sources.yml"), red_flags)


def read_topic(file: Path) -> Topic:
    """Read one topic; its key must be the file's name."""
    document = read_yaml(file)
    topic = shaped(TopicShape, document)
    if topic.key != file.stem:
        raise LibraryFileError(file, document.line(("key",)), f"'key' is {topic.key}, but the file is {file.name}.")
    return Topic(
        key=topic.key,
        title=topic.title,
        risk=Risk(topic.risk),
        short_answer=topic.short_answer.strip(),
        next_steps=topic.next_steps.strip(),
        review=_review(topic.review),
        citations=_citations(topic.sources),
        details=tuple(text.strip() for text in topic.details),
        variants={name: text.strip() for name, text in topic.variants.items()},
        sources_differ=topic.sources_differ.strip(),
        related=tuple(topic.related),
        phrasings=tuple(topic.phrasings),
        about_clinic=topic.about_clinic,
    )


def read_sources(file: Path) -> tuple[Source, ...]:
    """Read the list of sources."""
    shape = shaped(SourcesShape, read_yaml(file))
    return tuple(
        Source(s.key, s.title, s.publisher, SourceKind(s.kind), s.url, s.published, s.visible) for s in shape.sources
    )


def read_red_flag(file: Path) -> RedFlag:
    """Read the advice for one kind of red flag; its kind must be the file's name."""
    document = read_yaml(file)
    flag = shaped(RedFlagShape, document)
    if flag.kind != file.stem:
        raise LibraryFileError(file, document.line(("kind",)), f"'kind' is {flag.kind}, but the file is {file.name}.")
    return RedFlag(flag.kind, flag.title, _review(flag.review), tuple(_advice(item) for item in flag.advice))


def _advice(item: AdviceShape) -> Advice:
    return Advice(Level(item.level), item.text.strip(), item.case, _citations(item.sources))


def _review(review: ReviewShape) -> Review:
    return Review(review.reviewer, review.reviewed_on, review.review_by)


def _citations(citations: list[CitationShape]) -> tuple[Citation, ...]:
    return tuple(Citation(c.source, c.locator, c.supports) for c in citations)


def _yaml_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise LibraryFileError(folder, 1, "is missing; PEARL_LIBRARY must name a folder with topics and red_flags.")
    return sorted(folder.glob("*.yml"))
