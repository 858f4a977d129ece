"""A library of one topic, one red flag and four sources, in files that a test breaks in one place."""

from __future__ import annotations

from pathlib import Path

TOPIC = """\
key: freezing
title: What is freezing?
risk: medicine
review: {reviewer: null, reviewed_on: 2026-11-02, review_by: 2027-05-02}
short_answer: >-
  Freezing is quick.
  Call {phone}.
details:
  - "It stings. "
  - It heals.
variants:
  pregnant: Wait until after the birth.
  near_eyes: Never near the eye.
  baby: Not for babies.
sources_differ: Some say twice.
next_steps: Ask {clinic}.
related: [gone, freezing]
sources:
  - {source: S1, locator: part 1, supports: quick}
  - {source: R1}
  - {source: C1}
  - {source: R1, locator: part 2}
  - {source: NONE}
phrasings:
  - what is freezing
  - "freezing?"
"""
SOURCES = """\
sources:
  - {key: S1, title: A seed, publisher: A clinic, kind: seed, url: "", visible: true}
  - {key: R1, title: Milia, publisher: A hospital, kind: ref, url: "https://h.example.org", visible: true}
  - {key: C1, title: A page, publisher: Somebody, kind: clinic, url: "", visible: false}
  - {key: P1, title: A paper, publisher: A journal, kind: paper, url: "", published: 2020, visible: true}
"""
RED_FLAG = """\
kind: infection
title: Signs of infection
review: {reviewer: Dr Lee, reviewed_on: 2026-11-02, review_by: 2027-05-02}
advice:
  - level: E
    text: "Call {emergency}. "
  - {level: U, text: See a doctor today., case: small, sources: [{source: R1}]}
"""
FILES = {"topics/freezing.yml": TOPIC, "red_flags/infection.yml": RED_FLAG, "sources.yml": SOURCES}


def library_files(folder: Path) -> Path:
    """Write the library's files; returns the folder."""
    for name, text in FILES.items():
        write(folder, name, text)
    return folder


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def break_at(folder: Path, name: str, old: str, new: str) -> tuple[Path, int]:
    """Change one place of a file; returns the file and the line of the place."""
    text = FILES[name]
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    line = text[: text.index(old)].count("\n") + 1
    return write(folder, name, text.replace(old, new)), line
