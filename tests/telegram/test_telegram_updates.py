"""An update is read whatever it holds: what is for Pearl is taken, the rest is nothing, and only non-updates are refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pearl.errors import BadInput
from pearl.telegram.update import MEDIA, Update, read_update

DANA = {"id": 77, "is_bot": False, "first_name": "Dana"}
PRIVATE = {"id": 77, "type": "private"}


def message(**parts: Any) -> dict[str, Any]:
    return {"update_id": 5, "message": {"message_id": 3, "date": 1, "from": DANA, "chat": PRIVATE, **parts}}


def tap(**parts: Any) -> dict[str, Any]:
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "/affirm"}], "odd", [7]]}
    shown = {"message_id": 3, "chat": PRIVATE, "reply_markup": keyboard}
    return {"update_id": 5, "callback_query": {"id": "q", "from": DANA, "data": "/affirm", "message": shown, **parts}}


def test_a_text_is_taken_with_who_and_where() -> None:
    assert read_update(message(text=" can I pop them? ")) == Update(
        update_id=5, kind="text", chat_id=77, message_id=3, text="can I pop them?"
    )


@pytest.mark.parametrize(("key", "kind"), MEDIA.items())
def test_what_is_no_text_is_named_and_only_its_caption_is_taken(key: str, kind: str) -> None:
    update = read_update(message(**{key: {"file_id": "secret"}}, caption="is this milia?"))
    assert (update.kind, update.text) == (kind, "is this milia?")
    assert "secret" not in repr(update)


def test_a_tap_brings_what_the_button_carries_and_its_title() -> None:
    update = read_update(tap())
    assert (update.kind, update.data, update.text, update.tap_id, update.chat_id) == ("tap", "/affirm", "Yes", "q", 77)


@pytest.mark.parametrize("without", ["message", "data"])
def test_a_tap_that_belongs_to_no_chat_is_only_answered(without: str) -> None:
    update = read_update(tap(**{without: None}))
    assert (update.kind, update.tap_id) == ("nothing", "q")


@pytest.mark.parametrize(
    ("contact", "kind", "text"),
    [
        ({"phone_number": "+17805550134", "user_id": 77}, "contact", "+17805550134"),
        ({"phone_number": "+17805550134", "user_id": 78}, "foreign_contact", ""),
        ({"phone_number": "+17805550134"}, "foreign_contact", ""),
        ({"user_id": 77}, "foreign_contact", ""),
    ],
)
def test_only_the_visitors_own_contact_is_taken(contact: dict[str, Any], kind: str, text: str) -> None:
    update = read_update(message(contact=contact))
    assert (update.kind, update.text) == (kind, text)


@pytest.mark.parametrize("kind", ["group", "supergroup"])
def test_of_a_group_nothing_is_taken_but_that_it_is_one(kind: str) -> None:
    update = read_update(message(chat={"id": -100, "type": kind}, text="my eye hurts"))
    assert update == Update(update_id=5, kind="group", chat_id=-100)


@pytest.mark.parametrize(
    ("status", "chat", "kind"),
    [
        ("kicked", PRIVATE, "blocked"),
        ("member", PRIVATE, "unblocked"),
        ("member", {"id": -1, "type": "group"}, "group"),
        ("left", {"id": -1, "type": "group"}, "nothing"),
        ("member", {"id": -1, "type": "channel"}, "nothing"),
    ],
)
def test_it_is_seen_who_blocks_the_bot_and_which_group_takes_it_in(status: str, chat: Any, kind: str) -> None:
    data = {"update_id": 5, "my_chat_member": {"chat": chat, "new_chat_member": {"status": status}}}
    assert read_update(data).kind == kind


def test_an_edit_is_known_by_its_message() -> None:
    edited = {"update_id": 6, "edited_message": message(text="new words")["message"]}
    assert read_update(edited) == Update(update_id=6, kind="edited", chat_id=77, message_id=3, text="new words")


@pytest.mark.parametrize(
    "data",
    [
        message(),
        message(text=5),
        message(text="hello", chat="77"),
        message(text="hello", chat={"id": "77", "type": "private"}),
        message(text="hello", chat={"id": 10**30, "type": "private"}),
        message(text="hello", chat={"id": True, "type": "private"}),
        message(text="hello", **{"from": {**DANA, "is_bot": True}}),
        message(pinned_message={"message_id": 1}),
        {"update_id": 5},
        {"update_id": 5, "channel_post": message(text="hello")["message"]},
        {"update_id": 5, "inline_query": {"id": "1", "query": "x"}},
        {"update_id": 5, "message": []},
        {"update_id": 5, "edited_message": {"chat": PRIVATE, "photo": []}},
        {"update_id": 5, "poll": {}, "extra": None},
    ],
)
def test_what_is_not_for_pearl_is_nothing(data: Any) -> None:
    assert read_update(data).kind == "nothing"


@pytest.mark.parametrize(
    "data",
    [None, [], "update", 7, {}, {"update_id": "5"}, {"update_id": True}, {"update_id": -1}, {"update_id": 2**70}],
)
def test_what_is_no_update_is_refused(data: Any) -> None:
    with pytest.raises(BadInput):
        read_update(data)


def test_signs_that_no_database_holds_are_replaced() -> None:
    assert read_update(message(text="a\x00b\ud800")).text == "a\ufffdb\ufffd"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "type", "chat", "text"]), inner),
)
KEYS = st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member", "poll"])


@given(st.dictionaries(KEYS, JSON, max_size=3))
def test_no_update_stops_the_reading(parts: dict[str, Any]) -> None:
    assert read_update({"update_id": 1, **parts}).update_id == 1
