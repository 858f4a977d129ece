"""Rasa's domain, rules and examples agree with each other and with the code."""

from __future__ import annotations

import importlib
import inspect
import json
import re
from typing import Any, Iterator

import pytest
import yaml
from rasa_sdk.interfaces import Action
from source_files import ROOT, python_files, texts

from pearl.library.files import read_library
from pearl.understanding.message import incoming


def load(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


DOMAIN = load("domain.yml")
RULES = [rule for file in (ROOT / "data" / "rules").glob("*.yml") for rule in load(f"data/rules/{file.name}")["rules"]]
STEPS = [step for rule in RULES for step in rule["steps"]]
NLU = [item for name in ("conversation", "out_of_scope") for item in load(f"data/nlu/{name}.yml")["nlu"]]
# Intents that a component of the pipeline sets, and those that only a button sends.
SET_BY_A_COMPONENT = {"clarify", "nlu_fallback", "red_flag", "stop_reminders", "too_long", "unreadable"}
SENT_BY_A_BUTTON = {"pick_topic", "pick_time", "more", "something_else", "back_to_pearl", "ask_call_back"}
FORMS = DOMAIN["forms"]
# Rasa's own: forms ask with these without being told.
ASKED = {
    f"{verb}_ask_{part}{slot}"
    for form, fields in FORMS.items()
    for slot in fields["required_slots"]
    for verb in ("utter", "action")
    for part in ("", f"{form}_")
}
SOURCE_TEXTS = {text for file in python_files("actions", "pearl") for text in texts(file)}


def action_classes() -> Iterator[type[Action]]:
    for file in (ROOT / "actions").glob("[!_]*.py"):
        module = importlib.import_module(f"actions.{file.stem}")
        for _, found in inspect.getmembers(module, inspect.isclass):
            if issubclass(found, Action) and found.__module__ == module.__name__:
                yield found


WRITTEN = {found().name() for found in action_classes()}


def keys(name: str) -> list[str]:
    return [entry if isinstance(entry, str) else next(iter(entry)) for entry in DOMAIN[name]]


@pytest.mark.parametrize("action", keys("actions"))
def test_every_action_of_the_domain_is_written(action: str) -> None:
    assert action in WRITTEN | set(DOMAIN["responses"]) | set(FORMS)


def test_every_action_that_is_written_is_in_the_domain() -> None:
    assert sorted(WRITTEN - set(keys("actions"))) == []


@pytest.mark.parametrize("action", keys("actions"))
def test_every_action_of_the_domain_is_taken_by_a_rule_or_a_form(action: str) -> None:
    in_rules = {step["action"] for step in STEPS if "action" in step}
    by_policy = set(texts(ROOT / "pearl" / "assistant" / "handover_policy.py"))
    by_fallback = {policy.get("core_fallback_action_name") for policy in load("config.yml")["policies"]}
    assert action in in_rules | by_fallback | by_policy | ASKED | {f"validate_{form}" for form in FORMS}


SAID = {
    step["intent"]
    for rule in RULES
    if {"action": "action_say"} in rule["steps"]
    for step in rule["steps"]
    if "intent" in step
}


def used_responses() -> set[str]:
    """The responses that a rule, an action by its name, a form, or `utter_<intent>` of action_say utters."""
    # The booking form utters f"utter_{problem.key}"; the keys are texts of pearl/booking.
    problems = {f"utter_{text}" for file in python_files("pearl/booking") for text in texts(file)}
    return {*SOURCE_TEXTS, *(f"utter_{intent}" for intent in SAID), *problems, *ASKED}


@pytest.mark.parametrize("response", sorted(DOMAIN["responses"]))
def test_every_response_is_uttered_somewhere(response: str) -> None:
    assert response in used_responses()


def test_every_response_that_an_action_names_is_in_the_domain() -> None:
    named = {
        text for file in python_files("actions") for text in texts(file) if re.fullmatch("utter_[a-z_]+[a-z]", text)
    }
    assert sorted(named - set(DOMAIN["responses"]) - {"utter_action"}) == []


def test_action_say_has_a_response_for_every_intent_that_a_rule_gives_it() -> None:
    assert sorted(intent for intent in SAID if f"utter_{intent}" not in DOMAIN["responses"]) == []


@pytest.mark.parametrize("intent", keys("intents"))
def test_every_intent_has_examples_or_is_set_by_a_component_or_a_button(intent: str) -> None:
    with_examples = {item["intent"] for item in NLU if item.get("examples")}
    assert intent in with_examples | SET_BY_A_COMPONENT | SENT_BY_A_BUTTON | {"faq"}


def test_the_examples_of_faq_are_the_librarys_phrasings() -> None:
    assert all(topic.phrasings for topic in read_library(ROOT / "data" / "library").topics)


@pytest.mark.parametrize("intent", sorted(SET_BY_A_COMPONENT))
def test_an_intent_without_examples_is_named_by_a_component(intent: str) -> None:
    assert intent in {text for file in python_files("pearl/assistant") for text in texts(file)}


@pytest.mark.parametrize("intent", keys("intents"))
def test_every_intent_is_answered_by_a_rule(intent: str) -> None:
    assert {"intent": intent} in STEPS


def test_every_intent_with_examples_is_in_the_domain() -> None:
    assert sorted({item["intent"] for item in NLU if "intent" in item} - set(keys("intents"))) == []


@pytest.mark.parametrize("rule", RULES, ids=[rule["rule"] for rule in RULES])
def test_a_rule_names_only_what_exists(rule: dict[str, Any]) -> None:
    steps = [*rule["steps"], *rule.get("condition", [])]
    assert {step["intent"] for step in steps if "intent" in step} <= set(keys("intents"))
    assert {step["action"] for step in steps if "action" in step} <= {*keys("actions"), *FORMS, *DOMAIN["responses"]}
    assert {step["active_loop"] for step in steps if step.get("active_loop")} <= set(FORMS)
    slots = {slot for step in steps for values in step.get("slot_was_set", []) for slot in values}
    assert slots <= {*DOMAIN["slots"], "requested_slot"}


def test_no_rule_has_the_name_of_another() -> None:
    names = [rule["rule"] for rule in RULES]
    assert sorted(names) == sorted(set(names))


def test_forms_ask_for_slots_that_exist() -> None:
    assert {slot for form in FORMS.values() for slot in form["required_slots"]} <= set(DOMAIN["slots"])


def test_slots_are_filled_from_entities_that_exist_and_the_vocabulary_has() -> None:
    mapped = {m["entity"] for slot in DOMAIN["slots"].values() for m in slot["mappings"] if "entity" in m}
    assert mapped <= set(load("data/nlu/vocabulary.yml")["entities"]) <= set(DOMAIN["entities"])


def payloads() -> Iterator[str]:
    """What each button of the domain sends, filled as Rasa fills it: like str.format."""
    for response in DOMAIN["responses"].values():
        for variation in response:
            yield from (button["payload"].format(topic="some_topic") for button in variation.get("buttons", []))


@pytest.mark.parametrize("payload", sorted(set(payloads())))
def test_every_button_sends_what_the_channels_let_through(payload: str) -> None:
    intent, _, entities = payload.removeprefix("/").partition("{")
    assert incoming(payload) == payload
    assert intent in keys("intents")
    assert set(json.loads("{" + entities) if entities else {}) <= set(DOMAIN["entities"])
