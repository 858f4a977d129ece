"""Beside each channel: brings what staff do in another process to those who wait, and ends what nobody took in time."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterator

from pearl.assistant.conversations import CHANNEL, Conversations, name_of
from pearl.bootstrap import Services
from pearl.errors import PearlError
from pearl.handover.handover import SILENT, Handover
from pearl.messages import VISITOR, Message

log = logging.getLogger(__name__)
LOOK_S = 0.5
# Every so many looks, it is also looked whose time has run out and whether words of a visitor were left unread.
ROUND = 10
# Two processes that write at once may be seen in the other order, so a few ids before the newest are looked at again.
OVERLAP = 50


class HandoverWatch:
    """Looks into the store twice a second; trouble with it is waited out.

    `name_of` gives the name under which a message of the channel went through its turn.
    """

    def __init__(
        self,
        current: Services,
        conversations: Conversations,
        channel: str = CHANNEL,
        name_of: Callable[[Message], str] = name_of,
        look_s: float = LOOK_S,
    ) -> None:
        self._services, self._conversations = current, conversations
        self._channel, self._name_of, self._look_s = channel, name_of, look_s
        self._newest = 0
        self._seen: deque[int] = deque(maxlen=2 * OVERLAP)

    async def run(self) -> None:
        """Watch until cancelled."""
        looks, troubled = 0, False
        while True:
            try:
                if not looks:
                    self._newest = max(self._newest, self._services.handovers.newest_step())
                self._ring()
                if looks % ROUND == 0:
                    self._make_the_round()
                looks, troubled = looks + 1, False
            except PearlError as error:
                if not troubled:
                    log.error("Hand-overs are not watched now: %s", error)
                troubled = True
            await asyncio.sleep(self._look_s)

    def _ring(self) -> None:
        for number, sender in self._services.handovers.stirred_after(max(self._newest - OVERLAP, 0)):
            if number not in self._seen:
                self._seen.append(number)
                self._newest = max(self._newest, number)
                self._conversations.ring(sender)

    def _make_the_round(self) -> None:
        for handover in self._services.handover_life.run_out():
            self._conversations.ring(handover.sender)
        for handover in self._services.handovers.handovers(SILENT):
            if handover.channel == self._channel:
                # A visitor who has closed the page wakes nobody; what he said last still belongs to the staff.
                self._conversations.wake(handover.sender)
                self._catch_up(handover)

    def _catch_up(self, handover: Handover) -> None:
        """Show staff what a turn did not: words to a form, and those of a turn that failed."""
        shown = {step.key for step in self._services.handovers.steps(handover.reference)}
        for message in self._since(handover):
            key = self._name_of(message)
            if message.author == VISITOR and message.text and message.answered_at and key not in shown:
                self._services.handover_life.note(handover.reference, VISITOR, message.text, key)

    def _since(self, handover: Handover) -> Iterator[Message]:
        """The conversation's messages after the one that asked for a person."""
        found, position = False, 0
        while page := self._services.messages.after(handover.sender, position):
            for message in page:
                if found:
                    yield message
                found = found or handover.idempotency_key.endswith("/" + self._name_of(message))
            position = page[-1].position
