"""An e-mail of a notice: headers, words and calendar entry; a repeat has the same Message-ID."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr

from pearl.clinic_profile import ClinicProfile
from pearl.messages import Message
from pearl.notices.facts import read_facts
from pearl.notices.handover_facts import is_about_a_handover, read_handover_facts
from pearl.notices.handover_letter import handover_letter
from pearl.notices.invitation import Invitation, invitation
from pearl.notices.letter import NAME_LIMIT, Letter, compose, one_line
from pearl.notices.notice import Notice
from pearl.notices.transcript import written_down
from pearl.notices.wording import NoticeWording

# Any mail server on the way can pass on what holds only ASCII.
SEVEN_BIT = SMTP.clone(cte_type="7bit")


def email(notice: Notice, wording: NoticeWording, profile: ClinicProfile, sender: str, now: datetime) -> EmailMessage:
    """The e-mail of a notice, from `sender` (such as "Clinic <desk@example.org>"; empty: the clinic's own address).

    Raises BadInput, KeyError or ValueError when the notice cannot be put into an e-mail.
    """
    letter, entry = words(notice, wording, profile), None
    if not is_about_a_handover(notice.payload):
        entry = invitation(read_facts(notice.payload), notice.payload["audience"], notice.recipient, wording, profile)
    message = _addressed(notice.recipient, profile, sender, now)
    message["Message-ID"] = message_id(notice.key, message["From"].addresses[0].domain)
    message["Subject"] = letter.subject
    if notice.payload["event"] == "booking.reminder":
        message["List-Unsubscribe"] = f"<mailto:{profile.email}?subject=No%20reminders>"
    _write(message, letter, entry)
    return message


def transcript_email(
    notice: Notice,
    messages: Sequence[Message],
    wording: NoticeWording,
    profile: ClinicProfile,
    sender: str,
) -> EmailMessage:
    """The e-mail of a conversation that its visitor asked for. Raises BadInput or ValueError when it cannot be written."""
    message = _addressed(notice.recipient, profile, sender, notice.created_at)
    message["Message-ID"] = message_id(notice.key, message["From"].addresses[0].domain)
    letter = written_down(messages, wording, profile)
    message["Subject"] = letter.subject
    _write(message, letter, None)
    return message


def words(notice: Notice, wording: NoticeWording, profile: ClinicProfile) -> Letter:
    """What the recipient of a notice reads. Raises BadInput, KeyError or ValueError when it cannot be written."""
    if is_about_a_handover(notice.payload):
        return handover_letter(read_handover_facts(notice.payload), wording, profile)
    return compose(read_facts(notice.payload), notice.payload["audience"], wording, profile)


def probe(recipient: str, profile: ClinicProfile, sender: str, now: datetime) -> EmailMessage:
    """A message that only shows that the way to a mailbox is open. Raises ValueError for an impossible recipient."""
    message = _addressed(recipient, profile, sender, now)
    message["Message-ID"] = make_msgid(domain=message["From"].addresses[0].domain)
    message["Subject"] = "Pearl: a test message"
    message.set_content("This message shows that Pearl can send e-mail by this mail server.\n")
    return message


def message_id(key: str, domain: str) -> str:
    """The Message-ID of a notice's key: the same for every repeat, and it tells nothing."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def _addressed(recipient: str, profile: ClinicProfile, sender: str, now: datetime) -> EmailMessage:
    """An empty message with who writes to whom and when."""
    message = EmailMessage(policy=SEVEN_BIT)
    name, address = parseaddr(sender) if sender else (profile.name, profile.email)
    message["From"] = Address(one_line(name, NAME_LIMIT), addr_spec=address)
    message["To"] = Address(addr_spec=recipient)
    message["Reply-To"] = Address(addr_spec=profile.email)
    message["Date"] = format_datetime(now)
    # So that an out-of-office reply is not sent to the clinic's desk (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    return message


def _write(message: EmailMessage, letter: Letter, entry: Invitation | None) -> None:
    """Plain text, HTML and the entry as three ways to say one thing; the entry once more as a file to open."""
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    if entry is None:
        return
    message.add_alternative(
        entry.content, maintype="text", subtype="calendar", params={"method": entry.method, "charset": "utf-8"}
    )
    message.add_attachment(entry.content, maintype="application", subtype="ics", filename="appointment.ics")
