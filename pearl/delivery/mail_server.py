"""E-mail over SMTP: one connection a notice, so that one refused address is nobody else's trouble."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage

import aiosmtplib

from pearl.clinic_profile import ClinicProfile
from pearl.errors import BadInput, SettingMissing
from pearl.messages import InMemoryMessageStore, MessageStore
from pearl.notices.deliverer import NotDelivered
from pearl.notices.email import email, probe, transcript_email
from pearl.notices.notice import Notice
from pearl.notices.transcript import TRANSCRIPT, conversation
from pearl.notices.wording import NoticeWording
from pearl.settings import MailSettings

STEP_S = 15.0
GOODBYE_S = 1.0


@dataclass(frozen=True)
class MailServer:
    """The clinic's mail server, as a Sender."""

    chosen: MailSettings
    wording: NoticeWording
    profile: ClinicProfile
    messages: MessageStore = field(default_factory=InMemoryMessageStore)

    async def send(self, notice: Notice, now: datetime) -> None:
        message = self._written(notice, now)
        await hand_over(self.chosen, message, notice.recipient)

    def _written(self, notice: Notice, now: datetime) -> EmailMessage:
        sender = self.chosen.sender
        if notice.payload.get("event") == TRANSCRIPT:
            said = conversation(notice, self.messages)
            return transcript_email(notice, said, self.wording, self.profile, sender)
        return email(notice, self.wording, self.profile, sender, now)


async def try_out(chosen: MailSettings, profile: ClinicProfile, recipient: str, now: datetime) -> None:
    """Send a test message. Raises SettingMissing without a mail server, BadInput with what is wrong with it."""
    if not chosen.host:
        raise SettingMissing("PEARL_SMTP_HOST is not set; set it to your mail server.")
    try:
        await hand_over(chosen, probe(recipient, profile, chosen.sender, now), recipient)
    except NotDelivered as error:
        raise BadInput(f"The test message was not taken: {error}.") from error
    except ValueError as error:
        raise BadInput(f"'{recipient}' is no e-mail address.") from error


async def hand_over(chosen: MailSettings, message: EmailMessage, recipient: str) -> None:
    """Bring one message to the mail server. Raises NotDelivered when it was not accepted."""
    server = _server(chosen)
    with _as_not_delivered(f"{chosen.host}:{chosen.port}"):
        try:
            await server.connect()
            await server.send_message(message, recipients=[recipient])
            # It is accepted: whatever the goodbye comes to, it must not be sent again for that.
            with suppress(aiosmtplib.SMTPException, asyncio.TimeoutError, OSError):
                await asyncio.wait_for(server.quit(), GOODBYE_S)
        finally:
            server.close()


def _server(chosen: MailSettings) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(
        hostname=chosen.host,
        port=chosen.port,
        username=chosen.user or None,
        password=chosen.password or None,
        use_tls=chosen.security == "tls",
        start_tls=chosen.security == "starttls",
        timeout=STEP_S,
    )


@contextmanager
def _as_not_delivered(server: str) -> Iterator[None]:
    """Turn what can go wrong with a mail server into NotDelivered."""
    try:
        yield
    except aiosmtplib.SMTPRecipientsRefused as error:
        refusal = error.recipients[0]
        raise NotDelivered(f"the address was refused: {_said(refusal)}", _for_good(refusal)) from error
    except aiosmtplib.SMTPAuthenticationError as error:
        reason = f"the mail server {server} refused user or password ({_said(error)}); check PEARL_SMTP_USER"
        raise NotDelivered(reason) from error
    except aiosmtplib.SMTPResponseException as error:
        raise NotDelivered(f"the mail server {server} refused: {_said(error)}") from error
    except (aiosmtplib.SMTPException, OSError) as error:
        reason = f"the mail server {server} cannot be reached or broke off ({type(error).__name__}: {error})"
        raise NotDelivered(reason) from error


def _for_good(refusal: aiosmtplib.SMTPResponseException) -> bool:
    """No such address: asking again is no use. A refusal by policy (5.7.x) may end when the settings are put right."""
    return refusal.code >= 500 and "5.7." not in refusal.message and "relay" not in refusal.message.lower()


def _said(error: aiosmtplib.SMTPResponseException) -> str:
    return f"{error.code} {' '.join(error.message.split())}"
