"""What an update of the Bot API says, read so that no update can stop Pearl.

Of everything that Telegram can send, only text, buttons, the visitor's own contact and the fact that something else came
are taken; files, places and foreign contacts are never looked into.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from pearl.errors import BadInput
from pearl.keeping import made_keepable

Kind = Literal[
    "text", "tap", "edited", "contact", "foreign_contact",
    "picture", "voice", "sticker", "location", "file", "other",
    "group", "blocked", "unblocked", "nothing",
]  # fmt: skip
# What a message holds beside text, and what it counts as; a document comes along with an animation, so it is last.
MEDIA: dict[str, Kind] = {
    "photo": "picture", "video": "picture", "animation": "picture", "video_note": "picture", "paid_media": "picture",
    "voice": "voice", "audio": "voice",
    "sticker": "sticker", "dice": "sticker",
    "venue": "location", "location": "location",
    "document": "file",
    "poll": "other", "game": "other", "story": "other", "invoice": "other", "checklist": "other",
}  # fmt: skip
GROUPS = ("group", "supergroup")
# Telegram promises ids of at most 52 bits; update ids are smaller.
LARGEST_ID = 2**52
UPDATE_LIMIT = 2**62


@dataclass(frozen=True, kw_only=True)
class Update:
    """One update. `text` is what the visitor wrote (a caption too), or the title of the tapped button.

    `data` is what a tapped button carries, `tap_id` the name under which the tap has to be answered.
    """

    update_id: int
    kind: Kind = "nothing"
    chat_id: int = 0
    message_id: int = 0
    text: str = ""
    data: str = ""
    tap_id: str = ""


def read_update(data: object) -> Update:
    """Read one update. Raises BadInput when it is none; what is not for Pearl has the kind `nothing`."""
    if not isinstance(data, dict):
        raise BadInput("An update is a JSON object.")
    update_id = data.get("update_id")
    if type(update_id) is not int or not 0 <= update_id < UPDATE_LIMIT:
        raise BadInput("An update needs an 'update_id', a whole number.")
    if message := _part(data, "message"):
        return _message(update_id, message)
    if message := _part(data, "edited_message"):
        return _edited(update_id, message)
    if query := _part(data, "callback_query"):
        return _tap(update_id, query)
    if member := _part(data, "my_chat_member"):
        return _member(update_id, member)
    return Update(update_id=update_id)


def _message(update_id: int, message: dict[str, Any]) -> Update:
    chat = _part(message, "chat")
    chat_id, message_id = _id(chat, "id"), _id(message, "message_id")
    if chat_id and chat.get("type") in GROUPS:
        return Update(update_id=update_id, kind="group", chat_id=chat_id)
    if not _is_private(chat) or _part(message, "from").get("is_bot") is True:
        return Update(update_id=update_id)
    came = Update(update_id=update_id, chat_id=chat_id, message_id=message_id)
    if text := _text(message, "text"):
        return replace(came, kind="text", text=text)
    if contact := _part(message, "contact"):
        return _contact(contact, _id(_part(message, "from"), "id"), came)
    kind: Kind = next((kind for key, kind in MEDIA.items() if key in message), "nothing")
    return replace(came, kind=kind, text=_text(message, "caption"))


def _contact(contact: dict[str, Any], owner: int, came: Update) -> Update:
    number = _text(contact, "phone_number")
    if number and owner and _id(contact, "user_id") == owner:
        return replace(came, kind="contact", text=number)
    return replace(came, kind="foreign_contact")


def _edited(update_id: int, message: dict[str, Any]) -> Update:
    chat, text = _part(message, "chat"), _text(message, "text") or _text(message, "caption")
    if not _is_private(chat) or not text:
        return Update(update_id=update_id)
    chat_id, message_id = _id(chat, "id"), _id(message, "message_id")
    return Update(update_id=update_id, kind="edited", chat_id=chat_id, message_id=message_id, text=text)


def _tap(update_id: int, query: dict[str, Any]) -> Update:
    tap_id, data, message = _text(query, "id"), _text(query, "data"), _part(query, "message")
    chat = _part(message, "chat")
    if not tap_id:
        return Update(update_id=update_id)
    if not data or not _is_private(chat):
        # Answered, so that the button stops waiting, and nothing more.
        return Update(update_id=update_id, tap_id=tap_id)
    return Update(
        update_id=update_id,
        kind="tap",
        chat_id=_id(chat, "id"),
        message_id=_id(message, "message_id"),
        text=_title(message, data),
        data=data,
        tap_id=tap_id,
    )


def _title(message: dict[str, Any], data: str) -> str:
    """What is written on the button that carries `data`."""
    rows = _part(message, "reply_markup").get("inline_keyboard")
    for row in rows if isinstance(rows, list) else ():
        for button in row if isinstance(row, list) else ():
            if isinstance(button, dict) and button.get("callback_data") == data:
                return _text(button, "text")
    return ""


def _member(update_id: int, member: dict[str, Any]) -> Update:
    chat, status = _part(member, "chat"), _part(member, "new_chat_member").get("status")
    chat_id = _id(chat, "id")
    if chat_id and chat.get("type") in GROUPS:
        return Update(
            update_id=update_id, kind="group" if status in ("member", "administrator") else "nothing", chat_id=chat_id
        )
    if not _is_private(chat):
        return Update(update_id=update_id)
    return Update(update_id=update_id, kind="blocked" if status == "kicked" else "unblocked", chat_id=chat_id)


def _is_private(chat: dict[str, Any]) -> bool:
    return chat.get("type") == "private" and _id(chat, "id") > 0


def _part(data: dict[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _id(data: dict[str, Any], key: str) -> int:
    value = data.get(key)
    return value if type(value) is int and abs(value) < LARGEST_ID else 0


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    return made_keepable(value).strip() if isinstance(value, str) else ""
