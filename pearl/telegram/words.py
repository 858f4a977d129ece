"""What the channel says by itself, in the domain's words filled with the clinic's facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pearl.clinic_facts import ClinicFacts
from pearl.receipt import Receipt
from pearl.telegram.update import Kind
from pearl.wording import sentence

ERASE = "erase:yes"
# Messages that hold nothing that Pearl reads, and what is said to them.
UNREAD: dict[Kind | str, str] = {
    "picture": "utter_telegram_picture",
    "voice": "utter_telegram_voice",
    "sticker": "utter_telegram_sticker",
    "location": "utter_telegram_location",
    "file": "utter_telegram_file",
    "other": "utter_telegram_other",
    "foreign_contact": "utter_telegram_foreign_contact",
    "stale": "utter_telegram_stale_button",
}
# Said before the answer to what was written.
BEFORE = {**UNREAD, "edited": "utter_telegram_edited", "welcome": "utter_telegram_welcome"}


class Words:
    """`facts` gives the clinic's facts at this moment; `public_url` is Pearl's address, for the privacy notice."""

    def __init__(self, facts: Callable[[], ClinicFacts], consent: str, public_url: str) -> None:
        self._facts, self._consent, self._public_url = facts, consent, public_url

    def reply(self, kind: str) -> list[dict[str, Any]]:
        """What is said to a message of this kind by itself, before any answer; empty for words."""
        if kind == "privacy":
            return [{"text": self._privacy()}]
        if kind == "erase":
            return [self._erase_sure()]
        return [{"text": self._say(BEFORE[kind])}] if kind in BEFORE else []

    def group(self, bot_name: str) -> str:
        """Where to write instead of in a group."""
        return self._say("utter_telegram_group", bot=bot_name)

    def erased(self, receipt: Receipt) -> str:
        """That a conversation is erased, and what is not."""
        response = "utter_telegram_erased_but" if receipt.kept else "utter_telegram_erased"
        return self._say(response, receipt=receipt.reference, kept=", ".join(receipt.kept))

    def thanks(self, helpful: bool) -> str:
        """The few words in answer to a thumb."""
        return self._say("utter_feedback_positive") if helpful else self._say("utter_feedback_negative")

    def thumbs(self) -> tuple[str, str]:
        """The titles of the buttons that rate an answer."""
        return self._say("utter_telegram_helpful"), self._say("utter_telegram_not_helpful")

    def menu(self) -> list[dict[str, str]]:
        """The commands of Telegram's menu."""
        lines = (line.partition(":") for line in sentence("utter_telegram_menu").splitlines())
        return [{"command": name.strip(), "description": words.strip()} for name, _, words in lines]

    def _privacy(self) -> str:
        notice = self._facts().values()["privacy_notice"]
        address = notice if "://" in notice else f"{self._public_url}{notice}" if self._public_url else ""
        link = f"\n\n{self._say('utter_telegram_privacy_link', notice=address)}" if address else ""
        return self._say("utter_telegram_privacy", consent=self._consent.strip(), erase="/erase") + link

    def _erase_sure(self) -> dict[str, Any]:
        yes, no = self._say("utter_telegram_erase_yes"), self._say("utter_telegram_erase_no")
        buttons = [{"title": yes, "payload": ERASE}, {"title": no, "payload": "/stop"}]
        return {"text": self._say("utter_telegram_erase_sure"), "buttons": buttons}

    def _say(self, response: str, **values: str) -> str:
        return sentence(response, **{**self._facts().values(), **values})
