"""The store of hand-overs is away for a moment: nobody is made to believe that a person has read what he wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from replies import says

from pearl.bootstrap import services, use
from pearl.errors import StoreUnavailable

pytestmark = pytest.mark.in_sql


class Away:
    """A store of hand-overs that cannot be used."""

    def __getattr__(self, name: str) -> Any:
        raise StoreUnavailable("The database is held by another program; try again soon.")


@pytest.fixture
def store_away(talk: Any) -> Iterator[Any]:
    """Makes the store go away, and brings it back after the test."""
    before = services()
    yield lambda: use(replace(services(), handovers=Away()))  # type: ignore[arg-type]
    use(before)


@pytest.mark.parametrize("words", ["are milia acne?", "please look at my booking", "talk to a person"])
def test_the_visitor_is_told_that_it_went_wrong(words: str, talk: Any, store_away: Any) -> None:
    talk.say("talk to a person")
    store_away()
    assert says(talk.say(words), "utter_trouble")


def test_a_red_flag_gets_its_advice_all_the_same(talk: Any, store_away: Any) -> None:
    talk.say("talk to a person")
    store_away()
    turn = talk.say("my face is swelling and I can't breathe")
    assert turn.outcome == "red_flag" and turn.level == "E"
