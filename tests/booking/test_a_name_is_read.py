"""Names, as people give them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pearl.booking.names import read_name

STATED = {
    "I'm Dana": "Dana",
    "hi im dana": "Dana",
    "I am Dana Smith and I'd like to come": "Dana Smith",
    "my name is Oksana Petrenko": "Oksana Petrenko",
    "friday 14h, my name is Oksana": "Oksana",
    "My name's José": "José",
    "my name is Will Smith": "Will Smith",
    "my name is John Hurt": "John Hurt",
    "call me Mary-Jane": "Mary-Jane",
    "I'm Dana, 780 555 0134, Tuesday at 3 for the ones under my eyes": "Dana",
    "my name is priya nair and i want to be seen": "Priya Nair",
}
ANSWERS = {
    "Dana": "Dana",
    "dana": "Dana",
    "dana smith": "Dana Smith",
    "DANA SMITH": "DANA SMITH",
    "it's Mary-Jane O'Neil": "Mary-Jane O'Neil",
    "it’s mary-jane o’neil": "Mary-Jane O’Neil",
    "José": "José",
    "李雷": "李雷",
    "van der Berg": "van der Berg",
    "Will Smith": "Will Smith",
    "Maria del Carmen García López": "Maria del Carmen García López",
    "  Dana.  ": "Dana",
    "ok, Dana": "Dana",
    "June": "June",
    "Dana 🙂": "Dana",
    "👩‍⚕️ dana o'neil ❤️": "Dana O'Neil",
}
NO_NAMES = [
    "yes", "no", "ok", "sure", "hello", "thanks", "why", "why?", "what for", "Dana?", "12", "780 555 0134", "d4na", "",
    "my eye is bleeding", "I can't breathe", "my throat is swelling", "i want to die", "chest pain", "help me",
    "will it hurt", "is it safe", "do they come back", "I'm worried", "I'm pregnant", "im bleeding", "it's bothering me",
    "it's on my nose", "I'm in Calgary", "my name is spelled differently", "call me back", "call me at 780 555 0134",
    "one two three four five six", "<b>Dana</b>", "=1+1", "dana@example.com", "tuesday", "none", "x" * 500, "👍", "...",
]  # fmt: skip
UNASKED = ["Dana", "it's Dana", "dana smith", "milia on my cheek", "the bumps under my eyes", "put my name down please"]


@pytest.mark.parametrize(("text", "name"), STATED.items())
def test_a_stated_name_is_taken_whether_asked_or_not(text: str, name: str) -> None:
    assert read_name(text, asked=False) == name
    assert read_name(text, asked=True) == name


@pytest.mark.parametrize(("text", "name"), ANSWERS.items())
def test_a_bare_answer_is_a_name_when_asked(text: str, name: str) -> None:
    assert read_name(text, asked=True) == name


@pytest.mark.parametrize("text", NO_NAMES)
def test_what_is_no_name_is_not_taken_even_when_asked(text: str) -> None:
    assert read_name(text, asked=True) is None


@pytest.mark.parametrize("text", UNASKED)
def test_a_bare_word_is_no_name_when_nobody_asked(text: str) -> None:
    assert read_name(text, asked=False) is None


@given(st.text(max_size=300), st.booleans())
def test_no_text_raises(text: str, asked: bool) -> None:
    name = read_name(text, asked)
    assert name is None or 0 < len(name) <= 100
