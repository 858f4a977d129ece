"""The words of e-mails: every event, every oddity of what visitors type, plain and HTML alike."""

from __future__ import annotations

import html
import re
from datetime import datetime, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from notice_examples import SHIPPED, WORDING, a_change

from pearl.booking.change import BookingChange, ChangeKind
from pearl.clinic_facts import PLACEHOLDER
from pearl.errors import BadInput
from pearl.notices.facts import Audience, Event, facts, read_facts
from pearl.notices.letter import SUBJECT_LIMIT, Letter, compose, letter_about

EVENTS = [(audience, event) for audience in ("visitor", "clinic") for event in getattr(WORDING, audience)]
keepable = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=600)


def letter(change: BookingChange, audience: Audience = "visitor", event: Event | None = None) -> Letter:
    return compose(read_facts(facts(change, event or change.kind)), audience, WORDING, SHIPPED)  # type: ignore[arg-type]


def words_of(page: str) -> str:
    """What a reader of the HTML sees."""
    body = page.partition("<body")[2].partition(">")[2]
    return " ".join(html.unescape(re.sub(r"<(/?p|br|/body|/html)>", " ", body)).split())


@pytest.mark.parametrize(("audience", "event"), EVENTS)
def test_every_letter_is_filled_and_says_the_same_in_both_forms(audience: Audience, event: Event) -> None:
    written = letter(a_change("confirmed", said="Bring a list of your creams."), audience, event)
    assert PLACEHOLDER.findall(written.subject + written.text + written.html) == []
    assert words_of(written.html) == " ".join(written.text.split())
    assert "PRL-7K3M9Q" in written.text


def test_a_desk_sees_beforehand_what_the_visitor_will_read() -> None:
    change = a_change("declined", said="We are away.")
    assert letter_about(change, "visitor", WORDING, SHIPPED) == letter(change)
    assert letter_about(a_change("done"), "visitor", WORDING, SHIPPED) is None


def test_an_entry_that_was_taken_out_meanwhile_is_named() -> None:
    with pytest.raises(BadInput, match="no entry 'done' under 'visitor'"):
        letter(a_change("done"))


def test_a_line_that_has_nothing_to_hold_is_left_out() -> None:
    text = letter(a_change("requested", email="", phone=""), "clinic").text
    assert "E-mail:" not in text and "Phone:" not in text
    assert "About: milia under the eyes" in text
    assert "\n\n\n" not in text


def test_what_the_staff_say_keeps_its_lines() -> None:
    written = letter(a_change("declined", said="We are away.\n<b>Sorry</b>"))
    assert "We are away.\n<b>Sorry</b>\n" in written.text
    assert "We are away.<br>&lt;b&gt;Sorry&lt;/b&gt;" in written.html


def test_a_time_is_the_clinics_wall_clock_whatever_zone_it_is_kept_in() -> None:
    kept = datetime(2026, 12, 1, 22, 0, tzinfo=timezone.utc)
    assert "Tuesday 1 December 2026 at 3:00 pm" in letter(a_change(starts_at=kept)).text
    late = datetime(2026, 12, 2, 2, 30, tzinfo=timezone.utc)
    assert "Tuesday 1 December 2026 at 7:30 pm" in letter(a_change(starts_at=late)).subject


def test_without_a_time_the_day_alone_is_said() -> None:
    assert letter(a_change(starts_at=None)).subject == "Your appointment is confirmed: Tuesday 1 December 2026"


def test_who_did_it_is_said_without_the_names_of_staff() -> None:
    assert "cancelled by the clinic:" in letter(a_change("cancelled", by="staff:Sam"), "clinic").text
    assert "cancelled by the visitor:" in letter(a_change("cancelled", by="visitor"), "clinic").text


def test_only_a_move_of_the_visitors_is_still_to_be_confirmed() -> None:
    promise = f"This time is not confirmed yet. {SHIPPED.booking.reply_promise}"
    assert promise in letter(a_change("moved", by="visitor")).text
    assert SHIPPED.booking.reply_promise not in letter(a_change("moved", by="staff:Sam")).text


@pytest.mark.parametrize("name", ["Win money at www.example.net", "http://example.net", "example.net now", "me@evil"])
def test_a_visitors_mail_carries_no_link_that_somebody_gave_as_a_name(name: str) -> None:
    assert name not in letter(a_change(name=name)).text
    assert name in letter(a_change(name=name), "clinic").text, "the clinic sees what was typed"


@pytest.mark.parametrize(
    "name", ["Dr. Ada O'Neil-Smith Jr.", "J.R.R. Tolkien", "Nguyễn Thị Ánh", "李 小龙", "👩🏽‍⚕️ Zoë"]
)
def test_a_real_name_is_greeted_as_it_is(name: str) -> None:
    assert f"Hello {name}," in letter(a_change(name=name)).text


def test_a_long_name_is_cut_in_subject_and_text() -> None:
    written = letter(a_change("requested", name="N" * 500, reason="R" * 2000), "clinic")
    assert "N" * 81 not in written.text and "N…" in written.text
    assert len(written.subject) <= SUBJECT_LIMIT


@settings(max_examples=80, derandomize=True, deadline=None)
@given(name=keepable, reason=keepable, said=keepable, kind=st.sampled_from(["requested", "confirmed", "cancelled"]))
def test_nothing_that_people_type_becomes_markup_or_a_second_header_line(
    name: str, reason: str, said: str, kind: ChangeKind
) -> None:
    for audience in ("visitor", "clinic"):
        written = letter(a_change(kind, name=name, reason=reason, said=said), audience)  # type: ignore[arg-type]
        assert re.fullmatch(r"[^\x00-\x1f\x7f\u2028\u2029]*", written.subject)
        tags = set(re.findall(r"<[^>]*>", written.html.partition("<body")[2].partition(">")[2]))
        assert tags <= {"<p>", "</p>", "<br>", "</body>", "</html>"}
