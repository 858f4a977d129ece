"""Puts the curated answer to one question together from the library and the clinic's profile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Mapping

from pearl.clinic_facts import ClinicFacts
from pearl.library.topic import Library, Source, Topic

SHOWN_SOURCES = 3
# A slot's value → the variant it asks for.
VARIANT_OF_VALUE = {
    "baby": "baby",
    "pregnant": "pregnant",
    "breastfeeding": "pregnant",
    "trying_to_conceive": "pregnant",
    "eyes": "near_eyes",
    "eyelid": "near_eyes",
    "eyebrow": "near_eyes",
}


@dataclass(frozen=True)
class Answer:
    """What a visitor is given: texts with all placeholders filled, and the visible sources in the order cited."""

    topic: str
    title: str
    answer_id: str
    text: str
    next_steps: str
    details: str
    sources_differ: str
    sources: tuple[Source, ...]
    source_line: str
    review_line: str
    related: tuple[tuple[str, str], ...]


def answer(
    topic: Topic, answer_id: str, library: Library, circumstances: Mapping[str, str | None], facts: ClinicFacts
) -> Answer:
    """The answer of a topic for somebody's circumstances (slot → value, such as site → eyes)."""
    sources = visible_sources(topic, library)
    paragraphs = [topic.short_answer, *(topic.variants[name] for name in variants_for(topic, circumstances))]
    titles = {other.key: other.title for other in library.topics}
    return Answer(
        topic=topic.key,
        title=topic.title,
        answer_id=answer_id,
        text=facts.fill("\n\n".join(paragraphs)),
        next_steps=facts.fill(topic.next_steps),
        details=facts.fill("\n\n".join(topic.details)),
        sources_differ=facts.fill(topic.sources_differ),
        sources=sources,
        source_line=_source_line(sources, facts),
        review_line=_review_line(topic, facts),
        related=tuple((key, titles[key]) for key in topic.related if key in titles),
    )


def variants_for(topic: Topic, circumstances: Mapping[str, str | None]) -> list[str]:
    """The variants of a topic that fit somebody's circumstances, in the library's order."""
    wanted = {VARIANT_OF_VALUE.get(value or "") for value in circumstances.values()}
    return [name for name in topic.variants if name in wanted]


def visible_sources(topic: Topic, library: Library) -> tuple[Source, ...]:
    """The sources of a topic that a visitor may see, each once, clinical references before the rest."""
    cited = dict.fromkeys(citation.source for citation in topic.citations)
    found = [source for key in cited if (source := library.source(key)) and source.visible]
    return tuple(sorted(found, key=lambda source: source.kind.value == "seed"))


def _source_line(sources: tuple[Source, ...], facts: ClinicFacts) -> str:
    line = "; ".join(f"{source.publisher}, {source.title}" for source in sources[:SHOWN_SOURCES])
    rest = len(sources) - SHOWN_SOURCES
    return facts.wording.more_sources.format(sources=line, count=rest) if rest > 0 else line


def _review_line(topic: Topic, facts: ClinicFacts) -> str:
    review, wording = topic.review, facts.wording
    if review.reviewer:
        return wording.reviewed_by.format(reviewer=review.reviewer, date=long_date(review.reviewed_on))
    return f"{wording.not_reviewed} {wording.checked_on.format(date=long_date(review.reviewed_on))}"


def long_date(day: date) -> str:
    """1 December 2026."""
    return f"{day.day} {day:%B %Y}"
