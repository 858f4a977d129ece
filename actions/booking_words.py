"""Days and times of a booking in the words that the domain's responses have places for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Dict, Iterator, List, Optional

from rasa_sdk.executor import CollectingDispatcher

from actions.turn import clinic_facts, say
from pearl.booking.form import FormState, Problem
from pearl.booking.free_month import offer
from pearl.booking.phone import display_phone
from pearl.booking.summary import day_in_words, time_in_words, values
from pearl.clinic_facts import listed
from pearl.wording import sentence

PATIENT = {True: "utter_line_known_patient", False: "utter_line_new_patient", None: "utter_line_patient_not_said"}


def say_problem(dispatcher: CollectingDispatcher, problem: Problem, about: Optional[Dict[str, Any]] = None) -> None:
    """Tell a problem, with a button for each day or time that can be had instead."""
    say(dispatcher, f"utter_{problem.key}", about, offers(problem) or None, **problem_words(problem))


def problem_words(problem: Problem) -> Dict[str, Any]:
    """A problem's values, every day and moment in words, and the hours of its day."""
    words = {name: _words(name, value) for name, value in problem.values.items()}
    day = problem.values.get("day")
    return {**words, "hours": clinic_facts().day_hours(date.fromisoformat(day)) if day else ""}


def read_back(state: FormState) -> Iterator[str]:
    """A line for everything that is known."""
    yield sentence("utter_line_reason", reason=state.reason or "")
    yield sentence("utter_line_day", when=when_in_words(state))
    yield sentence("utter_line_name", name=state.name or "")
    if state.phone:
        yield sentence("utter_line_phone", phone_number=display_phone(state.phone))
    if state.email:
        yield sentence("utter_line_email", email_address=state.email)
    if state.branch:
        yield sentence("utter_line_branch", branch=state.branch)
    if state.site:
        yield sentence("utter_line_site", site=state.site)
    yield sentence(PATIENT[state.known_patient])


def offers(problem: Problem) -> List[Dict[str, str]]:
    """A button for each day or time that can be had instead."""
    kinds = ("offers", "times", "choices", "nearest")
    return [offer(iso) for iso in next((problem.values[kind] for kind in kinds if kind in problem.values), [])]


def when_in_words(state: FormState) -> str:
    """Tuesday 1 December 2026, 3:00 pm."""
    words = values(state.day, state.starts_at, state.phone)
    return ", ".join(part for part in (words["day"], words["time"]) if part)


def _words(name: str, value: Any) -> str:
    if name == "nearest":
        return listed([day_in_words(date.fromisoformat(day)) for day in value])
    if name == "day":
        return day_in_words(date.fromisoformat(value))
    if name in ("starts_at", "first", "last"):
        return time_in_words(datetime.fromisoformat(value))
    if name == "times":
        return listed([f"{day_in_words(at.date())}, {time_in_words(at)}" for at in map(datetime.fromisoformat, value)])
    if name == "choices":
        return " or ".join(time_in_words(datetime.fromisoformat(moment)) for moment in value)
    return str(value)
