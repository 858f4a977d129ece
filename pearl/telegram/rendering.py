"""A message of the conversation as calls of the Bot API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from pearl.messages import Message
from pearl.telegram.keyboard import Row, rows, thumbs
from pearl.telegram.splitting import split

WEB = ("https://", "http://")
# A file's name and its content travel in a message's extras under this name.
DOCUMENT = "document"


@dataclass(frozen=True)
class Call:
    """One call of the Bot API; `document` is a file (name, content) that goes along, `words` the text without markup."""

    method: str
    parameters: dict[str, Any] = field(default_factory=dict)
    document: tuple[str, bytes] | None = None
    words: str = ""

    def without_markup(self) -> Call:
        """The same text for the case that Telegram could not read its markup."""
        kept: dict[str, Any] = {k: v for k, v in self.parameters.items() if k in ("chat_id", "reply_markup")}
        return replace(self, parameters={**kept, "text": self.words})


def calls(message: Message, chat_id: int, thumb_titles: Sequence[str]) -> tuple[Call, ...]:
    """What brings a message into a chat, in order; the buttons are under the last part of the text."""
    note = message.extras.get("custom") or {}
    made = [_text(chat_id, part, note.get("sources") or ()) for part in split(message.text)]
    if made and (markup := _markup(message.extras, note, thumb_titles)):
        made[-1].parameters["reply_markup"] = markup
    if document := message.extras.get(DOCUMENT):
        file = (str(document["name"]), str(document["content"]).encode())
        made.append(Call("sendDocument", {"chat_id": chat_id}, file))
    return tuple(made)


def _text(chat_id: int, words: str, sources: Sequence[Mapping[str, str]]) -> Call:
    html = _linked(escape(words, quote=False), sources)
    look = {"parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
    return Call("sendMessage", {"chat_id": chat_id, "text": html, **look}, words=words)


def _markup(extras: Mapping[str, Any], note: Mapping[str, Any], thumb_titles: Sequence[str]) -> dict[str, Any]:
    if share := note.get("share_contact"):
        keyboard = [[{"text": str(share), "request_contact": True}]]
        return {"keyboard": keyboard, "one_time_keyboard": True, "resize_keyboard": True}
    laid = rows(extras.get("buttons") or ())
    rating: Row = thumbs(note["answer_id"], thumb_titles) if note.get("answer_id") else []
    laid += [rating] if rating else []
    return {"inline_keyboard": laid} if laid else {}


def _linked(html: str, sources: Sequence[Mapping[str, str]]) -> str:
    """The titles of sources become links to them."""
    for source in sources:
        title, url = escape(source.get("title") or "", quote=False), source.get("url") or ""
        if title and url.startswith(WEB):
            html = html.replace(title, f'<a href="{escape(url)}">{title}</a>', 1)
    return html
