"""Questions are answered on Telegram as on the web, in its own form."""

from __future__ import annotations

from bot_api_stand_in import TelegramVisitor, titles, words


def test_a_question_is_answered_with_sources_and_buttons(visitor: TelegramVisitor) -> None:
    replies = visitor.says("can I pop my milia?", 2)
    assert "Sources: " in replies[-1]["text"] and '<a href="https://' in replies[-1]["text"]
    assert titles(replies[-1]) == ["Tell me more", "Ask for an appointment", "👍 Helpful", "👎 Not helpful"]
    assert {reply["parse_mode"] for reply in replies} == {"HTML"}


def test_what_a_visitor_wrote_comes_back_escaped(visitor: TelegramVisitor) -> None:
    for text in ("/book", "bumps", "next Tuesday at 2 pm", "Dana <b>&amp; Smith", "780 555 0134"):
        replies = visitor.says(text)
    assert "<b>" not in words(replies)
