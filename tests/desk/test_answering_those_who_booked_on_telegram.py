"""Who booked on Telegram gets the bot's words, so these are what the desk shows before they go."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from clinic_desk import TUESDAY_AT_TWO, ClinicDesk

from pearl.bootstrap import notice_wording
from pearl.messages import PEARL, Message
from pearl.notices.calling import notices_for
from pearl.notices.facts import read_facts
from pearl.notices.letter import chat_text
from pearl.settings import settings

CHAT = "telegram:7"
LETTER = re.compile(r'<article class="letter" aria-label="([^"]+)">(.*?)</article>', re.DOTALL)


def shown(page: str) -> dict[str, str]:
    """What the page shows that the visitor will read, by the name of its part."""
    return {name: _words(html) for name, html in LETTER.findall(page)}


def _words(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).split())


@pytest.fixture()
def chatting(clinic: ClinicDesk) -> ClinicDesk:
    """A clinic whose visitor 7 has a chat with the bot."""
    hello = Message(sender=CHAT, author=PEARL, text="Hello!", created_at=clinic.clock.now())
    clinic.services.chats.tell(1, 7, hello)
    return clinic


def request(clinic: ClinicDesk, email: str = "") -> str:
    return clinic.booked(channel="telegram", sender=CHAT, email=email).reference


@pytest.mark.parametrize("kind", ["confirmed", "declined", "moved"])
def test_the_words_shown_are_those_that_the_bot_says(kind: str, chatting: ClinicDesk) -> None:
    reference, staff = request(chatting), chatting.staff()
    to = f"&to={TUESDAY_AT_TWO.replace(hour=15).isoformat()}".replace("+", "%2B") if kind == "moved" else ""
    page = f"/bookings/{reference}?do={kind}{to}"
    told = shown(staff.get(page).text)
    fields = {**staff.fields(page), "step": "do", "do": kind}
    if to:
        fields["to"] = TUESDAY_AT_TWO.replace(hour=15).isoformat()
    assert staff.post(f"/bookings/{reference}", fields).status_code == 303
    wording, profile = notice_wording(settings()), chatting.services.profile
    made = chatting.services.records.changes(reference)[-1]
    (notice,) = notices_for(profile, wording, by_email=False, by_telegram=True)(made)[:1]
    assert made.kind == kind and notice.way == "telegram"
    assert told == {
        "What the visitor reads on Telegram": _words(chat_text(read_facts(notice.payload), wording, profile))
    }


def test_words_of_ones_own_are_shown_in_the_message_first(chatting: ClinicDesk) -> None:
    reference, staff = request(chatting), chatting.staff()
    path = f"/bookings/{reference}"
    again = staff.post(path, {**staff.fields(path), "step": "do", "said": "Please bring your card."})
    assert again.status_code == 200 and len(chatting.services.records.changes(reference)) == 1
    assert "Please bring your card." in shown(again.text)["What the visitor reads on Telegram"]


def test_with_an_address_the_letter_is_shown_beside_the_message(chatting: ClinicDesk) -> None:
    page = chatting.staff().get(f"/bookings/{request(chatting, 'dana@example.com')}").text
    assert list(shown(page)) == ["What the visitor reads on Telegram", "What the visitor reads"]
    assert "Confirm and send" in page and "gave no e-mail" not in page


def test_afterwards_the_page_says_that_the_message_is_on_its_way(chatting: ClinicDesk) -> None:
    reference, staff = request(chatting), chatting.staff()
    path = f"/bookings/{reference}"
    staff.post(path, {**staff.fields(path), "step": "do"})
    page = unescape(staff.get(f"{path}?done=confirmed").text)
    assert "The message into the visitor's chat is on its way." in page and "e-mail to the visitor" not in page


def test_who_has_blocked_the_bot_is_to_be_called(chatting: ClinicDesk) -> None:
    chatting.services.chats.block(CHAT, chatting.clock.now())
    page = chatting.staff().get(f"/bookings/{request(chatting)}").text
    assert "has blocked Pearl on Telegram" in page and "and say, for example" in page
    assert "Confirm and send" not in page


def test_without_a_bot_nothing_is_said_of_a_message(chatting: ClinicDesk) -> None:
    reference = request(chatting)
    without = ClinicDesk(replace(chatting.services), chatting.clock, with_staff=False, by_telegram=False)
    page = without.staff().get(f"/bookings/{reference}").text
    without.close()
    assert list(shown(page)) == ["What the visitor reads"] and "and say, for example" in page
