"""What a visitor will get of a change of a booking, word for word, by each way that it goes."""

from __future__ import annotations

from dataclasses import dataclass

from pearl.booking.change import BookingChange
from pearl.bootstrap import notice_wording
from pearl.desk.door import Desk
from pearl.notices.calling import chat_of
from pearl.notices.letter import Letter, chat_about, letter_about
from pearl.settings import settings


@dataclass(frozen=True)
class Telling:
    """`letter` is the e-mail, or what may be said where none leaves; `chat` the words that the bot says.

    `is_cut_off` is True where the visitor has blocked the bot or erased the chat, so that nothing can be said there.
    """

    letter: Letter | None = None
    is_mailed: bool = False
    chat: str = ""
    is_cut_off: bool = False

    @property
    def goes_out(self) -> bool:
        """Whether Pearl herself tells the visitor."""
        return self.is_mailed or bool(self.chat)

    @property
    def words(self) -> str:
        """All that is shown of it."""
        letter = f"{self.letter.subject}\n{self.letter.text}" if self.letter else ""
        return f"{letter}\n{self.is_mailed}\n{self.chat}" if letter or self.chat else ""


def telling(desk: Desk, change: BookingChange) -> Telling:
    """What the visitor will get, before the change is made; nothing where the wording has no entry for it."""
    wording, profile = notice_wording(settings()), desk.services.profile
    letter = letter_about(change, "visitor", wording, profile)
    is_mailed = bool(letter and change.booking.email and desk.by_email)
    address = chat_of(change.booking) if desk.by_telegram else ""
    chat = desk.services.chats.chat(address) if address else None
    takes_words = chat is not None and chat.blocked_at is None
    said = chat_about(change, wording, profile) if takes_words else ""
    return Telling(letter if is_mailed or not said else None, is_mailed, said, bool(address) and not takes_words)
