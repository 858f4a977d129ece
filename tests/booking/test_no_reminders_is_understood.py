"""Who wants no reminders says so in many words; who asks about reminders does not."""

from __future__ import annotations

import pytest

from pearl.booking.reminder_words import wants_no_reminders


@pytest.mark.parametrize(
    "text",
    [
        "no reminders please",
        "stop sending me reminders",
        "please don't remind me",
        "I do not want any reminder e-mails about my appointment, no reminders",
        "stop the reminders",
        "unsubscribe",
        "opt out of reminders",
        "can you stop the reminders?",
        "don't send reminders PRL-7K3M9Q 780 555 0134",
        "dont want reminders",
    ],
)
def test_a_wish_for_none_is_understood(text: str) -> None:
    assert wants_no_reminders(text)


@pytest.mark.parametrize(
    "text",
    [
        "do you send reminders?",
        "will I get a reminder",
        "stop",
        "remind me the day before",
        "please send me a reminder",
        "I have no reminder of what milia are" * 20,
        "it won't stop bleeding",
        "cancel my appointment",
    ],
)
def test_other_words_are_not_taken_for_it(text: str) -> None:
    assert not wants_no_reminders(text)
