"""Notices to Telegram: put at the end of the chat's conversation, from where the outbox brings them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from pearl.clinic_profile import ClinicProfile
from pearl.messages import CLIENT_ID_LIMIT, PEARL, Message
from pearl.notices.deliverer import NotDelivered
from pearl.notices.facts import BookingFacts, read_facts
from pearl.notices.invitation import invitation
from pearl.notices.letter import chat_text
from pearl.notices.notice import Notice
from pearl.notices.wording import NoticeWording
from pearl.telegram.chats import ChatStore
from pearl.telegram.rendering import DOCUMENT


@dataclass(frozen=True)
class TelegramNotices:
    """The chats, as a Sender. A notice is in the conversation once, however often it is sent."""

    chats: ChatStore
    wording: NoticeWording
    profile: ClinicProfile

    async def send(self, notice: Notice, now: datetime) -> None:
        chat = self.chats.chat(notice.recipient)
        if chat is None or chat.blocked_at:
            reason = "the chat was erased" if chat is None else "the visitor has blocked the bot"
            raise NotDelivered(reason, for_good=True)
        told = read_facts(notice.payload)
        message = Message(
            sender=notice.recipient,
            author=PEARL,
            text=chat_text(told, self.wording, self.profile),
            created_at=now,
            client_id=hashlib.sha256(notice.key.encode()).hexdigest()[:CLIENT_ID_LIMIT],
            extras=self._entry(told),
        )
        self.chats.tell(chat.bot_id, chat.chat_id, message)

    def _entry(self, told: BookingFacts) -> dict[str, dict[str, str]]:
        """The calendar entry, for events that change a calendar. Its attendee is the visitor's e-mail address, if any."""
        entry = invitation(told, "visitor", told.email, self.wording, self.profile)
        return {DOCUMENT: {"name": "appointment.ics", "content": entry.content.decode()}} if entry else {}
