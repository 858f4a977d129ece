"""Visitors of a real server who book an appointment whatever happens to it, as people do."""

from __future__ import annotations

import random
import re
import time

import requests
from real_server import RealServer, said

REFERENCE = re.compile(r"PRL-[2-9A-Z]{6}")
# What a visitor says to each of Pearl's questions.
ANSWERS = (
    (re.compile("Shall I send this"), "yes"),
    (re.compile("say yes to try again"), "yes"),
    (re.compile("Which phone number"), "{contact}"),
    (re.compile("What name may I"), "{name}"),
    (re.compile("been to the clinic before.$", re.MULTILINE), "no"),
    (re.compile("Which day would suit"), "next tuesday at 2 pm"),
    (re.compile("What is the visit about"), "milia under my eyes"),
)
NAMES = ("Ada", "Bela", "Cleo", "Dora", "Edgar", "Flora", "Greta", "Hugo", "Ines", "Jonas")


class Visitor:
    """Books until there is a reference; after a failure the last message is sent again, as people do."""

    def __init__(self, sender: str, number: int, server: RealServer, pace: random.Random, contact: str = "") -> None:
        self.name, self.reference, self._offered = f"{NAMES[number % len(NAMES)]} Tester", "", ""
        self.contact = contact or f"780 555 01{number:02}"
        self._sender, self._server = sender, server
        self._pauses = [pace.uniform(0, 0.4) for _ in range(12)]

    def book(self, deadline: float) -> Visitor:
        message, turns = "I would like to book an appointment", 0
        while not self.reference:
            assert time.monotonic() < deadline, f"{self.name} has no reference after {turns} turns"
            time.sleep(self._pauses[turns % len(self._pauses)])
            turns += 1
            words = self._say(message)
            if "went wrong" in words or not words:
                continue
            self.reference = next(iter(REFERENCE.findall(words)), "")
            message = self._offered or self._answer(words)
        return self

    def _say(self, message: str) -> str:
        """Pearl's words, or none when the message or its answer got lost."""
        self._offered = ""
        try:
            replies = self._server.post(self._sender, message)
        except requests.RequestException:
            time.sleep(0.2)
            return ""
        # Somebody else has the time: take one of those that Pearl offers instead.
        times = [button["payload"] for reply in replies for button in reply.get("buttons", [])]
        self._offered = next((payload for payload in times if "pick_time" in payload), "")
        return said(replies)

    def _answer(self, words: str) -> str:
        last = max(ANSWERS, key=lambda answer: max((found.end() for found in answer[0].finditer(words)), default=-1))
        return last[1].format(contact=self.contact, name=self.name) if last[0].search(words) else "/book_appointment"
