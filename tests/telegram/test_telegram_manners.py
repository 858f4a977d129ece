"""Private chats only, commands, taps answered, files kindly refused and never kept."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from bot_api_stand_in import StandIn, TelegramVisitor, eventually, message_ids, titles, update_ids, words
from real_server import ROOT, RealServer

RESPONSES: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
PHONE = "780 555 0199"


def begins(text: str, response: str) -> bool:
    """Whether a text begins as a response of the domain does, up to its first placeholder."""
    return text.startswith(RESPONSES[response][0]["text"].partition("{")[0].strip())


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/start", "Hello! I am Pearl"),
        ("/help", "I can tell you what milia are"),
        ("/book", "I can ask the clinic for an appointment"),
        ("/hours", "We are open now"),
        ("/stop", "All right"),
        ("/person", "I have asked somebody at the clinic"),
    ],
)
def test_a_command_of_the_menu_does_what_it_says(command: str, said: str, visitor: TelegramVisitor) -> None:
    replies = visitor.says(command)
    assert said in words(replies), words(replies)
    assert not any(begins(reply["text"], "utter_fallback") for reply in replies)


def test_the_menu_is_set_at_the_start(server: RealServer, bot_api: StandIn) -> None:
    (menu, *_) = bot_api.journal("setMyCommands")
    assert [entry["command"] for entry in menu["commands"]] == [
        "book", "hours", "person", "help", "privacy", "erase", "stop"
    ]  # fmt: skip


def test_a_link_of_the_website_leads_to_its_topic(visitor: TelegramVisitor) -> None:
    first, *answer = visitor.says("/start can_i_pop_milia", 3)
    assert begins(first["text"], "utter_telegram_welcome")
    assert "squeez" in words(answer)


def test_privacy_tells_what_is_kept_and_where_to_read_more(visitor: TelegramVisitor, server: RealServer) -> None:
    (reply,) = visitor.says("/privacy")
    assert "30 days" in reply["text"] and f"{server.url}/privacy" in reply["text"] and "/erase" in reply["text"]


def test_somebody_is_seen_to_type_before_the_answer(visitor: TelegramVisitor, bot_api: StandIn) -> None:
    visitor.says("hello")
    assert [call["action"] for call in bot_api.journal("sendChatAction", chat_id=visitor.chat_id)] == ["typing"]


@pytest.mark.parametrize(
    ("what", "response"),
    [
        ({"photo": [{"file_id": "AgAD"}]}, "utter_telegram_picture"),
        ({"video": {"file_id": "BAAD"}}, "utter_telegram_picture"),
        ({"voice": {"file_id": "AwAD"}}, "utter_telegram_voice"),
        ({"sticker": {"file_id": "CAAD", "emoji": "x"}}, "utter_telegram_sticker"),
        ({"location": {"latitude": 53.54, "longitude": -113.49}}, "utter_telegram_location"),
        ({"document": {"file_id": "BQAD"}}, "utter_telegram_file"),
        ({"poll": {"question": "?"}}, "utter_telegram_other"),
        ({"contact": {"phone_number": "+15550001111", "user_id": 1}}, "utter_telegram_foreign_contact"),
    ],
)
def test_what_pearl_cannot_read_is_kindly_answered_and_not_kept(
    what: dict[str, Any], response: str, visitor: TelegramVisitor, server: RealServer
) -> None:
    (reply,) = visitor.sends(visitor.message(**what))
    assert begins(reply["text"], response)
    kept = " ".join(sqlite3.connect(server.database).iterdump())
    assert not any(secret in kept for secret in ("AgAD", "BAAD", "AwAD", "CAAD", "53.54", "BQAD", "+15550001111"))


def test_a_red_flag_under_a_picture_is_seen(visitor: TelegramVisitor) -> None:
    photo = {"photo": [{"file_id": "AgAD"}], "caption": "my eye hurts and I can't see"}
    picture, *advice = visitor.sends(visitor.message(**photo), 2)
    assert begins(picture["text"], "utter_telegram_picture")
    assert "911" in words(advice)


def test_a_group_is_told_once_where_to_write_and_nothing_of_it_is_kept(
    visitor: TelegramVisitor, bot_api: StandIn, server: RealServer
) -> None:
    group = {"id": -100200300, "type": "supergroup", "title": "Quokka Club"}
    for text in ("my eye hurts", "@TestNameBot hello", "/book"):
        bot_api.push(visitor.message(text=text, chat=group))
    assert eventually(lambda: bot_api.journal("sendMessage", chat_id=group["id"]))
    time.sleep(1)
    (told,) = bot_api.journal("sendMessage", chat_id=group["id"])
    assert told["text"].endswith("https://t.me/TestNameBot")
    assert "Quokka" not in " ".join(sqlite3.connect(server.database).iterdump())


def test_a_tap_is_answered_and_its_keyboard_cleared(visitor: TelegramVisitor, bot_api: StandIn) -> None:
    visitor.says("/start")
    tap = visitor.tap("What can you do?")
    assert words(visitor.sends(tap)).startswith("I can tell you")
    answered = [call["callback_query_id"] for call in bot_api.journal("answerCallbackQuery")]
    assert answered.count(tap["callback_query"]["id"]) == 1
    (cleared,) = bot_api.journal("editMessageReplyMarkup", chat_id=visitor.chat_id)
    assert cleared["message_id"] == tap["callback_query"]["message"]["message_id"]
    assert cleared["reply_markup"] == {"inline_keyboard": []}


def test_two_taps_and_a_repeated_update_are_one(visitor: TelegramVisitor, bot_api: StandIn) -> None:
    visitor.says("/start")
    tap = visitor.tap("What can you do?")
    for _ in range(4):
        bot_api.push(tap)
    assert len(visitor.hears()) == 1


def test_a_button_of_an_inline_message_is_answered_and_nothing_more(visitor: TelegramVisitor, bot_api: StandIn) -> None:
    query = {"id": f"inline-{next(update_ids)}", "from": visitor.who, "data": "/affirm", "inline_message_id": "x"}
    bot_api.push({"update_id": next(update_ids), "callback_query": query})
    assert eventually(lambda: query["id"] in str(bot_api.journal("answerCallbackQuery")))


def test_feedback_is_kept_thanked_for_and_leaves_the_other_buttons(
    visitor: TelegramVisitor, bot_api: StandIn, server: RealServer
) -> None:
    visitor.says("can I pop my milia?", 2)
    tap = visitor.tap("👎 Not helpful")
    visitor.sends(tap, 0)
    (edit,) = eventually(lambda: bot_api.journal("editMessageReplyMarkup", chat_id=visitor.chat_id))
    assert titles(edit) == ["Tell me more", "Ask for an appointment"]
    told = [
        c["text"]
        for c in bot_api.journal("answerCallbackQuery")
        if c["callback_query_id"] == tap["callback_query"]["id"]
    ]
    assert told and told[0].startswith("I am sorry that did not help")
    offer = eventually(lambda: bot_api.journal("sendMessage", chat_id=visitor.chat_id)[-1:])[0]
    assert eventually(
        lambda: "Talk to a person" in titles(bot_api.journal("sendMessage", chat_id=visitor.chat_id)[-1])
    ), offer
    query = "SELECT answer_id, helpful, channel FROM feedback WHERE sender = ?"
    rows = sqlite3.connect(server.database).execute(query, (f"telegram:{visitor.chat_id}",)).fetchall()
    assert [(row[0].partition("@")[0], row[1], row[2]) for row in rows] == [("can_i_pop_milia", 0, "telegram")]


def test_the_own_contact_fills_the_form(visitor: TelegramVisitor) -> None:
    for text in ("/book", "the bumps on my cheek", "next Tuesday at 2 pm"):
        visitor.says(text)
    (question,) = visitor.says("Dana Smith")
    assert question["reply_markup"]["keyboard"][0][0]["request_contact"] is True
    contact = {"phone_number": "17805550134", "user_id": visitor.chat_id, "first_name": "Dana"}
    assert "Phone: 780 555 0134" in words(visitor.sends(visitor.message(contact=contact)))


def test_an_edited_message_is_a_correction(visitor: TelegramVisitor) -> None:
    for text in ("/book", "the bumps on my cheek", "next Tuesday at 2 pm", "Dana Smith"):
        visitor.says(text)
    visitor.says("780 555 0134")
    edited = visitor.message(text="780 555 0177")
    edited["edited_message"] = edited.pop("message")
    first, *rest = visitor.sends(edited, 2)
    assert begins(first["text"], "utter_telegram_edited")
    assert "Phone: 780 555 0177" in words(rest)


def test_a_long_message_is_politely_refused_and_still_read_for_danger(visitor: TelegramVisitor) -> None:
    long = "I have some small bumps here. " * 130 + "😀" * 40
    assert "longer than I can read" in words(visitor.says(long))
    assert "911" in words(visitor.says(long[:3000] + " my throat is swelling and I can't breathe"))


def test_a_command_that_was_typed_is_only_text(visitor: TelegramVisitor) -> None:
    visitor.says("hello")
    assert visitor.says("/restart") and visitor.says('/pick_time{"time": "x"}')
    assert len(visitor.heard()) == 3


def test_the_conversation_is_erased_with_a_receipt_and_can_begin_again(
    visitor: TelegramVisitor, server: RealServer
) -> None:
    visitor.says("is that bump on my nose milia? my name is Zebulon")
    visitor.says("/erase")
    (receipt,) = visitor.taps("Yes, erase it")
    assert "ERA-" in receipt["text"]
    kept = sqlite3.connect(server.database)
    sender = f"telegram:{visitor.chat_id}"
    assert kept.execute("SELECT count(*) FROM messages WHERE sender = ?", (sender,)).fetchone() == (1,)
    assert kept.execute("SELECT count(*) FROM events WHERE sender_id = ?", (sender,)).fetchone() == (0,)
    assert "Zebulon" not in " ".join(kept.iterdump())
    assert begins(visitor.says("hello")[0]["text"], "utter_greet")


def test_visitors_do_not_share_a_conversation(new_visitor: Callable[[], TelegramVisitor]) -> None:
    dana, sam = new_visitor(), new_visitor()
    dana.says("/book")
    assert not begins(sam.says("hello")[0]["text"], "utter_ask_booking_reason")
    assert begins(dana.says("the bumps on my cheek")[0]["text"], "utter_ask_booking_known_patient")


def test_nobody_reaches_a_telegram_conversation_by_another_channel(
    visitor: TelegramVisitor, server: RealServer
) -> None:
    visitor.says("/book")
    for sender in (f"telegram:{visitor.chat_id}", str(visitor.chat_id)):
        server.post(sender, "the bumps on my cheek")
    assert next(message_ids)
    assert begins(visitor.says("hello")[-1]["text"], "utter_ask_booking_reason")
