"""Messages come twice, and old buttons are tapped again; nothing is doubled and nobody is misled."""

from __future__ import annotations

from typing import Any

import pytest
from replies import ALL_AT_ONCE, asked_for, asks_for, says, texts

pytestmark = pytest.mark.in_sql


def test_the_same_question_gets_the_same_answer(talk: Any) -> None:
    first, second = talk.say("can i pop milia?"), talk.say("can i pop milia?")
    assert second.replies == first.replies


@pytest.mark.parametrize("slot", ["day", "name", "phone"])
def test_a_message_that_comes_twice_fills_nothing_wrong(slot: str, talk: Any) -> None:
    asked_for(talk, slot)
    turn = talk.say(talk.turns[-1].text)
    assert asks_for(turn, slot) and f"booking_{slot}" not in turn.slots


def test_a_name_sent_twice_is_no_phone_number(talk: Any) -> None:
    asked_for(talk, "phone")
    turn = talk.say("Dana Smith")
    assert turn.slots["booking_name"] == "Dana Smith" and "booking_phone" not in turn.slots


def test_everything_sent_twice_is_read_back_twice_and_booked_once(talk: Any, assistant: Any) -> None:
    talk.say(ALL_AT_ONCE)
    assert asks_for(talk.say(ALL_AT_ONCE), "confirmed")
    talk.say("yes")
    assert len(assistant.records.bookings()) == 1


def test_a_double_tap_on_yes_send_it_books_once_and_tells_the_reference_again(talk: Any, assistant: Any) -> None:
    talk.say(ALL_AT_ONCE)
    talk.tap("Yes, send it")
    turn = talk.tap("Yes, send it")
    (booking,) = assistant.records.bookings()
    assert says(turn, "utter_already_sent") and booking.reference in texts(turn)


@pytest.mark.parametrize("title", ["No, change it", "Stop", "Yes, send it"])
def test_a_button_of_the_read_back_after_sending_says_that_it_was_sent(title: str, talk: Any, assistant: Any) -> None:
    talk.say(ALL_AT_ONCE)
    talk.say("yes")
    talk.say("are milia acne?")
    talk.turns.pop()
    turn = talk.tap(title)
    assert says(turn, "utter_already_sent") and "780 555 0199" in texts(turn)
    assert len(assistant.records.bookings()) == 1


def test_yes_send_it_after_stop_says_that_nothing_was_sent(talk: Any, assistant: Any) -> None:
    talk.say(ALL_AT_ONCE)
    talk.tap("Stop")
    talk.tap("Yes, stop")
    assert says(talk.say("/affirm"), "utter_nothing_to_send")
    assert assistant.records.bookings() == ()


def test_the_booking_button_twice_asks_the_same_question(talk: Any) -> None:
    talk.say("hello")
    first, second = talk.tap("Ask for an appointment"), talk.say("/book_appointment")
    assert asks_for(first, "reason") and asks_for(second, "reason")
    assert len(second.replies) == 1


def test_tell_me_more_can_be_tapped_twice(talk: Any) -> None:
    talk.say("can i pop milia?")
    first = talk.tap("Tell me more")
    assert talk.say('/more{"topic": "can_i_pop_milia"}').replies == first.replies


def test_a_wish_for_a_person_sent_twice_is_one_hand_over(talk: Any, assistant: Any) -> None:
    first, second = talk.say("talk to a person"), talk.say("talk to a person")
    assert second.replies == first.replies
    assert len(assistant.handovers()) == 1


def test_who_waits_for_a_person_and_asks_again_keeps_his_place(talk: Any, assistant: Any) -> None:
    for message in ("talk to a person", "are milia acne?", "talk to a person"):
        talk.say(message)
    assert len(assistant.handovers()) == 1


def test_two_visitors_do_not_get_into_each_others_way(talk: Any, assistant: Any) -> None:
    other = assistant.conversation()
    for message in ("/book_appointment", "my milia", "friday", "Dana"):
        talk.say(message)
        other.say(message.replace("Dana", "Kim").replace("milia", "bumps"))
    assert (talk.turns[-1].slots["booking_name"], other.turns[-1].slots["booking_name"]) == ("Dana", "Kim")


def test_yes_i_have_tapped_twice_is_no_answer_to_the_next_question(talk: Any) -> None:
    asked_for(talk, "known_patient")
    talk.tap("Yes, I have")
    turn = talk.say("/affirm")
    assert asks_for(turn, "day") and len(turn.replies) == 1, texts(turn)
    assert turn.slots["booking_known_patient"] is True


def test_a_time_tapped_twice_is_no_answer_to_the_next_question(talk: Any) -> None:
    asked_for(talk, "day")
    for _ in range(2):
        turn = talk.say('/pick_time{"time": "2026-12-01T14:00"}')
    assert asks_for(turn, "name") and len(turn.replies) == 1, texts(turn)
    assert turn.slots["booking_starts_at"] == "2026-12-01T14:00:00-07:00"


def test_a_reason_sent_twice_does_not_skip_the_next_question(talk: Any) -> None:
    asked_for(talk, "reason")
    for _ in range(2):
        turn = talk.say("the bumps on my cheek")
    assert asks_for(turn, "known_patient") and len(turn.replies) == 1, texts(turn)


def test_no_change_it_tapped_twice_asks_once_more_what_to_change(talk: Any) -> None:
    talk.say(ALL_AT_ONCE)
    first, second = talk.tap("No, change it"), talk.say("/deny")
    assert says(second, "utter_what_to_change") and second.replies == first.replies


def test_stop_tapped_twice_forgets_nothing(talk: Any) -> None:
    talk.say(ALL_AT_ONCE)
    talk.tap("Stop")
    turn = talk.say("/stop")
    assert says(turn, "utter_stop_sure") and turn.slots["booking_name"] == "Dana Smith"
    assert asks_for(talk.tap("No, go on"), "confirmed")


@pytest.mark.parametrize(
    ("wish", "yes"), [(("cancel my appointment",), "Yes, cancel it"), (("move it to friday at 11 am",), "Yes, move it")]
)
def test_a_change_of_an_appointment_tapped_twice_is_made_once_and_told(
    wish: tuple[str, ...], yes: str, talk: Any, assistant: Any
) -> None:
    for message in (ALL_AT_ONCE, "yes", *wish, "780 555 0134"):
        talk.say(message)
    talk.tap(yes)
    assert says(talk.say("/affirm"), "utter_done_already")
    (booking,) = assistant.records.bookings()
    assert len(assistant.records.changes(booking.reference)) == 2


def test_back_to_pearl_tapped_twice_does_no_harm(talk: Any, assistant: Any) -> None:
    talk.say("talk to a person")
    talk.tap("Go on with Pearl")
    assert says(talk.say("/back_to_pearl"), "utter_back_to_pearl")
    assert len(assistant.handovers()) == 1
