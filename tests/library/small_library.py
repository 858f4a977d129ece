"""A small, faultless library in a folder of its own, which a test breaks in one place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pearl.library.check import Finding, check_library, write_seed_runs

TODAY = date(2026, 11, 25)

TOPIC = """\
key: {key}
title: What about {name}?
risk: low
review: {{reviewer: null, reviewed_on: 2026-11-22, review_by: 2027-05-22}}
short_answer: >-
  We can tell you about {name}. It is a small thing, and
  you need not do much about it.
details:
  - >-
    Most people find that it goes well. If you are not sure, please
    call {{clinic}} on {{phone}} and ask.
  - Nobody has to decide on the same day.
variants:
  baby: Babies need no treatment for this.
sources_differ: ""
next_steps: Wait and see, or ask us.
related: [{related}]
sources:
  - {{source: S1, locator: "first part", supports: "says that it is small"}}
  - {{source: R1, locator: "overview", supports: "says that it can wait"}}
phrasings:
"""
SOURCES = """\
sources:
  - {key: S1, title: A seed, publisher: Unnamed clinic, kind: seed, url: "", visible: true}
  - {key: R1, title: Milia, publisher: A hospital, kind: ref, url: "https://hospital.example.org/milia", visible: true}
  - {key: C1, title: A page, publisher: A clinic, kind: clinic, url: "https://clinic.example.org/a", visible: false}
"""
RED_FLAG = """\
kind: infection
title: Signs of infection
review: {reviewer: null, reviewed_on: 2026-11-22, review_by: 2027-05-22}
advice:
  - level: U
    text: >-
      See a doctor today. If you feel very ill,
      call {emergency} or {advice_line} at once.
    sources:
      - {source: R1, locator: "warning signs", supports: "redness that spreads is a sign"}
"""
DOMAIN = """\
responses:
  utter_greet:
    - text: >-
        Hello! You can ask about milia here. Write a day
        such as Tuesday 3 pm, or a number such as 780 555 0134.
      buttons:
        - {title: Talk to a person, payload: /talk_to_a_person}
"""
INTENTS = """\
version: "3.1"
nlu:
  - intent: greet
    examples: |
      - hello there
      - good [morning](time)
"""
SEED = "Little white bumps under the skin are filled with a strong protein that hair has too."
WAYS = ("what is", "tell me about", "is it bad", "why me", "how long", "who does", "does it hurt", "can i stop")


class SmallLibrary:
    """The files of a small library, and the check of them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.seeds = folder / "library", folder / "seeds"
        self.nlu, self.domain = folder / "nlu", folder / "domain.yml"
        shipped = Path(__file__).parents[2] / "data" / "library" / "clinic.yml"
        self.write("library/clinic.yml", _with_one_service(shipped.read_text(encoding="utf-8")))
        self.write("library/sources.yml", SOURCES)
        self.write("library/brands.txt", "# Names\nGleam-O Daily\n")
        self.write("library/red_flags/infection.yml", RED_FLAG)
        self.write("library/topics/freezing.yml", topic("freezing", related="steam"))
        self.write("library/topics/steam.yml", topic("steam", related="freezing"))
        self.write("seeds/000.txt", SEED)
        self.write("nlu/conversation.yml", INTENTS)
        self.write("domain.yml", DOMAIN)
        write_seed_runs(self.seeds, self.folder / "seed_runs.sha256.txt")

    def write(self, name: str, text: str) -> Path:
        file = self.folder.parent / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def change(self, name: str, old: str, new: str) -> str:
        """Replace the first occurrence of a text; returns `file:line` of where the new one begins."""
        file = self.folder.parent / name
        text = file.read_text(encoding="utf-8")
        before, found, after = text.partition(old)
        assert found, f"{name} holds no {old!r}"
        file.write_text(before + new + after, encoding="utf-8")
        return f"{file}:{before.count(chr(10)) + 1}"

    def check(self, *, today: date = TODAY, seeds: Path | None = None) -> list[Finding]:
        return check_library(self.folder, today, seeds, self.nlu, self.domain)

    def places(self, rule: str) -> list[str]:
        """Where a rule finds something, as `file:line`; no other rule may find anything."""
        findings = self.check()
        assert {finding.rule for finding in findings} <= {rule}, [str(finding) for finding in findings]
        return [f"{finding.file}:{finding.line}" for finding in findings]


def topic(key: str, related: str) -> str:
    """A good topic with 16 phrasings of its own."""
    asked = [f"  - {way} {key}{end}\n" for way in WAYS for end in ("", " for me")]
    return TOPIC.format(key=key, name=key.replace("_", " "), related=related) + "".join(asked)


def _with_one_service(profile: str) -> str:
    """The shipped profile with one service, which a topic of the small library explains."""
    before, _, after = profile.partition("\nservices:\n")
    rest = after[after.index("\n\n") :]
    service = "{key: freezing, name: Freezing, topic: freezing, price: from $80, performed_by: a doctor}"
    return f"{before}\nservices:\n  - {service}{rest}"
