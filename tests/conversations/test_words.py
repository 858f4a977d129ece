"""Reads what a visitor reads: every reply is finished, plain text, and medical answers say where they come from."""

from __future__ import annotations

import re
from typing import Any

import pytest
from replies import ALL_AT_ONCE, ROOT, texts

from pearl.bootstrap import services

BRANDS = [
    line.strip()
    for line in (ROOT / "data" / "library" / "brands.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
# One conversation each.
VISITS = [
    ["hello", "what can you do?", "are you a robot?", "what do you know about me?", "forget me", "thanks", "bye"],
    ["my baby has milia", "do they go away?", "can i pop them?", "what cream can i use?"],
    ["I'm pregnant", "can i use retinol?", "is laser safe?", "are acids ok?"],
    ["bumps under my eyes", "how are they removed?", "does it hurt?", "will it scar?"],
    ["are you open?", "how much is it?", "where are you?", "how can i pay?", "what do you offer?", "phone number?"],
    ["/book_appointment", "my milia", "sunday", "friday at 8 pm", "at 3", "Dana", "no", "123", "780 555 0134", "no"],
    [ALL_AT_ONCE, "maybe", "the time", "9:30", "yes", "/affirm", "/stop"],
    ["/book_appointment", "stop", "/affirm", "/book_appointment", "cancel", "cancel my appointment"],
    ["cancel my appointment", "no idea", "PRL-ZZZZZZ", "my mail", "780 555 0134", "are milia acne?", "stop"],
    [ALL_AT_ONCE, "yes", "move my appointment", "780 555 0134", "sunday", "friday", "friday at 11 am", "hm", "yes"],
    ["when is my appointment?", "stop", "/book_appointment", "at 3", "my milia", "tuesday at 3", "stop", "no", "a@b"],
    ["what's the weather?", "and in Rome?", "talk to a person", "i want to complain", "that did not help"],
    ["did you get my booking?", "move my appointment", "", "x " * 2000, "is it safe", "/something_else"],
]
RED_FLAGS = ["my eye hurts badly and I suddenly can't see", "a pearly bump that bleeds and won't heal"]


def wrong_with(text: str) -> list[str]:
    """What a reader would stumble over."""
    marks = {
        "an unfilled place": re.search(r"[{}]|\$\{", text),
        "a value that is none": re.search(r"\bNone\b(?! of\b)|\bnull\b|\bnan\b|\bTrue\b|\bFalse\b", text),
        "spaces in a row": re.search(r" {2}|\t| \n|\n ", text.strip("\n")),
        "marks in a row": re.search(r"\.\.|\?\.|,,|,\.| [.,;:?!]|;\.", text),
        "no words": not text.strip(),
        "no end": not re.search(r"[.?!:]$", text.strip()),
        "a brand": next((brand for brand in BRANDS if brand.casefold() in text.casefold()), None),
        "code": re.search(r"utter_|action_|faq/|</?\w+>", text),
    }
    return [name for name, found in marks.items() if found]


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit[0][:24])
def test_every_reply_of_a_visit_reads_well(visit: list[str], talk: Any) -> None:
    for message in visit:
        for reply in talk.say(message).replies:
            assert wrong_with(reply["text"]) == [], f"{message[:60]!r}: {reply['text']}"
            assert all(button["title"].strip() and len(button["title"]) <= 80 for button in reply["buttons"])


@pytest.mark.parametrize("message", RED_FLAGS)
def test_urgent_advice_reads_well(message: str, talk: Any) -> None:
    for reply in talk.say(message).replies:
        assert wrong_with(reply["text"]) == [], reply["text"]


def topic_keys() -> list[str]:
    return sorted(file.stem for file in (ROOT / "data" / "library" / "topics").glob("*.yml"))


@pytest.mark.parametrize("key", topic_keys())
@pytest.mark.parametrize(
    "before", [None, "my baby has bumps near the eyes and I'm pregnant"], ids=["plain", "variants"]
)
def test_every_topic_reads_well_and_a_medical_one_says_where_it_comes_from(
    before: str | None, key: str, talk: Any
) -> None:
    if before:
        talk.say(before)
    answer, more = talk.say(f'/pick_topic{{"topic": "{key}"}}'), talk.say(f'/more{{"topic": "{key}"}}')
    assert (answer.outcome, more.outcome) == ("answer", "answer")
    for reply in [*answer.replies, *more.replies]:
        assert wrong_with(reply["text"]) == [], reply["text"]
    if not services().library.topic(key).about_clinic:
        assert answer.sources and "\n\nSources: " in texts(answer)
        assert "reviewed" in texts(answer) and "Checked against its sources on" in texts(answer)


def test_a_reply_that_reads_badly_is_noticed() -> None:
    bad = ["Call {phone}.", "None.", "Two  spaces.", "Really?.", "", "No end", "Try Dermalogica.", "utter_x."]
    assert [text for text in bad if not wrong_with(text)] == []
