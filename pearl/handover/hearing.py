"""Whether what a visitor says is for the clinic's staff and not for Pearl, and whether he wants her back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pearl.booking.email import email_spans, read_email
from pearl.booking.phone import holds_a_phone, phone_spans, read_phone
from pearl.handover.handover import Handover

LEAVE_MESSAGE, ASK_CONTACT, ASK_NUMBER = "utter_leave_message", "utter_ask_contact", "utter_ask_call_back"
"""The responses by which Pearl asks for something to keep for the clinic; the next message answers them."""
BACK = "back_to_pearl"
# Levels whose advice is given whoever has the conversation.
URGENT = ("E", "U")
# A question that the library answers is answered, unless it is long or says how to reach its asker.
LONGEST_QUESTION = 12
# So is a mere repeat of the wish for a person.
LONGEST_WISH = 8
FOR_PEARL = frozenset(
    [
        "stop",
        "deny",
        "goodbye",
        "thank",
        "affirm",
        "book_appointment",
        "booking_status",
        "reschedule_appointment",
        "cancel_appointment",
        "forget_me",
        "unreadable",
        "too_long",
    ]
)

_BACK = re.compile(
    r"\s*(?:please |ok(?:ay)?,? |can (?:i|we) )?(?:go |get |let me )?"
    r"(?:(?:back to|return to|talk to|continue with|go on with) (?:the )?(?:pearl|(?:ro)?bot|assistant)"
    r"|(?:end|stop|close|leave|quit) (?:the |this )?(?:chat|conversation|waiting|hand-?over)"
    r"|(?:i (?:do not|don'?t) want to|i can(?:no|')?t|no longer) wait(?: any ?(?:more|longer))?)"
    r"(?: please| now| again)?\s*[.!?]*\s*",
    re.IGNORECASE,
)
# What people write beside a number without saying what it is for.
_BESIDE_A_CONTACT = re.compile(
    r"(?:hi|hello|hey|ok(?:ay)?|and|here|this|it|s|is|are|my|the|new|phone|tel(?:ephone)?|cell|mobile|number|no|e?-?mail|address"
    r"|please|pls|thanks|thank|you|sorry|or)+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Heard:
    """A visitor's message: what was typed, how it was read, and what Pearl had asked for just before.

    `level` is that of a red flag in it.
    """

    text: str
    intent: str
    level: str = ""
    asked: str = ""
    in_form: bool = False

    @property
    def is_button(self) -> bool:
        return self.text.startswith("/")

    @property
    def contact(self) -> tuple[str, str]:
        """The phone number as E.164 and the e-mail address in it; each empty without one."""
        return read_phone(self.text) or "", read_email(self.text) or ""

    @property
    def is_only_contact(self) -> bool:
        """Whether there is a number or an address, and no word that says what it is for."""
        if not any(self.contact):
            return False
        rest = self.text
        for start, end in [*phone_spans(rest), *email_spans(rest)]:
            rest = rest[:start] + " " * (end - start) + rest[end:]
        words = re.findall(r"[^\W_]+", rest)
        return all(_BESIDE_A_CONTACT.fullmatch(word) for word in words)


def is_for_the_clinic(handover: Handover | None, heard: Heard) -> bool:
    """Whether Pearl keeps a message for the clinic instead of answering it."""
    if handover is None or heard.level in URGENT:
        return False
    if handover.status == "taken":
        return True
    if handover.is_silent:
        # Until somebody comes, a form that is being filled goes on.
        return not heard.in_form or _asks_for_pearl(heard)
    if heard.in_form or heard.is_button or heard.level:
        return False
    if heard.asked == LEAVE_MESSAGE:
        return _is_a_message(heard)
    if heard.asked == ASK_CONTACT:
        return any(heard.contact)
    if heard.asked == ASK_NUMBER:
        return holds_a_phone(heard.text)
    if handover.status == "call_back":
        # Another number to call, or the same one sent twice.
        return bool(heard.contact[0]) and heard.is_only_contact
    return handover.status == "missed" and bool(heard.contact[0])


def is_for_nothing_yet(heard: Heard) -> bool:
    """Whether a number or an address comes out of the blue, so that the visitor has to be asked what it is for."""
    return not (heard.in_form or heard.is_button or heard.level) and heard.is_only_contact


def wants_pearl_back(handover: Handover, heard: Heard) -> bool:
    """Whether the visitor ends it; to a person who has the conversation, a mere "stop" may be said."""
    return _asks_for_pearl(heard) or (handover.status == "waiting" and heard.intent in ("stop", "deny"))


def _asks_for_pearl(heard: Heard) -> bool:
    return heard.intent == BACK or bool(_BACK.fullmatch(heard.text))


def _is_a_message(heard: Heard) -> bool:
    if any(heard.contact):
        return True
    longest = {"faq": LONGEST_QUESTION, "talk_to_a_person": LONGEST_WISH}.get(heard.intent, 0)
    return len(heard.text.split()) > longest and heard.intent not in FOR_PEARL
